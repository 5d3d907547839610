import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '../../../src/domain/case/events.ts';
import { NOW, aCase, after, approve, when } from '../../support/case.ts';

const outRefundNo = 'RF20260302ABCDEF-1';
const refundId = '50000000000000000000000000001';
const MINUTE = 60_000;

const reserved: CaseEvent = { type: 'PayoutReserved', outRefundNo, first: true };
const sent: CaseEvent = { type: 'PayoutSent', outRefundNo };
const accepted: CaseEvent = { type: 'PayoutAccepted', outRefundNo, refundId };
const parked: CaseEvent = { type: 'PayoutNeedsPerson', outRefundNo, trouble: '400 PARAM_ERROR: x' };
const planned = when(aCase(), approve()).after;
const inWork = after(planned, [reserved, sent, accepted]);

/** Whoever held the lease before was held up for minutes, and writes what it learnt only now. */
describe('what an earlier holder of the lease writes late', () => {
  it('the reservation of a payout that is with WeChat Pay by now, changes nothing and announces nothing', () => {
    expect(after(inWork, [reserved], NOW + MINUTE)).toBe(inWork);
  });

  it('that the payout may be sent, when it was sent and accepted long ago, changes nothing', () => {
    expect(after(inWork, [sent], NOW + MINUTE)).toBe(inWork);
  });

  it('either of them, when the payout waits for a person by now, does not set it going again', () => {
    const waiting = after(inWork, [parked]);
    expect(after(waiting, [reserved, sent], NOW + MINUTE)).toBe(waiting);
  });

  it('a reservation, when the customer has been told of it, does not tell them twice', () => {
    const told = after(planned, [reserved, sent]);
    const late = after(told, [reserved], NOW + MINUTE);
    expect(late.outbox.filter((notice) => notice.kind === 'result')).toHaveLength(1);
  });

  it('that it may be sent, when funds were short or the queue was paused before the first POST, is no lateness', () => {
    const paused = after(planned, [reserved, { type: 'PayoutPaused', outRefundNo, trouble: 'off' }]);
    const going = after(paused, [sent], NOW + MINUTE);
    expect(going.attempts[0]).toMatchObject({ state: 'sent', sentAt: NOW + MINUTE });
  });
});
