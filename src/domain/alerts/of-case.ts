import type { CaseEvent } from '../case/events.ts';
import { ALARM_AFTER_FAILURES } from '../case/outbox.ts';
import type { Attempt } from '../case/payout.ts';
import type { Case } from '../case/state.ts';
import { isPayoutHold } from '../payout-queue.ts';
import { type Instant, chinaDate } from '../time.ts';
import type { Alert } from './alert.ts';

type PayoutEvent = Extract<CaseEvent, { outRefundNo: string }>;
type PausedEvent = Extract<CaseEvent, { type: 'PayoutPaused' }>;

/** What is probed every minute is said again once an hour, as long as it lasts. */
const PROBES_BETWEEN_ALERTS = 60;

const attemptOf = (kase: Case, { outRefundNo }: PayoutEvent): Attempt | undefined =>
  kase.attempts.find((each) => each.outRefundNo === outRefundNo);

/** It stands elsewhere, or for another reason, than before. */
const hasMoved = (before: Attempt | undefined, after: Attempt | undefined): boolean =>
  before?.state !== after?.state || before?.trouble !== after?.trouble;

const isHourly = ({ failures }: Attempt): boolean => failures % PROBES_BETWEEN_ALERTS === 0;

const ofPause = (event: PausedEvent, after: Case, attempt: Attempt, at: Instant): Alert => {
  const { caseNo } = after;
  const { trouble } = event;
  if (!isPayoutHold(trouble)) return { kind: 'payouts_paused', caseNo, detail: trouble };
  switch (trouble) {
    case 'payouts_stopped':
      return { kind: 'payouts_held', caseNo };
    case 'over_daily_cap':
      return { kind: 'daily_cap_reached', caseNo, day: chinaDate(at) };
    case 'larger_than_daily_cap':
      return { kind: 'refund_above_cap', caseNo, amountFen: attempt.amountFen };
  }
};

/** What WeChat Pay says after all of a refund that was settled another way. */
const lateResults: ReadonlyMap<CaseEvent['type'], string> = new Map([
  ['PayoutAccepted', 'PROCESSING'],
  ['PayoutSucceeded', 'SUCCESS'],
  ['PayoutAbnormal', 'ABNORMAL'],
]);

/** Just now, and not once more where an event has not counted. */
const hasFailedOften = (before: number | undefined, after: number | undefined): boolean =>
  after === ALARM_AFTER_FAILURES && before !== after;

const ofPayout = (event: PayoutEvent, before: Case, after: Case, at: Instant): Alert | null => {
  const { caseNo } = after;
  const { outRefundNo } = event;
  const attempt = attemptOf(after, event);
  const attemptBefore = attemptOf(before, event);
  const moved = hasMoved(attemptBefore, attempt);
  const refundStatus = before.status === 'refunding' ? undefined : lateResults.get(event.type);
  if (refundStatus !== undefined)
    return moved ? { kind: 'late_refund_result', caseNo, outRefundNo, refundStatus } : null;
  switch (event.type) {
    case 'PayoutNeedsPerson':
      return moved ? { kind: 'payout_needs_person', caseNo, outRefundNo, detail: event.trouble } : null;
    case 'PayoutAbnormal':
      return moved ? { kind: 'payout_abnormal', caseNo, outRefundNo } : null;
    case 'PayoutClosed':
      // Of one that was settled another way it is no news, and nothing is submitted again.
      return moved && before.status === 'refunding' ? { kind: 'payout_closed', caseNo, outRefundNo } : null;
    case 'PayoutRefused':
      return moved ? { kind: 'payout_refused', caseNo, outRefundNo } : null;
    case 'PayoutDelayed':
      return hasFailedOften(attemptBefore?.failures, attempt?.failures)
        ? { kind: 'payout_unknown', caseNo, outRefundNo, detail: event.trouble }
        : null;
    case 'PayoutPaused':
      // What people have stopped themselves they need not be told of every hour.
      return attempt && (moved || (isHourly(attempt) && !isPayoutHold(event.trouble)))
        ? ofPause(event, after, attempt, at)
        : null;
    case 'PayoutWaitsForFunds':
      return attempt && (moved || isHourly(attempt))
        ? { kind: 'balance_short', caseNo, detail: event.trouble }
        : null;
    default:
      return null;
  }
};

const failuresOf = (kase: Case, noticeId: string): number =>
  kase.outbox.find((notice) => notice.id === noticeId)?.failures ?? 0;

/** What a customer has done that makes it our turn. */
const ofAnswer = (event: CaseEvent, { caseNo, assignee }: Case): Alert | null => {
  const answered = { kind: 'customer_answered', caseNo, assignee } as const;
  switch (event.type) {
    case 'InformationGiven':
    case 'Reopened':
      return { ...answered, what: 'information' };
    case 'OfferAccepted':
      return event.needsSecond
        ? { kind: 'second_approval_waits', caseNo }
        : { ...answered, what: 'offer_accepted' };
    case 'OfferEnded':
      if (event.ending === 'countered') return { ...answered, what: 'offer_countered' };
      return event.ending === 'declined' ? { ...answered, what: 'offer_declined' } : null;
    case 'AppealFiled':
      return { kind: 'appeal_filed', caseNo, reviewBy: event.review.reviewBy };
    default:
      return null;
  }
};

const ofEvent = (event: CaseEvent, before: Case, after: Case, at: Instant): Alert | null => {
  const { caseNo, deadlines } = after;
  if ('outRefundNo' in event) return ofPayout(event, before, after, at);
  switch (event.type) {
    case 'ReviewDueSoon':
      return {
        kind: 'review_due_soon',
        caseNo,
        assignee: after.assignee,
        reviewBy: deadlines.reviewBy,
      };
    case 'RefundDueSoon':
      return { kind: 'refund_due_soon', caseNo, refundBy: deadlines.refundBy ?? deadlines.reviewBy };
    case 'Approved':
      return event.needsSecond ? { kind: 'second_approval_waits', caseNo } : null;
    case 'ReviewOverdue':
      return { kind: 'review_overdue', caseNo, reviewBy: deadlines.reviewBy };
    case 'RefundOverdue':
      return { kind: 'refund_overdue', caseNo, refundBy: deadlines.refundBy ?? deadlines.reviewBy };
    case 'NoticeUndeliverable':
      return { kind: 'notice_undeliverable', caseNo };
    case 'NoticeDelayed':
      return hasFailedOften(failuresOf(before, event.noticeId), failuresOf(after, event.noticeId))
        ? { kind: 'notice_delayed', caseNo }
        : null;
    default:
      return ofAnswer(event, after);
  }
};

/** What staff must hear of what happened to a case: of what goes on and on, when it begins and now and then. */
export const alertsOf = (before: Case, after: Case, events: readonly CaseEvent[], at: Instant): Alert[] =>
  events.map((event) => ofEvent(event, before, after, at)).filter((alert) => alert !== null);
