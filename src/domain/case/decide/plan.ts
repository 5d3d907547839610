import { addBusinessDays } from '../../calendar.ts';
import { DAY_MS, type Instant } from '../../time.ts';
import { outRefundNoOf } from '../case-no.ts';
import type { CaseEvent } from '../events.ts';
import type { Case } from '../state.ts';
import type { DecideContext } from './context.ts';

/** WeChat Pay refunds within 365 days of the payment. */
const REFUND_WINDOW_DAYS = 365;

export const isWindowClosed = ({ order }: Case, now: Instant): boolean =>
  order.paidAt !== null && now > order.paidAt + REFUND_WINDOW_DAYS * DAY_MS;

/** Freezes the next attempt's number and request. Throws where the case has no known order: a fault, checked before. */
export const plan = (
  kase: Case,
  amountFen: number,
  notBefore: Instant,
  {
    now,
    calendar,
    policy,
    refundReason,
  }: Pick<DecideContext, 'now' | 'calendar' | 'policy' | 'refundReason'>,
): CaseEvent => {
  const { paidFen, transactionId } = kase.order;
  if (paidFen === null || transactionId === null)
    throw new Error(`${kase.caseNo} has no paid order to refund`);
  const number = kase.attempts.length + 1;
  const refundBy = addBusinessDays(calendar, now, policy.parameters.refundBusinessDays);
  const arrivalBy = addBusinessDays(calendar, refundBy.at, policy.parameters.arrivalBusinessDaysMax);
  return {
    type: 'PayoutPlanned',
    outRefundNo: outRefundNoOf(kase.caseNo, number),
    number,
    amountFen,
    totalFen: paidFen,
    transactionId,
    reason: refundReason,
    refundBy: refundBy.at,
    arrivalBy: arrivalBy.at,
    provisional: refundBy.provisional || arrivalBy.provisional,
    notBefore,
  };
};
