import { hasMovedDates } from '../deadlines.ts';
import type { CaseEvent } from '../events.ts';
import type { Case } from '../state.ts';

/** Whether a payout stands elsewhere, or for another reason, than it did. */
const hasMoved = (before: Case, after: Case, outRefundNo: string): boolean => {
  const [old, now] = [before, after].map((kase) =>
    kase.attempts.find((each) => each.outRefundNo === outRefundNo),
  );
  return old?.state !== now?.state || (now?.trouble != null && old?.trouble !== now.trouble);
};

/** Said once: the shop may tell of that order again and again. */
const isForeign = ({ event }: Case['timeline'][number]): boolean =>
  event.type === 'OrderNotVerified' && event.found === 'foreign';

/** A poll that brought nothing new is no line in the history, nor is an alarm that goes on. */
export const isWorthTelling = (before: Case, after: Case, event: CaseEvent): boolean => {
  switch (event.type) {
    case 'PayoutAccepted':
    case 'PayoutDelayed':
    case 'PayoutPaused':
    case 'PayoutWaitsForFunds':
    case 'PayoutNeedsPerson':
    case 'PayoutAbnormal':
      return hasMoved(before, after, event.outRefundNo);
    case 'ReviewOverdue':
    case 'RefundOverdue':
      return before.missed.toldAt === null;
    case 'DeadlinesMoved':
      return hasMovedDates(before, after);
    case 'OrderNotVerified':
      return event.found === 'foreign' && !before.timeline.some(isForeign);
    case 'NoticeDelayed':
      return false;
    default:
      return true;
  }
};
