import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/time.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import type { OfficialAccount } from '../../../src/gateways/official-account/types.ts';
import type { Deps } from '../../../src/usecases/deps.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import { takeTemplateResult } from '../../../src/usecases/template-result.ts';
import { WorkMemory, workDue } from '../../../src/usecases/work-due.ts';
import {
  type ChatDesk,
  chatDatabase,
  failingAt,
  formAnswers,
  held,
  inbound,
  putOrder,
} from '../../support/chat-desk.ts';
import { type Running, account, plainAccount, startWechatServer } from '../../support/wechat-server.ts';
import { type Fields, wechatWire } from '../../support/wechat-wire.ts';

/** 20 digits; a double cannot tell it from the next one. */
const MSGID = '18446744073709551614';
const wire = wechatWire(account);

let database: ReturnType<typeof chatDatabase>;
let desk: ChatDesk;
let server: Running;
let texts: string[];
/** Runs after WeChat has taken the template, before the desk has its answer. */
let beforeTheAnswer: () => Promise<unknown>;

/** A WeChat that takes everything, as this desk reaches it. */
const wechat: OfficialAccount = {
  sendText: (_openid, text) => {
    texts.push(text);
    return Promise.resolve({ kind: 'sent', messageId: null });
  },
  sendTemplate: async () => {
    await beforeTheAnswer();
    return { kind: 'sent', messageId: MSGID };
  },
  downloadMedia: () => Promise.reject(new Error('nothing is downloaded here')),
};
const changes: Partial<Deps> = {
  officialAccount: wechat,
  templates: { received: { id: 'TPL', fields: { character_string1: 'caseNo' } } },
};

const serve = ({ deps }: ChatDesk, aesKey = account.aesKey) =>
  startWechatServer({
    aesKey,
    handleMessage: (message) => handleMessage(deps, message),
    takeTemplateResult: (result) => takeTemplateResult(deps, result),
  });
const work = async ({ deps }: ChatDesk = desk): Promise<void> => {
  const memory = new WorkMemory();
  while ((await workDue(deps, memory)) > 0);
};
const anotherDesk = async (wrap?: Parameters<typeof database.startDesk>[1]): Promise<ChatDesk> => {
  const other = await database.startDesk(changes, wrap);
  other.clock.advance(desk.clock.now() - other.clock.now());
  return other;
};

beforeEach(async () => {
  database = chatDatabase();
  texts = [];
  beforeTheAnswer = () => Promise.resolve();
  desk = await database.startDesk(changes);
  server = await serve(desk);
  await putOrder(desk.deps.store);
  for (const said of [...formAnswers, '确认']) await handleMessage(desk.deps, inbound(said));
});
afterEach(async () => {
  await server.stop();
  await database.remove();
});

const jobFinished = (status: string, more: Fields = {}): Fields => ({
  ToUserName: 'gh_desk',
  FromUserName: 'oCustomer',
  CreateTime: 1714112445,
  MsgType: 'event',
  Event: 'TEMPLATESENDJOBFINISH',
  MsgID: MSGID,
  Status: status,
  ...more,
});
const report = async (status: string, more: Fields = {}): Promise<void> => {
  const answer = await wire.post(server.url, jobFinished(status, more));
  expect(answer).toMatchObject({ status: 200, raw: 'success' });
};

const theCase = async (): Promise<Case> => {
  const [kase] = (await held(desk.deps)).cases;
  if (!kase) throw new Error('no case');
  return kase;
};
const history = async (): Promise<string[]> => (await theCase()).timeline.map(({ event: { type } }) => type);
const told = async (): Promise<string[]> => (await history()).filter((type) => type.startsWith('Notice'));
const warned = () => desk.logged.filter(({ level }) => level !== 'info').map(({ message }) => message);

