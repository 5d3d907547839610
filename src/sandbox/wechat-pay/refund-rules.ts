import type { PaidOrder, Refund } from '../world/schema.ts';
import { invalidRequest, refuse, type Outcome } from './problem.ts';
import type { RefundApplication } from './refund-request.ts';

/** Whether an order can be refunded as asked (WeChat Pay: 退款申请, 注意事项). */

const YEAR_MS = 365 * 86_400_000;
const APART_MS = 60_000;
const PER_ORDER = 50;

/** What has gone out or may still go out of an order. A closed refund gives its amount back. */
export const refundedFen = (refunds: readonly Refund[], outTradeNo: string): number =>
  refunds
    .filter((refund) => refund.outTradeNo === outTradeNo && refund.status !== 'CLOSED')
    .reduce((sum, refund) => sum + refund.amountFen, 0);

/** Same number again: the same refund, or a contradiction. */
export function checkRepeat(
  existing: Refund,
  order: PaidOrder,
  application: RefundApplication,
): Outcome<Refund> {
  const same =
    existing.outTradeNo === order.outTradeNo &&
    existing.amountFen === application.amount.refund &&
    existing.totalFen === application.amount.total;
  return same ? { ok: true, body: existing } : invalidRequest('订单金额或退款金额与之前请求不一致');
}

/** A new number: null where nothing speaks against it. */
export function checkNew(
  order: PaidOrder,
  refunds: readonly Refund[],
  application: RefundApplication,
  now: number,
): ReturnType<typeof refuse> | null {
  const earlier = refunds.filter((refund) => refund.outTradeNo === order.outTradeNo);
  const gone = refundedFen(refunds, order.outTradeNo);
  if (application.amount.total !== order.amountFen) return invalidRequest('订单金额与支付时不一致');
  if (now - order.paidAt > YEAR_MS) return invalidRequest('订单已超过可退款的期限');
  if (gone >= order.amountFen) return invalidRequest('订单已全额退款');
  if (gone + application.amount.refund > order.amountFen) {
    return invalidRequest('累计退款金额大于订单金额');
  }
  if (earlier.length >= PER_ORDER) return invalidRequest('部分退款次数已达上限');
  if (earlier.some((refund) => now - refund.createdAt < APART_MS)) {
    return refuse(429, 'FREQUENCY_LIMITED', '同一订单的退款须间隔1分钟');
  }
  return null;
}
