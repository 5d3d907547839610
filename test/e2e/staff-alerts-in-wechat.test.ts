import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alerts } from '../../src/usecases/documents/alerts.ts';
import { chinaDate, morningOf, startOfChinaDay } from '../../src/domain/time.ts';
import { sendMorningDigest } from '../../src/usecases/morning-digest.ts';
import { disableStaff, issueToken } from '../../src/usecases/staff-accounts.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { act, apply, storedCase } from '../support/story.ts';
import { theThread } from '../support/threads.ts';

const MINUTE_MS = 60_000;

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

const bind = async (member: string, phone: string): Promise<void> => {
  const { body } = await desk.as(member).post('/api/staff/me/wechat-code', {});
  const { reply } = await desk.phoneOf(phone).say(`绑定 ${String(body['code'])}`);
  expect(reply).toMatchObject({ content: expect.stringContaining('已绑定') });
};
/** What the phone was told of its own accord since it was last looked at, but for what answers a message. */
const alertsOn = (phone: string): string[] =>
  desk
    .phoneOf(phone)
    .screen()
    .messages.map(({ text }) => text)
    .filter((text) => text.startsWith('退款台：'));
/** A little before the answer to the case is due. */
const untilDue = async (caseNo: string): Promise<void> => {
  const { deadlines } = await storedCase(desk, caseNo);
  const minutes = Math.floor((deadlines.reviewBy - desk.app.deps.clock.now()) / MINUTE_MS) - 10;
  await desk.advance(`${String(minutes)}m`);
};

/** Past nine on that day; both have written shortly before. */
const throughMorningOf = async (lastDay: number): Promise<void> => {
  const minutes = Math.ceil((morningOf(lastDay) - desk.app.deps.clock.now()) / MINUTE_MS);
  await desk.advance(`${String(minutes - 5)}m`);
  for (const phone of ['陈浩', '王芳']) await desk.phoneOf(phone).say('队列');
  for (const step of ['10m', '2m', '3h']) await desk.advance(step);
};

describe('staff are alerted in their own WeChat', () => {
  it('a case is overdue: its assignee and the supervisor hear of it once each, a customer and a colleague do not', async () => {
    const caseNo = await apply(desk, '林晓');
    await act(desk, '小林', caseNo, 'claim', {});
    await bind('小林', '陈浩');
    await bind('周主管', '王芳');
    await untilDue(caseNo);
    await desk.phoneOf('陈浩').say('队列');
    await desk.phoneOf('王芳').say('队列');
    await desk.advance('30m');
    await desk.advance('5m');
    for (const phone of ['陈浩', '王芳'])
      expect(alertsOn(phone)).toEqual([expect.stringContaining(`案件 ${caseNo} 已过答复期限`)]);
    expect(alertsOn('林晓')).toEqual([]);
  });

  it('on the last day of an answer: the assignee hears of it in the morning, once, and nobody else', async () => {
    const caseNo = await apply(desk, '林晓');
    await act(desk, '小林', caseNo, 'claim', {});
    await bind('小林', '陈浩');
    await bind('周主管', '王芳');
    await throughMorningOf((await storedCase(desk, caseNo)).deadlines.reviewBy);
    expect(alertsOn('陈浩')).toEqual([expect.stringContaining(`案件 ${caseNo} 今天是答复期限的最后一天`)]);
    expect(alertsOn('王芳')).toEqual([]);
  });

  it('claimed by nobody: it is not the agent’s', async () => {
    const caseNo = await apply(desk, '林晓');
    await bind('小林', '陈浩');
    await untilDue(caseNo);
    await desk.phoneOf('陈浩').say('队列');
    await desk.advance('30m');
    expect(alertsOn('陈浩')).toEqual([]);
  });

  it('a customer asks for a person: whoever may answer hears of it, the supervisor again on the last day', async () => {
    await bind('小林', '陈浩');
    await bind('周主管', '王芳');
    await desk.phoneOf('林晓').say('人工');
    await desk.settle();
    await desk.advance('2m');
    for (const phone of ['陈浩', '王芳'])
      expect(alertsOn(phone)).toEqual([expect.stringContaining('有客户请求人工答复')]);
    await throughMorningOf((await theThread(desk.store)).respondBy);
    expect(alertsOn('陈浩')).toHaveLength(1);
    expect(alertsOn('王芳').slice(1)).toEqual([expect.stringContaining('今天是承诺的最后一天')]);
    expect(alertsOn('林晓')).toEqual([]);
  });

  it('several at once are one message', async () => {
    const caseNo = await apply(desk, '林晓');
    const other = await apply(desk, '赵磊');
    await bind('周主管', '王芳');
    await untilDue(caseNo);
    await desk.phoneOf('王芳').say('队列');
    await desk.advance('30m');
    await desk.advance('5m');
    const told = alertsOn('王芳');
    expect(told.join('\n')).toContain(caseNo);
    expect(told.join('\n')).toContain(other);
    expect(told.length).toBeLessThanOrEqual(2);
  });

  it('whoever has not written for two days gets nothing, then or later, and nothing fails', async () => {
    const caseNo = await apply(desk, '林晓');
    await bind('周主管', '王芳');
    await untilDue(caseNo);
    await desk.advance('30m');
    await desk.phoneOf('王芳').say('队列');
    await desk.advance('5m');
    expect(alertsOn('王芳')).toEqual([]);
    const failures = desk.phoneOf('王芳').screen().messages;
    expect(failures.filter(({ type }) => type === 'failure')).toEqual([]);
  });

  it('shut out, they are told nothing any more', async () => {
    const caseNo = await apply(desk, '林晓');
    await bind('周主管', '王芳');
    await untilDue(caseNo);
    await desk.phoneOf('王芳').say('队列');
    await disableStaff(desk, '周主管');
    await desk.advance('30m');
    expect(alertsOn('王芳')).toEqual([]);
  });
});

