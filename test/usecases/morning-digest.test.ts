import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import { sendAlerts } from '../../src/usecases/alerts/send-alerts.ts';
import { sendMorningDigest } from '../../src/usecases/morning-digest.ts';
import { type AlertBench, alertBench } from '../support/alert-bench.ts';
import { china } from '../support/calendar.ts';
import { aCase, calendar } from '../support/case.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { addReply, openThread } from '../../src/domain/thread/thread.ts';
import { changeExisting } from '../../src/usecases/change.ts';
import { threads } from '../../src/usecases/documents/threads.ts';
import { Cleanup } from '../support/http-app.ts';
import { refundingCase } from '../support/wechatpay-notice.ts';

let cleanup: Cleanup;
let bench: AlertBench;
beforeEach(async () => {
  cleanup = new Cleanup();
  bench = await alertBench(cleanup);
});
afterEach(() => cleanup.run());

let numbers = 0;
const put = async (of: Case, over: Partial<Case> = {}): Promise<string> => {
  numbers += 1;
  const caseNo = `RF20260302AAA${(numbers + 242).toString(8).replace(/[01]/g, (digit) => 'XY'[Number(digit)] ?? '')}`;
  const order = { ...of.order, outTradeNo: caseNo };
  const kase = { ...of, ...over, order, caseNo, draftId: caseNo };
  const inserted = await bench.store.insert(cases, caseNo, kase);
  if (!inserted.ok) throw new Error(inserted.code);
  return caseNo;
};
const due = (reviewBy: string): Partial<Case> => ({
  deadlines: { ...aCase().deadlines, reviewBy: china(reviewBy) },
});

/** A customer who asked for a person at this moment; the id of their request. */
const ask = async (n: number, asked: string): Promise<string> => {
  const id = String(n).padStart(24, '0');
  const thread = openThread(
    { id, language: 'zh', askedAt: china(asked), asks: true, duringForm: false },
    { calendar, businessDays: 3 },
    { customer: { appid: 'wx', openid: id }, caseNo: null },
  );
  expect((await bench.store.insert(threads, id, thread)).ok).toBe(true);
  return id;
};

/** A process at this moment: it does what its clock calls for, and sends what there is. */
const at = async (moment: string, process = bench.process()): Promise<string[]> => {
  bench.clock.advance(china(moment) - bench.clock.now());
  const before = bench.bot.taken.length;
  await sendMorningDigest({ ...process.deps, calendar });
  await sendAlerts(process.deps);
  return bench.bot.taken.slice(before).flatMap((content) => content.split('\n'));
};

const TODAY = '2026-03-05';

describe('the morning digest', () => {
  it('on a business day at nine: what is overdue, due today, waits for a second, and payouts that wait', async () => {
    const late = await put(aCase(), due('2026-03-04 23:59:59.999'));
    const later = await put(aCase(), due('2026-03-03 23:59:59.999'));
    const today = await put(aCase(), due('2026-03-05 23:59:59.999'));
    await put(aCase(), due('2026-03-06 23:59:59.999'));
    const second = await put(aCase({ status: 'awaiting_second_approval' }), due('2026-03-09 23:59:59.999'));
    const appeal = await put(aCase({ status: 'appealed' }), due('2026-03-10 23:59:59.999'));
    const paused = await put(refundingCase({ state: 'paused', trouble: 'payouts_stopped' }));
    const person = await put(refundingCase({ state: 'needs_person' }), { openedAt: 1 });
    await put(refundingCase({ state: 'PROCESSING' }));
    expect(await at(`${TODAY} 09:00`)).toEqual([
      '**退款台：1 条提醒**',
      '> 2026年3月5日待办（最早的在前）：',
      `> 已超期 2 件：${later}、${late}`,
      `> 今天到期 1 件：${today}`,
      `> 等待复核 1 件：${second}`,
      `> 等待处理申诉 1 件：${appeal}`,
      `> 打款暂停或需人工处理 2 件：${person}、${paused}`,
      '> 详情见 https://desk.example/staff',
    ]);
  });

  it('customers who wait for a person, whose answer is due first named first; those who have one are left out', async () => {
    const later = await ask(1, '2026-03-04 10:00');
    const first = await ask(2, '2026-03-03 10:00');
    const answered = await ask(3, '2026-03-03 10:00');
    await changeExisting(bench.store, threads, answered, (thread) =>
      addReply(thread, { text: '您好', by: '小林', commandId: 'c' }, china('2026-03-03 11:00')),
    );
    expect(await at(`${TODAY} 09:00`)).toContain(`> 等待人工答复 2 件：${first}、${later}`);
  });

  it('names the five oldest of many, and counts them all', async () => {
    const numbered = [];
    for (let n = 0; n < 7; n += 1) numbered.push(await put(aCase(), due(`2026-03-02 0${String(n)}:00`)));
    const lines = await at(`${TODAY} 09:00`);
    expect(lines).toContain(`> 已超期 7 件：${numbered.slice(0, 5).join('、')} 等`);
  });

  it('once a day, however often and by however many processes it is called for', async () => {
    await put(aCase(), due('2026-03-04 23:59'));
    const processes = Array.from({ length: 5 }, () => bench.process());
    bench.clock.advance(china(`${TODAY} 09:00`) - bench.clock.now());
    await Promise.all(processes.map(({ deps }) => sendMorningDigest({ ...deps, calendar })));
    for (let minutes = 0; minutes < 10; minutes += 1)
      await at(`${TODAY} ${String(9 + minutes).padStart(2, '0')}:10`);
    expect(bench.bot.taken).toHaveLength(1);
    expect(bench.bot.taken[0]).not.toContain('共');
    await at('2026-03-06 09:00');
    expect(bench.bot.taken).toHaveLength(2);
  });

  it('not before nine, and not on a day off; a weekend day that is worked is none', async () => {
    await put(aCase(), due('2026-02-04 23:59'));
    expect(await at(`${TODAY} 08:59:59`)).toEqual([]);
    expect(await at('2026-03-07 09:00')).toEqual([]);
    expect(await at('2026-04-06 09:00')).toEqual([]);
    expect(await at('2026-05-09 09:00')).not.toEqual([]);
  });

  it('made up for the same day by whoever starts late', async () => {
    await put(aCase(), due('2026-03-04 23:59'));
    expect(await at(`${TODAY} 16:40`)).toContain('> 2026年3月5日待办（最早的在前）：');
  });

  it('where there is nothing to do: nothing is sent, and nothing later that day', async () => {
    expect(await at(`${TODAY} 09:00`)).toEqual([]);
    await put(aCase(), due('2026-03-05 23:59'));
    expect(await at(`${TODAY} 12:00`)).toEqual([]);
  });

  it('with the receiver down at nine: follows when it is back', async () => {
    await put(aCase(), due('2026-03-04 23:59'));
    bench.bot.fail('reset');
    expect(await at(`${TODAY} 09:00`)).toEqual([]);
    bench.bot.fail(null);
    expect(await at(`${TODAY} 09:02`)).toContain('> 2026年3月5日待办（最早的在前）：');
  });

  it('a case that cannot be read is left out, and the others are told', async () => {
    await bench.store.insert(cases, 'broken', {
      ...aCase(),
      policyVersion: 7,
      ...due('2026-03-01 23:59'),
    } as never);
    const late = await put(aCase(), due('2026-03-04 23:59'));
    expect(await at(`${TODAY} 09:00`)).toContain(`> 已超期 1 件：${late}`);
  });
});
