import { describe, expect, it } from '@jest/globals';
import { arrivalOf } from '../../../src/domain/case/arrival.ts';
import type { CaseEvent } from '../../../src/domain/case/events.ts';
import { type Case, caseSchema } from '../../../src/domain/case/state.ts';
import { NOW, aCase, after, approve, when } from '../../support/case.ts';

const LATER = NOW + 5_000;
const outRefundNo = 'RF20260302ABCDEF-1';
/** One more than a double can tell from it. */
const MSGID = '18446744073709551614';

const sent = (noticeId: string, msgid: string | null = null): CaseEvent => ({
  type: 'NoticeSent',
  noticeId,
  channel: msgid === null ? 'customer_message' : 'template',
  msgid,
});
const about = { noticeId: 'received-1', msgid: MSGID } as const;
const arrived: CaseEvent = { type: 'NoticeArrived', ...about };
const notArrived: CaseEvent = { type: 'NoticeNotArrived', ...about, detail: 'failed:user block' };
const reserved: CaseEvent = { type: 'PayoutReserved', outRefundNo, first: true };

const told = after(aCase(), [sent('received-1', MSGID)]);
const approved = when(told, approve()).after;
const noticesOf = ({ outbox }: Case) =>
  Object.fromEntries(outbox.map(({ id, state, nextAt }) => [id, [state, nextAt]]));
const lastLine = ({ timeline }: Case) => timeline.at(-1)?.event;

describe('a template message of which WeChat says later that it', () => {
  it('has arrived: stays sent, and the history says so', () => {
    const kase = after(told, [arrived], LATER);
    expect(kase.outbox).toMatchObject([
      { state: 'sent', channel: 'template', msgid: null, refusedBy: [], nextAt: null },
    ]);
    expect(lastLine(kase)).toEqual(arrived);
    expect(kase).toMatchObject({ version: told.version, nextActionAt: told.nextActionAt });
  });

  it('has not: is to go another way at once, the history says so, and nothing else changes', () => {
    const kase = after(told, [notArrived], LATER);
    expect(kase.outbox).toMatchObject([
      { state: 'pending', channel: null, msgid: null, refusedBy: ['template'], nextAt: LATER },
    ]);
    expect(lastLine(kase)).toEqual(notArrived);
    const { outbox, timeline, nextActionAt, ...rest } = kase;
    expect([outbox.length, timeline.length, nextActionAt]).toEqual([1, told.timeline.length + 1, LATER]);
    expect(told).toMatchObject(rest);
  });

  it.each([
    ['has arrived', arrived],
    ['has not', notArrived],
  ])('%s, said twice: counts once', (_what, event) => {
    const kase = after(told, [event], LATER);
    for (const again of [arrived, notArrived]) expect(after(kase, [again], LATER + 1)).toBe(kase);
  });

  it('has not, said again when it has gone another way: counts no more', () => {
    const kase = after(told, [notArrived, sent('received-1')], LATER);
    expect(after(kase, [notArrived], LATER + 1)).toBe(kase);
    expect(noticesOf(kase)).toEqual({ 'received-1': ['sent', null] });
  });

  it('has not, under another number: is another message', () => {
    expect(after(told, [{ ...notArrived, msgid: '18446744073709551615' }], LATER)).toBe(told);
  });

  const undeliverable: CaseEvent = { type: 'NoticeUndeliverable', noticeId: 'result-1', detail: 'x' };
  it.each<[string, string, Case, CaseEvent[]]>([
    ['a later one has been sent', 'superseded', approved, [reserved, sent('result-1', '7')]],
    ['a later one waits', 'pending', approved, [reserved]],
    ['a later one could not be sent', 'pending', approved, [reserved, undeliverable]],
    ['a colleague has written', 'pending', told, [{ type: 'StaffReplied', text: '您好' }, sent('message-1')]],
  ])('has not, and %s meanwhile: is %s', (_what, state, kase, events) => {
    const before = after(kase, events);
    const reported = after(before, [notArrived], LATER);
    expect(noticesOf(reported)).toEqual({
      ...noticesOf(before),
      'received-1': [state, state === 'pending' ? LATER : null],
    });
    expect(lastLine(reported)).toEqual(notArrived);
  });

  it('has not, as well as the one after it: the later one is told', () => {
    const second: CaseEvent = { ...notArrived, noticeId: 'result-1', msgid: '7' };
    const kase = after(approved, [reserved, sent('result-1', '7'), notArrived, second], LATER);
    expect(noticesOf(kase)).toEqual({ 'received-1': ['superseded', null], 'result-1': ['pending', LATER] });
  });

  it('has not, when the money is back already: is told all the same', () => {
    const refunded = after(approved, [
      reserved,
      { type: 'PayoutSent', outRefundNo },
      {
        type: 'PayoutSucceeded',
        outRefundNo,
        refundId: '50000000000000000000000000001',
        amountFen: 19_800,
        successTime: NOW,
        userReceivedAccount: null,
      },
      sent('refunded-1', '9'),
    ]);
    expect(refunded).toMatchObject({ status: 'refunded', nextActionAt: null });
    const kase = after(refunded, [{ ...notArrived, noticeId: 'refunded-1', msgid: '9' }], LATER);
    expect(kase).toMatchObject({ status: 'refunded', version: refunded.version, nextActionAt: LATER });
  });

  it('has arrived: is nothing that the shop hears', () => {
    const shop = { told: told.timeline.length, failures: 0, nextAt: null };
    expect(after({ ...told, shop }, [arrived], LATER).shop).toEqual(shop);
    expect(after({ ...told, shop }, [notArrived], LATER).shop).toEqual(shop);
  });
});

describe("WeChat's words", () => {
  it.each([
    ['success', arrived],
    ['failed:user block', notArrived],
    ['failed: system failed', { ...notArrived, detail: 'failed: system failed' }],
    ['failed', { ...notArrived, detail: 'failed' }],
    ['delivering', null],
  ])('"%s"', (status, event) => {
    expect(arrivalOf(told.outbox, { msgid: MSGID, status })).toEqual(event);
  });

  it('about a message that no notice went out as, one number off: mean nothing', () => {
    expect(arrivalOf(told.outbox, { msgid: '18446744073709551615', status: 'success' })).toBeNull();
  });
});

it('a case stored before numbers were kept: can be read, and awaits nothing', () => {
  const older: unknown = JSON.parse(
    JSON.stringify(told, (key, value: unknown) => (key === 'msgid' ? undefined : value)),
  );
  const read = caseSchema.parse(older);
  expect(read.outbox).toMatchObject([{ state: 'sent', msgid: null }]);
  expect(lastLine(read)).toMatchObject({ type: 'NoticeSent', msgid: null });
});
