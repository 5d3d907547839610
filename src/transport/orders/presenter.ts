import type { Order } from '../../domain/order.ts';
import { isoChina } from '../../domain/time.ts';

/** An order as the shop's own system reads it back. `refunds`: every number we have asked or may ask WeChat Pay for. */
export const presentOrder = (order: Order, refundableFen: number): Record<string, unknown> => ({
  outTradeNo: order.outTradeNo,
  transactionId: order.transactionId,
  appid: order.appid,
  openid: order.openid,
  unionid: order.unionid,
  email: order.email,
  description: order.description,
  amountFen: order.amountFen,
  paidAt: isoChina(order.paidAt),
  promotional: order.promotional,
  terminatedForViolation: order.terminatedForViolation,
  usage: order.usage,
  source: order.source,
  refundableFen,
  refunds: order.ledger.map((entry) => ({
    outRefundNo: entry.outRefundNo,
    caseNo: entry.caseNo,
    amountFen: entry.amountFen,
    state: entry.state,
    at: isoChina(entry.at),
  })),
});