describe('WeChat says of a template message that it', () => {
  beforeEach(() => work());

  it('has arrived: the history says so; the customer sees nothing of it, nor does the conversation', async () => {
    const before = await held(desk.deps);
    await report('success');
    await work();
    const after = await held(desk.deps);
    expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
    expect(after.cases).toMatchObject([{ outbox: [{ state: 'sent', channel: 'template', nextAt: null }] }]);
    expect([after.session, after.lines]).toEqual([before.session, before.lines]);
    expect(after.cases[0]?.version).toBe(before.cases[0]?.version);
    expect(texts).toEqual([]);
  });

  it('has arrived, in plain mode: the same', async () => {
    const plain = await serve(desk, null);
    const answer = await wechatWire(plainAccount).post(plain.url, jobFinished('success'));
    await plain.stop();
    expect(answer).toMatchObject({ status: 200, raw: 'success' });
    await work();
    expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
  });

  it.each(['failed:user block', 'failed: system failed'])(
    '%s, while the customer may be written to: they are told at once by customer message',
    async (status) => {
      await report(status);
      await work();
      expect(await told()).toEqual(['NoticeSent', 'NoticeNotArrived', 'NoticeSent']);
      const kase = await theCase();
      expect(kase.outbox).toMatchObject([{ state: 'sent', channel: 'customer_message', msgid: null }]);
      expect(texts).toEqual([expect.stringContaining(kase.caseNo)]);
    },
  );

  it('is blocked, when the customer has to write first: they are told when they do, once', async () => {
    desk.clock.advance(3 * DAY_MS);
    await report('failed:user block');
    await work();
    expect(texts).toEqual([]);
    expect(await theCase()).toMatchObject({ outbox: [{ state: 'pending', refusedBy: ['template'] }] });
    await handleMessage(desk.deps, inbound('进度'));
    await work();
    await report('failed:user block');
    await handleMessage(desk.deps, inbound('进度'));
    await work();
    expect(texts).toHaveLength(1);
    expect(await told()).toEqual(['NoticeSent', 'NoticeNotArrived', 'NoticeSent']);
  });

  it('has arrived, delivered three times at once and once more later: one line', async () => {
    await Promise.all([1, 2, 3].map(() => report('success')));
    await work();
    const after = await theCase();
    await report('success');
    await work();
    expect(await theCase()).toEqual(after);
    expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
  });

  it('has arrived, then that it has not: the first word counts', async () => {
    await report('success');
    await report('failed:user block');
    await work();
    expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
  });

  it.each([
    ['a message that is none of ours', { MsgID: '42' }],
    ['another one, one number off', { MsgID: '18446744073709551615' }],
    ["somebody else's message", { FromUserName: 'oOther' }],
  ])('has not arrived, of %s: taken, nothing changes, nothing is left to do', async (_what, more) => {
    const before = await held(desk.deps);
    await report('failed:user block', more);
    await work();
    expect(await held(desk.deps)).toEqual(before);
    desk.clock.advance(HOUR_MS);
    expect(await workDue(desk.deps, new WorkMemory())).toBe(0);
    expect(warned()).toEqual([]);
  });

  it('has arrived, to a customer of many cases: the one that sent it says so', async () => {
    const kase = await theCase();
    for (const letter of 'ABCDEFGHJKLMNPQRSTUVWXYZ')
      await desk.deps.store.insert(cases, `RF20260101AAAAA${letter}`, {
        ...kase,
        caseNo: `RF20260101AAAAA${letter}`,
        draftId: `draft-${letter}`,
        openedAt: kase.openedAt - DAY_MS,
        status: 'withdrawn',
        outbox: [],
        nextActionAt: null,
      });
    await report('success');
    await work();
    const after = (await held(desk.deps)).cases.find(({ caseNo }) => caseNo === kase.caseNo);
    expect(after?.timeline.at(-1)?.event.type).toBe('NoticeArrived');
  });

  it('something nobody has heard of: taken, nothing changes, and the log says so', async () => {
    const before = await theCase();
    await report('delivering');
    await work();
    expect(await theCase()).toEqual(before);
    expect(warned()).toEqual(['the result of a template message is not understood']);
  });

  it.each([
    ['no number', { MsgID: '' }],
    ['a number that is none', { MsgID: 'x-1' }],
    ['a number of 21 digits', { MsgID: `1${MSGID}` }],
    ['no status', { Status: '' }],
  ])('…, with %s: an event like any other, which stands in the transcript', async (_what, more) => {
    const before = await theCase();
    await report('success', more);
    await work();
    expect(await theCase()).toEqual(before);
    expect((await held(desk.deps)).lines.at(-1)).toMatchObject({ text: 'TEMPLATESENDJOBFINISH' });
  });
});

