import { describe, expect, it } from '@jest/globals';
import { nextActionAt } from '../../../src/domain/case/next-action.ts';
import { statuses } from '../../../src/domain/case/status.ts';
import { NOW, aCase, after, approve, when } from '../../support/case.ts';
import { inState } from '../../support/case-states.ts';

const outRefundNo = 'RF20260302ABCDEF-1';
const refundId = '50000000000000000000000000001';
const success = {
  type: 'PayoutSucceeded',
  outRefundNo,
  refundId,
  amountFen: 19_800,
  successTime: NOW,
  userReceivedAccount: '支付用户零钱',
} as const;
const approved = when(aCase(), approve()).after;
const reserved = after(approved, [{ type: 'PayoutReserved', outRefundNo, first: true }]);
const sent = after(reserved, [{ type: 'PayoutSent', outRefundNo }]);

describe('a payout', () => {
  it('reserved, puts the approval into the outbox', () => {
    expect(reserved.outbox).toMatchObject([{ kind: 'received' }, { kind: 'result', outcome: 'approved' }]);
  });

  it('refused by the ledger, returns the case to review with no date promised and nothing told', () => {
    const refused = after(approved, [{ type: 'PayoutRefused', outRefundNo }]);
    expect(refused).toMatchObject({ status: 'in_review', approval: null, deadlines: { refundBy: null } });
    expect(refused.outbox).toHaveLength(1);
  });

  it('refused once, takes the next number when approved again', () => {
    const refused = after(approved, [{ type: 'PayoutRefused', outRefundNo }]);
    expect(when(refused, approve()).after.attempts.at(-1)?.outRefundNo).toBe('RF20260302ABCDEF-2');
  });

  it('succeeded, is told once however often the answer is applied', () => {
    const done = after(sent, [success, success, success]);
    expect(done).toMatchObject({ status: 'refunded', refundedFen: 19_800 });
    expect(done.outbox.filter((notice) => notice.kind === 'refunded')).toHaveLength(1);
  });

  it('succeeded, stays so whatever arrives late', () => {
    const done = after(sent, [success]);
    const late = after(done, [
      { type: 'PayoutAccepted', outRefundNo, refundId },
      { type: 'PayoutClosed', outRefundNo, refundId },
      { type: 'PayoutNeedsPerson', outRefundNo, trouble: 'x' },
    ]);
    expect(late).toBe(done);
  });

  it('abnormal, can still succeed', () => {
    const abnormal = after(sent, [{ type: 'PayoutAbnormal', outRefundNo, refundId }]);
    expect(abnormal.attempts[0]?.state).toBe('ABNORMAL');
    expect(after(abnormal, [success]).status).toBe('refunded');
  });

  it('in work at every look, is asked later each time, and fills no page of history', () => {
    const accepted = { type: 'PayoutAccepted', outRefundNo, refundId } as const;
    const once = after(sent, [accepted]);
    const often = after(
      sent,
      Array.from({ length: 12 }, () => accepted),
    );
    expect((once.attempts[0]?.nextAt ?? 0) - NOW).toBe(60_000);
    expect((often.attempts[0]?.nextAt ?? 0) - NOW).toBe(1_800_000);
    expect(often.timeline).toHaveLength(once.timeline.length);
  });

  it('sent twice, keeps the time of its first POST', () => {
    const again = after(sent, [{ type: 'PayoutSent', outRefundNo }], NOW + 60_000);
    expect(again.attempts[0]?.sentAt).toBe(NOW);
  });
});

