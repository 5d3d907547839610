import { nextPayoutTry } from '../../backoff.ts';
import { HOUR_MS, type Instant } from '../../time.ts';
import type { CaseEvent } from '../events.ts';
import type { Attempt } from '../payout.ts';

type PayoutEvent = Extract<CaseEvent, { outRefundNo: string }>;

export const isPayoutEvent = (event: CaseEvent): event is PayoutEvent => 'outRefundNo' in event;

/** SUCCESS is absorbing; what is refused or CLOSED can only still turn out to have succeeded. */
const isOver = (attempt: Attempt, event: PayoutEvent): boolean =>
  attempt.state === 'SUCCESS' ||
  ((attempt.state === 'refused' || attempt.state === 'CLOSED') && event.type !== 'PayoutSucceeded');

/** Reserved, and nothing said against sending it; what is written late must not send anything anew. */
const isUnsent = (attempt: Attempt): boolean =>
  attempt.sentAt === null && ['reserved', 'paused', 'waiting_funds'].includes(attempt.state);

/** A person must act, and WeChat Pay may still surprise us: asked once an hour. */
const PERSON_POLL_MS = HOUR_MS;
const waitsForPerson = ({ state }: Attempt): boolean => state === 'needs_person' || state === 'ABNORMAL';
/** Money or a setting is missing; it may be put right at any minute. */
const PROBE_FAILURES = 0;

const troubled = (attempt: Attempt, trouble: string): Attempt => ({
  ...attempt,
  trouble,
  failures: attempt.failures + 1,
});

/** What an event makes of the attempt it names. */
export const evolveAttempt = (attempt: Attempt, event: PayoutEvent, at: Instant): Attempt => {
  if (isOver(attempt, event)) return attempt;
  switch (event.type) {
    case 'PayoutPlanned':
      return attempt;
    case 'PayoutReserved':
      return attempt.state !== 'planned'
        ? attempt
        : { ...attempt, state: 'reserved', nextAt: Math.max(at, attempt.nextAt ?? at) };
    case 'PayoutRefused':
      return attempt.state !== 'planned' ? attempt : { ...attempt, state: 'refused', nextAt: null };
    case 'PayoutSent':
      // What kept it from being sent is over, and has nothing to do with how it now fares.
      return isUnsent(attempt)
        ? { ...attempt, state: 'sent', sentAt: at, failures: 0, trouble: null, nextAt: at }
        : attempt;
    case 'PayoutAccepted': {
      // Asked again and still in work: the next look is later each time.
      const failures = attempt.state === 'PROCESSING' ? attempt.failures + 1 : 0;
      const { refundId } = event;
      const nextAt = nextPayoutTry(at, failures);
      return { ...attempt, state: 'PROCESSING', refundId, failures, trouble: null, nextAt };
    }
    case 'PayoutSucceeded': {
      const { refundId, successTime, userReceivedAccount, payerRefundFen } = event;
      const done = { state: 'SUCCESS', failures: 0, trouble: null, nextAt: null } as const;
      const toPayer = payerRefundFen === undefined ? {} : { payerRefundFen };
      return { ...attempt, ...done, ...toPayer, refundId, successTime, userReceivedAccount };
    }
    case 'PayoutClosed':
      return { ...attempt, state: 'CLOSED', refundId: event.refundId, nextAt: null };
    case 'PayoutAbnormal':
      return {
        ...attempt,
        state: 'ABNORMAL',
        refundId: event.refundId,
        trouble: null,
        nextAt: at + PERSON_POLL_MS,
      };
    case 'PayoutDelayed': {
      // Why a person is needed stays said, whatever the hourly look came to.
      if (waitsForPerson(attempt)) return { ...attempt, nextAt: at + PERSON_POLL_MS };
      const nextAt = nextPayoutTry(at, attempt.failures);
      return { ...troubled(attempt, event.trouble), nextAt };
    }
    case 'PayoutWaitsForFunds':
      return {
        ...troubled(attempt, event.trouble),
        state: 'waiting_funds',
        nextAt: nextPayoutTry(at, attempt.failures),
      };
    case 'PayoutPaused':
      return {
        ...troubled(attempt, event.trouble),
        state: 'paused',
        nextAt: nextPayoutTry(at, PROBE_FAILURES),
      };
    case 'PayoutNeedsPerson':
      return {
        ...troubled(attempt, event.trouble),
        state: 'needs_person',
        needsPersonAt: attempt.state === 'needs_person' ? attempt.needsPersonAt : at,
        nextAt: at + PERSON_POLL_MS,
      };
    case 'SettledOutside':
      return { ...attempt, nextAt: null };
  }
};

/** The attempt as it is planned: number, order and amounts frozen for good. */
export const plannedAttempt = (
  event: Extract<CaseEvent, { type: 'PayoutPlanned' }>,
  outTradeNo: string,
  at: Instant,
): Attempt => ({
  outRefundNo: event.outRefundNo,
  number: event.number,
  transactionId: event.transactionId,
  outTradeNo,
  amountFen: event.amountFen,
  totalFen: event.totalFen,
  reason: event.reason,
  state: 'planned',
  plannedAt: at,
  sentAt: null,
  refundId: null,
  userReceivedAccount: null,
  successTime: null,
  failures: 0,
  trouble: null,
  needsPersonAt: null,
  nextAt: event.notBefore,
});