describe('WeChat is faster than the desk: it says so before', () => {
  it.each(['success', 'failed:user block'])(
    '%s, before the sender has the answer, to another process: applied within seconds of that',
    async (status) => {
      const other = await anotherDesk();
      const there = await serve(other);
      beforeTheAnswer = async () => {
        beforeTheAnswer = () => Promise.resolve();
        await wire.post(there.url, jobFinished(status));
        await work(other);
        expect(await told()).toEqual([]);
      };
      await work();
      await there.stop();
      expect(await told()).toEqual(['NoticeSent']);
      other.clock.advance(5_000);
      await work(other);
      expect((await told())[1]).toBe(status === 'success' ? 'NoticeArrived' : 'NoticeNotArrived');
      expect(texts).toHaveLength(status === 'success' ? 0 : 1);
    },
  );

  it('the answer is lost, and the same number comes of sending again: applied then', async () => {
    const lost = {
      ...wechat,
      sendTemplate: () => Promise.resolve({ kind: 'unknown', detail: 'reset' } as const),
    };
    await work({ ...desk, deps: { ...desk.deps, officialAccount: lost } });
    await report('success');
    await work();
    expect(await told()).toEqual([]);
    desk.clock.advance(9 * MINUTE_MS);
    await work();
    desk.clock.advance(15 * MINUTE_MS);
    await work();
    expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
  });

  it('and the sender never says that it was sent: given up within the hour', async () => {
    const away = { ...desk, deps: { ...desk.deps, officialAccount: null } };
    await work(away);
    await report('success');
    for (let minutes = 0; minutes < 60; minutes += 5) {
      await work(away);
      desk.clock.advance(5 * MINUTE_MS);
    }
    desk.clock.advance(HOUR_MS);
    await work();
    expect(await told()).toEqual(['NoticeSent']);
    expect(await workDue(desk.deps, new WorkMemory())).toBe(0);
  });
});

describe('something fails', () => {
  beforeEach(() => work());

  it('the store, when WeChat says so: it is not answered with success, and taken when it is delivered again', async () => {
    const { wrap, arm } = failingAt(0, 'before');
    const ill = await anotherDesk(wrap);
    const there = await serve(ill);
    arm();
    const answer = await wire.post(there.url, jobFinished('failed:user block'));
    await there.stop();
    expect(answer.status).toBe(500);
    await report('failed:user block');
    await work();
    expect(await told()).toEqual(['NoticeSent', 'NoticeNotArrived', 'NoticeSent']);
  });

  it.each(['before', 'after'] as const)(
    'the process, %s any step between taking it and being done: another one applies it, once',
    async (when) => {
      await report('success');
      for (let step = 0; ; step += 1) {
        const { wrap, arm, reached } = failingAt(step, when);
        const dying = await anotherDesk(wrap);
        arm();
        await workDue(dying.deps, new WorkMemory()).catch(() => undefined);
        if (!reached()) break;
        expect(step).toBeLessThan(40);
      }
      desk.clock.advance(15 * MINUTE_MS);
      await work(await anotherDesk());
      expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
    },
  );

  it('two processes apply it at the same time: one line', async () => {
    const other = await anotherDesk();
    await report('failed:user block');
    await Promise.all([work(), work(other)]);
    expect(await told()).toEqual(['NoticeSent', 'NoticeNotArrived', 'NoticeSent']);
    expect(texts).toHaveLength(1);
  });
});
