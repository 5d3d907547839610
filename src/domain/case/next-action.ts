import { DAY_MS, type Instant } from '../time.ts';
import type { Attempt } from './payout.ts';
import type { Case } from './state.ts';
import { isFinal } from './status.ts';

/** The attempt that money may still move by; undefined before the first. */
export const liveAttempt = (kase: Case): Attempt | undefined => kase.attempts.at(-1);

/** When a deadline wants something: the moment after it, and then once a day until someone acts. */
const deadlineAt = (by: Instant, missed: boolean, toldAt: Instant | null): Instant =>
  missed && toldAt !== null ? toldAt + DAY_MS : by + 1;

const deadline = (kase: Case): Instant | null => {
  const { missed, deadlines } = kase;
  if (isFinal(kase.status)) return null;
  if (kase.status === 'rejected') return (kase.rejection?.appealBy ?? deadlines.reviewBy) + 1;
  if (kase.status === 'refunding')
    return deadlineAt(deadlines.refundBy ?? deadlines.reviewBy, missed.refund, missed.toldAt);
  return deadlineAt(deadlines.reviewBy, missed.review, missed.toldAt);
};

/**
 * When the case next wants work without anyone asking: the earliest of payout, outbox and deadlines. The only
 * place that says so. A case that is not final always has one; a final one while something is undelivered or unsettled.
 */
export const nextActionAt = (kase: Case): Instant | null => {
  const times = [
    liveAttempt(kase)?.nextAt ?? null,
    ...kase.outbox.map((notice) => notice.nextAt),
    deadline(kase),
  ].filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
};

/** What the clock alone brings about now. */
export const overdue = (
  kase: Case,
  now: Instant,
): 'review_overdue' | 'refund_overdue' | 'appeal_window_closed' | null => {
  const at = deadline(kase);
  if (at === null || now < at) return null;
  if (kase.status === 'rejected') return 'appeal_window_closed';
  return kase.status === 'refunding' ? 'refund_overdue' : 'review_overdue';
};
