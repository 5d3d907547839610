import type { Instant } from '../../time.ts';
import type { Review, ReviewBegun } from '../review.ts';
import type { Case } from '../state.ts';
import type { Status } from '../status.ts';
import { targets } from '../transitions.ts';

/** Throws where the table has no such transition: `decide` lets none through, so it is a fault of ours. */
export const move = (kase: Case, event: string, to: Status): Case => {
  if (!targets(kase.status, event).includes(to))
    throw new Error(`${kase.caseNo}: no transition ${event} from ${kase.status} to ${to}`);
  return { ...kase, status: to };
};

/** Whether it can happen where the case stands: what the clock says may come after somebody has acted. */
export const canMove = (kase: Case, event: string): boolean => targets(kase.status, event).length > 0;

/** The clock of our answer stands. */
export const stopClock = (kase: Case, daysLeft: number): Pick<Case, 'review'> => ({
  review: { ...kase.review, daysLeft },
});

/** A period of our own begins or goes on; that an earlier one was missed stays known. */
export const runClock = (
  kase: Case,
  { businessDays, reviewBy, provisional }: ReviewBegun,
  at: Instant,
): Pick<Case, 'review' | 'deadlines' | 'missed'> => {
  const review: Review = { from: at, businessDays, daysLeft: null };
  return {
    review,
    deadlines: { ...kase.deadlines, reviewBy, provisional },
    missed: { ...kase.missed, toldAt: null },
  };
};
