import { isBeyond } from '../../calendar.ts';
import type { Instant } from '../../time.ts';
import type { CaseEvent } from '../events.ts';
import type { Case } from '../state.ts';
import { returned } from './approval.ts';
import { evolveAttempt, plannedAttempt } from './attempt.ts';
import { move } from './move.ts';

type PayoutEvent = Extract<CaseEvent, { outRefundNo: string }>;

/** What happens to a payout; `by`: who settled it outside. */
export const applyPayout = (before: Case, event: PayoutEvent, at: Instant, by: string): Case => {
  if (event.type === 'PayoutPlanned') return applyPlan(before, event, at);
  const index = before.attempts.findIndex((each) => each.outRefundNo === event.outRefundNo);
  const attempt = before.attempts[index];
  if (!attempt) return before;
  const evolved = evolveAttempt(attempt, event, at);
  if (evolved === attempt) return before;
  const after = { ...before, attempts: before.attempts.with(index, evolved) };
  switch (event.type) {
    case 'PayoutRefused': {
      const back = returned(after, event.type, at);
      return {
        ...back,
        deadlines: withoutRefund(back),
        missed: { ...back.missed, refund: false, toldAt: null },
      };
    }
    case 'PayoutSucceeded':
      return {
        ...(before.status === 'refunding' ? move(after, event.type, 'refunded') : after),
        refundedFen: before.refundedFen + event.amountFen,
      };
    case 'SettledOutside': {
      const { proof, note } = event;
      return { ...move(after, event.type, 'settled_outside'), settlement: { proof, note, by, at } };
    }
    default:
      return after;
  }
};

const applyPlan = (before: Case, event: Extract<CaseEvent, { type: 'PayoutPlanned' }>, at: Instant): Case => {
  // A case that has ended meanwhile takes no other number.
  if (before.status !== 'refunding') return before;
  if (before.attempts.some((each) => each.outRefundNo === event.outRefundNo)) return before;
  const { refundBy, arrivalBy, provisional } = event;
  // A second attempt does not move the date the customer was given.
  const promised = before.deadlines.refundBy !== null;
  return {
    ...before,
    attempts: [...before.attempts, plannedAttempt(event, before.order.outTradeNo, at)],
    deadlines: promised ? before.deadlines : { ...before.deadlines, refundBy, arrivalBy, provisional },
    // Another deadline counts from here; what staff were told of the one before is over.
    missed: promised ? before.missed : { ...before.missed, toldAt: null },
  };
};

/** The date of our answer stands alone again, as certain as it was when it was given. */
const withoutRefund = ({ deadlines }: Case): Case['deadlines'] => ({
  ...deadlines,
  refundBy: null,
  arrivalBy: null,
  provisional: isBeyond(deadlines.announcedThrough, deadlines.reviewBy),
});
