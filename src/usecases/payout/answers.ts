import type { Attempt } from '../../domain/case/payout.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';
import type {
  Answer,
  PayRefusal,
  PayUnknown,
  QueryAnswer,
  RefundRecord,
} from '../../gateways/wechat-pay/types.ts';

/** Our settings or our standing are wrong: nothing is said about this refund, and it may be put right at any time. */
const ourFaults: readonly string[] = ['SIGN_ERROR', 'NO_AUTH', 'MCH_NOT_EXISTS'];
export const isOurFault = ({ code }: PayRefusal): boolean => ourFaults.includes(code);

/** It calls this very request wrong, whatever the refund is. */
export const isWrongRequest = (answer: Answer<RefundRecord>): answer is PayRefusal =>
  answer.kind === 'refused' && answer.code === 'PARAM_ERROR';

/** What WeChat Pay's answer to the application makes of the attempt (wechat-pay reference, "Refunds"). */
export const afterPost = (attempt: Attempt, answer: Answer<RefundRecord>, now: Instant): CaseEvent => {
  if (answer.kind === 'answered') return afterRecord(attempt, answer.record);
  if (answer.kind === 'unknown') return afterUnknown(attempt, answer);
  const { outRefundNo } = attempt;
  const trouble = inWords(answer);
  if (answer.code === 'NOT_ENOUGH') return { type: 'PayoutWaitsForFunds', outRefundNo, trouble };
  if (isOurFault(answer)) return paused(attempt, trouble);
  // A business rule, or a query that lags behind an acceptance: asked again for a day before a person is.
  const since = attempt.sentAt ?? now;
  if (answer.code === 'INVALID_REQUEST' && now < since + DAY_MS)
    return { type: 'PayoutDelayed', outRefundNo, trouble };
  return { type: 'PayoutNeedsPerson', outRefundNo, trouble };
};

/** What its answer to a query makes of it; null: it knows of no such refund (yet). */
export const afterQuery = (attempt: Attempt, answer: QueryAnswer<RefundRecord>): CaseEvent | null => {
  switch (answer.kind) {
    case 'answered':
      return afterRecord(attempt, answer.record);
    case 'not_found':
      return null;
    case 'unknown':
      return afterUnknown(attempt, answer);
    case 'refused':
      return isOurFault(answer) ? paused(attempt, inWords(answer)) : delayed(attempt, inWords(answer));
  }
};

/** Not known, and asked again; but what verifies and speaks of something else is never guessed at. */
const afterUnknown = (attempt: Attempt, { detail, contradicts }: PayUnknown): CaseEvent =>
  contradicts
    ? { type: 'PayoutNeedsPerson', outRefundNo: attempt.outRefundNo, trouble: detail }
    : delayed(attempt, detail);

/** Nothing can be sent for now. What waits for a person goes on waiting: it must not be sent when this is put right. */
export const paused = (attempt: Attempt, trouble: string): CaseEvent =>
  attempt.state === 'needs_person'
    ? delayed(attempt, trouble)
    : { type: 'PayoutPaused', outRefundNo: attempt.outRefundNo, trouble };

const afterRecord = (attempt: Attempt, record: RefundRecord): CaseEvent => {
  const { outRefundNo } = attempt;
  const { refundId } = record;
  if (!isOurs(attempt, record))
    return {
      type: 'PayoutNeedsPerson',
      outRefundNo,
      trouble: `WeChat Pay's record ${refundId} differs from ours`,
    };
  switch (record.status) {
    case 'PROCESSING':
      return { type: 'PayoutAccepted', outRefundNo, refundId };
    case 'CLOSED':
      return { type: 'PayoutClosed', outRefundNo, refundId };
    case 'ABNORMAL':
      return { type: 'PayoutAbnormal', outRefundNo, refundId };
    case 'SUCCESS': {
      const { amountFen, userReceivedAccount, successTime, payerRefundFen } = record;
      if (successTime === null) return delayed(attempt, 'SUCCESS without a success_time');
      const toPayer = payerRefundFen === null ? {} : { payerRefundFen };
      return {
        type: 'PayoutSucceeded',
        outRefundNo,
        refundId,
        amountFen,
        ...toPayer,
        userReceivedAccount,
        successTime,
      };
    }
  }
};

const isOurs = (attempt: Attempt, record: RefundRecord): boolean =>
  record.outRefundNo === attempt.outRefundNo &&
  record.transactionId === attempt.transactionId &&
  record.amountFen === attempt.amountFen &&
  record.totalFen === attempt.totalFen;

const delayed = (attempt: Attempt, trouble: string): CaseEvent => ({
  type: 'PayoutDelayed',
  outRefundNo: attempt.outRefundNo,
  trouble,
});

export const inWords = (refusal: PayRefusal): string =>
  `${String(refusal.status)} ${refusal.code}: ${refusal.message}`;