describe('a payout that needs a person', () => {
  const trouble = '400 PARAM_ERROR: 参数错误';
  const parked = after(sent, [{ type: 'PayoutNeedsPerson', outRefundNo, trouble }]);
  const delayed = (said: string) => ({ type: 'PayoutDelayed', outRefundNo, trouble: said }) as const;

  it('is asked about once an hour, however often nothing new is heard', () => {
    const asked = after(parked, [delayed('HTTP 500'), delayed(trouble)], NOW + 3_600_000);
    expect(asked.attempts[0]?.nextAt).toBe(NOW + 2 * 3_600_000);
  });

  it('keeps saying why, also when WeChat Pay could not be reached since', () => {
    const asked = after(parked, [delayed('HTTP 500')]);
    expect(asked.attempts[0]).toMatchObject({ state: 'needs_person', trouble });
    expect(asked.timeline).toHaveLength(parked.timeline.length);
  });

  it('after a day of the same refusal, gets its line in the history', () => {
    const refused = '400 INVALID_REQUEST: 业务错误';
    const waiting = after(sent, [delayed(refused)]);
    const now = after(waiting, [{ type: 'PayoutNeedsPerson', outRefundNo, trouble: refused }]);
    expect(now.timeline.at(-1)?.event.type).toBe('PayoutNeedsPerson');
  });

  it('that turns out abnormal, no longer names the fault before', () => {
    const abnormal = after(parked, [{ type: 'PayoutAbnormal', outRefundNo, refundId }]);
    expect(abnormal.attempts[0]).toMatchObject({ state: 'ABNORMAL', trouble: null });
  });

  it('abnormal, is asked about once an hour as well', () => {
    const abnormal = after(sent, [{ type: 'PayoutAbnormal', outRefundNo, refundId }]);
    const asked = after(abnormal, [delayed('HTTP 500')], NOW + 3_600_000);
    expect(asked.attempts[0]?.nextAt).toBe(NOW + 2 * 3_600_000);
  });
});

describe('a payout of a case that was settled another way', () => {
  const settled = inState.settled_outside;

  it('paid by WeChat Pay after all: the case stays settled and counts it; the customer is told nothing more', () => {
    const paid = after(settled, [success]);
    expect(paid).toMatchObject({
      status: 'settled_outside',
      refundedFen: 19_800,
      settlement: { proof: 'p' },
    });
    expect(paid.outbox).toEqual(settled.outbox);
    expect(paid.timeline.at(-1)?.event.type).toBe('PayoutSucceeded');
  });

  it('closed by WeChat Pay: takes no other number', () => {
    const planned = approved.timeline.find(({ event }) => event.type === 'PayoutPlanned')?.event;
    if (planned?.type !== 'PayoutPlanned') throw new Error('nothing was planned');
    const next = { ...planned, outRefundNo: 'RF20260302ABCDEF-2', number: 2 };
    const closed = after(settled, [{ type: 'PayoutClosed', outRefundNo, refundId }, next]);
    expect(closed.attempts).toMatchObject([{ outRefundNo, state: 'CLOSED', nextAt: null }]);
  });
});

describe('a payout refused by the ledger after its date had passed', () => {
  const overdue = after(approved, [{ type: 'RefundOverdue' }]);
  const returned = after(overdue, [{ type: 'PayoutRefused', outRefundNo }]);

  it('takes the promise back, and with it the missed date', () => {
    expect([overdue.missed.refund, returned.missed.refund]).toEqual([true, false]);
  });

  it('and approved again, is late only after its new date', () => {
    const anew = { ...when(returned, approve()).after, outbox: [], attempts: [] };
    expect(nextActionAt(anew)).toBe((anew.deadlines.refundBy ?? 0) + 1);
  });
});

describe('the next action', () => {
  it.each(statuses)('of a case that is %s never goes missing while something is left to do', (status) => {
    const final = ['refunded', 'settled_outside', 'closed', 'withdrawn', 'lapsed'].includes(status);
    const quiet = aCase({ status, outbox: [] });
    expect(nextActionAt(quiet) === null).toBe(final);
  });

  it('of a refunded case is the message not delivered yet, and none once it is', () => {
    const done = after(sent, [success]);
    const ids = done.outbox.map((notice) => notice.id);
    const told = ids.map(
      (noticeId) => ({ type: 'NoticeSent', noticeId, channel: 'template', msgid: null }) as const,
    );
    expect(done.nextActionAt).toBe(NOW);
    expect(after(done, told).nextActionAt).toBeNull();
  });

  it('of a case past its review date is a reminder a day later, and so on', () => {
    const at = NOW + 10 * 86_400_000;
    const told = { type: 'NoticeSent', noticeId: 'received-1', channel: 'template', msgid: null } as const;
    const missed = after(after(aCase(), [told]), [{ type: 'ReviewOverdue' }], at);
    expect(missed.nextActionAt).toBe(at + 86_400_000);
  });
});
