import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../../../src/domain/time.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import { WorkMemory, workDue } from '../../../src/usecases/work-due.ts';
import { held, inbound } from '../../support/chat-desk.ts';
import {
  MSGID,
  desk,
  jobFinished,
  report,
  serve,
  texts,
  theCase,
  told,
  useTemplates,
  warned,
} from '../../support/template-bench.ts';
import { work } from '../../support/threads.ts';
import { plainAccount } from '../../support/wechat-server.ts';
import { wechatWire } from '../../support/wechat-wire.ts';

useTemplates();

describe('WeChat says of a template message that it', () => {
  beforeEach(() => work(desk));

  it('has arrived: the history says so; the customer sees nothing of it, nor does the conversation', async () => {
    const before = await held(desk.deps);
    await report('success');
    await work(desk);
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
    await work(desk);
    expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
  });

  it.each(['failed:user block', 'failed: system failed'])(
    '%s, while the customer may be written to: they are told at once by customer message',
    async (status) => {
      await report(status);
      await work(desk);
      expect(await told()).toEqual(['NoticeSent', 'NoticeNotArrived', 'NoticeSent']);
      const kase = await theCase();
      expect(kase.outbox).toMatchObject([{ state: 'sent', channel: 'customer_message', msgid: null }]);
      expect(texts).toEqual([expect.stringContaining(kase.caseNo)]);
    },
  );

  it('is blocked, when the customer has to write first: they are told when they do, once', async () => {
    desk.clock.advance(3 * DAY_MS);
    await report('failed:user block');
    await work(desk);
    expect(texts).toEqual([]);
    expect(await theCase()).toMatchObject({ outbox: [{ state: 'pending', refusedBy: ['template'] }] });
    await handleMessage(desk.deps, inbound('进度'));
    await work(desk);
    await report('failed:user block');
    await handleMessage(desk.deps, inbound('进度'));
    await work(desk);
    expect(texts).toHaveLength(1);
    expect(await told()).toEqual(['NoticeSent', 'NoticeNotArrived', 'NoticeSent']);
  });

  it('has arrived, delivered three times at once and once more later: one line', async () => {
    await Promise.all([1, 2, 3].map(() => report('success')));
    await work(desk);
    const after = await theCase();
    await report('success');
    await work(desk);
    expect(await theCase()).toEqual(after);
    expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
  });

  it('has arrived, then that it has not: the first word counts', async () => {
    await report('success');
    await report('failed:user block');
    await work(desk);
    expect(await told()).toEqual(['NoticeSent', 'NoticeArrived']);
  });

  it.each([
    ['a message that is none of ours', { MsgID: '42' }],
    ['another one, one number off', { MsgID: '18446744073709551615' }],
    ["somebody else's message", { FromUserName: 'oOther' }],
  ])('has not arrived, of %s: taken, nothing changes, nothing is left to do', async (_what, more) => {
    const before = await held(desk.deps);
    await report('failed:user block', more);
    await work(desk);
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
    await work(desk);
    const after = (await held(desk.deps)).cases.find(({ caseNo }) => caseNo === kase.caseNo);
    expect(after?.timeline.at(-1)?.event.type).toBe('NoticeArrived');
  });

  it('something nobody has heard of: taken, nothing changes, and the log says so', async () => {
    const before = await theCase();
    await report('delivering');
    await work(desk);
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
    await work(desk);
    expect(await theCase()).toEqual(before);
    expect((await held(desk.deps)).lines.at(-1)).toMatchObject({ text: 'TEMPLATESENDJOBFINISH' });
  });
});
