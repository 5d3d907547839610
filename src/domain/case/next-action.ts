import { DAY_MS, type Instant, morningOf } from '../time.ts';
import { openOffer } from './offer.ts';
import type { Attempt } from './payout.ts';
import type { Case } from './state.ts';

/** The attempt that money may still move by; undefined before the first. */
export const liveAttempt = (kase: Case): Attempt | undefined => kase.attempts.at(-1);

/** What the clock alone brings about. */
export type ClockEvent =
  | 'review_due_soon'
  | 'review_overdue'
  | 'refund_due_soon'
  | 'refund_overdue'
  | 'information_reminder'
  | 'information_lapsed'
  | 'offer_reminder'
  | 'offer_lapsed'
  | 'appeal_window_closed';

interface Alarm {
  readonly at: Instant;
  readonly event: ClockEvent;
}

/** A warning in the morning of the last day, an alarm right after it, and then one a day until someone acts. */
const ours = (kase: Case, by: Instant, soon: ClockEvent, over: ClockEvent): readonly Alarm[] => [
  ...(kase.warnedOf === by ? [] : [{ at: morningOf(by), event: soon }]),
  { at: kase.missed.toldAt === null ? by + 1 : kase.missed.toldAt + DAY_MS, event: over },
];

const theirs = (
  remindAt: Instant | null | undefined,
  lapsesAt: Instant,
  reminder: ClockEvent,
  lapse: ClockEvent,
): readonly Alarm[] => [
  ...(remindAt == null ? [] : [{ at: remindAt, event: reminder }]),
  { at: lapsesAt + 1, event: lapse },
];

/** Every state that is not final has its alarm: nobody is left waiting without end. */
const alarms = (kase: Case): readonly Alarm[] => {
  const { deadlines, information, rejection } = kase;
  switch (kase.status) {
    case 'in_review':
    case 'awaiting_second_approval':
    case 'appealed':
      return ours(kase, deadlines.reviewBy, 'review_due_soon', 'review_overdue');
    case 'refunding':
      return ours(kase, deadlines.refundBy ?? deadlines.reviewBy, 'refund_due_soon', 'refund_overdue');
    case 'awaiting_customer':
      return theirs(
        information?.reminders[0],
        information?.lapsesAt ?? deadlines.reviewBy,
        'information_reminder',
        'information_lapsed',
      );
    case 'offered': {
      const offer = openOffer(kase.offers);
      return theirs(offer?.remindAt, offer?.lapsesAt ?? deadlines.reviewBy, 'offer_reminder', 'offer_lapsed');
    }
    case 'rejected':
      return [{ at: (rejection?.appealBy ?? deadlines.reviewBy) + 1, event: 'appeal_window_closed' }];
    case 'refunded':
    case 'settled_outside':
    case 'closed':
    case 'withdrawn':
    case 'lapsed':
      return [];
  }
};

/**
 * When the case next wants work without anyone asking: the earliest of payout, outbox, alerts, order check and
 * deadlines. The only place that says so. A case that is not final always has one; a final one while something is
 * undelivered, untold or unsettled. The shop is told by a worker of its own, at `shop.nextAt`: its system may be slow,
 * and no money waits for it.
 */
export const nextActionAt = (kase: Case): Instant | null => {
  const times = [
    liveAttempt(kase)?.nextAt ?? null,
    ...kase.outbox.map((notice) => notice.nextAt),
    ...kase.alerts.map(({ at }) => at),
    kase.orderCheck.nextAt,
    ...alarms(kase).map(({ at }) => at),
  ].filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
};

/** What the clock brings about now: of several the last, so that nobody is warned of what is over already. */
export const dueByClock = (kase: Case, now: Instant): ClockEvent | null =>
  alarms(kase).findLast(({ at }) => at <= now)?.event ?? null;
