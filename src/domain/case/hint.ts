import type { Instant } from '../time.ts';
import { liveAttempt, nextActionAt } from './next-action.ts';
import type { Notice } from './notice.ts';
import type { Attempt, PayoutState } from './payout.ts';
import type { Case } from './state.ts';

const settled: readonly PayoutState[] = ['SUCCESS', 'CLOSED', 'refused'];

/** Nothing is heard of a number that was never sent, and its first POST may have to wait out a lease. */
const canBeAsked = (attempt: Attempt): boolean => attempt.sentAt !== null && !settled.includes(attempt.state);

/**
 * WeChat Pay hinted that a payout moved: its worker is to ask now rather than at its own time. Changes when,
 * never what; the same case comes back where there is nothing to hurry.
 */
export const hintPayout = (kase: Case, outRefundNo: string, at: Instant): Case => {
  const live = liveAttempt(kase);
  if (live?.outRefundNo !== outRefundNo || !canBeAsked(live)) return kase;
  if (live.nextAt !== null && live.nextAt <= at) return kase;
  const attempts = kase.attempts.map((each) => (each === live ? { ...live, nextAt: at } : each));
  const hinted = { ...kase, attempts };
  return { ...hinted, nextActionAt: nextActionAt(hinted) };
};

/**
 * The customer can be written to again: what is still to be told is tried now rather than at its own time. The same
 * case comes back where there is nothing to hurry.
 */
export const hintNotices = (kase: Case, at: Instant): Case => {
  const isHeldBack = ({ nextAt }: Notice): boolean => nextAt !== null && nextAt > at;
  if (!kase.outbox.some(isHeldBack)) return kase;
  const outbox = kase.outbox.map((notice) => (isHeldBack(notice) ? { ...notice, nextAt: at } : notice));
  const hinted = { ...kase, outbox };
  return { ...hinted, nextActionAt: nextActionAt(hinted) };
};

/** Something has become known of the order: whose it is is asked now. */
export const hintOrderCheck = (kase: Case, at: Instant): Case => {
  const { nextAt } = kase.orderCheck;
  if (kase.verified || (nextAt !== null && nextAt <= at)) return kase;
  const hinted = { ...kase, orderCheck: { ...kase.orderCheck, nextAt: at } };
  return { ...hinted, nextActionAt: nextActionAt(hinted) };
};