describe('the morning digest in their own WeChat', () => {
  /** A quarter of an hour before the morning of the day on which the answer to the case is due. */
  const untilMorning = async (caseNo: string): Promise<void> => {
    const { deadlines } = await storedCase(desk, caseNo);
    const morning = startOfChinaDay(chinaDate(deadlines.reviewBy)) + (8 * 60 + 45) * MINUTE_MS;
    await desk.advance(`${String(Math.floor((morning - desk.app.deps.clock.now()) / MINUTE_MS))}m`);
  };
  const digest = async (deps = desk.app.deps): Promise<void> => {
    await sendMorningDigest(deps);
    // Another alert may have had this minute's message.
    await desk.advance('2m');
  };
  const digestsOn = (phone: string) => alertsOn(phone).filter((text) => text.includes('待办'));
  const atNine = async (): Promise<void> => {
    await desk.advance('16m');
    await digest();
  };

  it('each hears once what awaits them: an agent of what they have claimed, a supervisor of everything', async () => {
    const caseNo = await apply(desk, '林晓');
    const other = await apply(desk, '赵磊');
    await act(desk, '小林', caseNo, 'claim', {});
    await untilMorning(caseNo);
    await bind('小林', '陈浩');
    await bind('周主管', '王芳');
    await digest();
    expect(digestsOn('陈浩')).toEqual([]);
    await atNine();
    await digest();
    await desk.advance('2h');
    await digest();
    expect(digestsOn('陈浩')).toEqual([expect.stringContaining(`今天到期 1 件：${caseNo}`)]);
    expect(digestsOn('陈浩')[0]).not.toContain(other);
    expect(digestsOn('王芳')).toEqual([expect.stringMatching(/今天到期 2 件：/)]);
    expect(digestsOn('林晓')).toEqual([]);
  });

  it('whom nothing awaits is told nothing', async () => {
    const caseNo = await apply(desk, '林晓');
    await untilMorning(caseNo);
    await bind('小林', '陈浩');
    const issued = await issueToken(desk.app.deps, '吴财务');
    await bind(issued.ok ? issued.value.token : '', '王芳');
    await atNine();
    expect([...digestsOn('陈浩'), ...digestsOn('王芳')]).toEqual([]);
  });

  it('nothing ran at nine: made up for later that day, to whoever can still be written to', async () => {
    const caseNo = await apply(desk, '林晓');
    await untilMorning(caseNo);
    await bind('周主管', '王芳');
    await desk.advance('6h');
    await digest();
    expect(digestsOn('王芳')).toHaveLength(1);
  });

  it('whoever has not written for two days is not told, then or later that day', async () => {
    const caseNo = await apply(desk, '林晓');
    await bind('周主管', '王芳');
    await untilMorning(caseNo);
    await atNine();
    await desk.phoneOf('王芳').say('队列');
    await desk.advance('5m');
    await digest();
    expect(digestsOn('王芳')).toEqual([]);
  });

  it('the process dies when some have been told: the others are told by the next, and nobody twice', async () => {
    const caseNo = await apply(desk, '林晓');
    await act(desk, '小林', caseNo, 'claim', {});
    await untilMorning(caseNo);
    await bind('小林', '陈浩');
    await bind('周主管', '王芳');
    await desk.advance('16m');
    for (const inserts of [1, 2]) {
      let left = inserts;
      const { store } = desk;
      const dying: typeof store = {
        ...store,
        insert: (collection, ...rest) => {
          if (collection.name === alerts.name) left -= 1;
          return left < 0 ? Promise.reject(new Error('killed')) : store.insert(collection, ...rest);
        },
      };
      await expect(sendMorningDigest({ ...desk.app.deps, store: dying })).rejects.toThrow('killed');
      await desk.advance('2m');
    }
    await digest();
    for (const phone of ['陈浩', '王芳']) expect(digestsOn(phone)).toHaveLength(1);
  });
});
