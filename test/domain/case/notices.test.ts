import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '../../../src/domain/case/events.ts';
import { orGiveUp } from '../../../src/domain/case/outbox.ts';
import { NOW, aCase, after, approve, when } from '../../support/case.ts';

const outRefundNo = 'RF20260302ABCDEF-1';
const sent = (noticeId: string): CaseEvent => ({
  type: 'NoticeSent',
  noticeId,
  channel: 'template',
  msgid: null,
});
const delayed = (noticeId: string): CaseEvent => ({ type: 'NoticeDelayed', noticeId, detail: 'x' });
const approved = after(when(aCase(), approve()).after, [
  { type: 'PayoutReserved', outRefundNo, first: true },
  { type: 'PayoutSent', outRefundNo },
]);
const refunded = after(approved, [
  sent('received-1'),
  delayed('result-1'),
  {
    type: 'PayoutSucceeded',
    outRefundNo,
    refundId: '50000000000000000000000000001',
    amountFen: 19_800,
    successTime: NOW,
    userReceivedAccount: null,
  },
]);
const states = (kase: typeof refunded) =>
  Object.fromEntries(kase.outbox.map((notice) => [notice.id, notice.state]));

describe('a notice that could not be delivered', () => {
  const [notice] = aCase().outbox;
  const delay = { type: 'NoticeDelayed', noticeId: 'received-1', detail: 'window shut' } as const;

  it('for thirty days, is given up: nobody waits for it any more', () => {
    if (!notice) throw new Error('no notice');
    expect(orGiveUp(notice, delay, notice.createdAt + 30 * 86_400_000)).toBe(delay);
    expect(orGiveUp(notice, delay, notice.createdAt + 30 * 86_400_000 + 1).type).toBe('NoticeUndeliverable');
  });

  it('but now is, is sent however late', () => {
    if (!notice) throw new Error('no notice');
    const done = { type: 'NoticeSent', noticeId: 'received-1', channel: 'template', msgid: null } as const;
    expect(orGiveUp(notice, done, notice.createdAt + 60 * 86_400_000)).toBe(done);
  });

  it('once a later one has been, is not sent any more: it would tell what is no longer so', () => {
    const told = after(refunded, [sent('refunded-1')]);
    expect(states(told)).toEqual({
      'received-1': 'sent',
      'result-1': 'superseded',
      'refunded-1': 'sent',
    });
    expect(told.nextActionAt).toBeNull();
  });

  it('while the later one has not been delivered either, is tried on', () => {
    const told = after(refunded, [delayed('refunded-1')]);
    expect(states(told)).toMatchObject({ 'result-1': 'pending', 'refunded-1': 'pending' });
  });

  it('and is delivered first after all, does not take the later one with it', () => {
    expect(states(after(refunded, [sent('result-1')]))).toMatchObject({ 'refunded-1': 'pending' });
  });
});
