import type { Refund } from '../world/schema.ts';
import { payTime } from './signing.ts';

const RECEIVED_BY = '支付用户零钱';

/** Coupons bear their share, rounded in the payer's favour. */
const payerRefundFen = ({ amountFen, totalFen, couponFen = 0 }: Refund): number =>
  amountFen - Math.floor((amountFen * couponFen) / totalFen);

/** A refund as WeChat Pay's API shows it. */
export const presentRefund = (refund: Refund): Readonly<Record<string, unknown>> => ({
  refund_id: refund.refundId,
  out_refund_no: refund.outRefundNo,
  transaction_id: refund.transactionId,
  out_trade_no: refund.outTradeNo,
  channel: 'ORIGINAL',
  user_received_account: RECEIVED_BY,
  ...(refund.status === 'SUCCESS' && refund.settledAt !== null
    ? { success_time: payTime(refund.settledAt) }
    : {}),
  create_time: payTime(refund.createdAt),
  status: refund.status,
  funds_account: 'AVAILABLE',
  amount: {
    total: refund.totalFen,
    refund: refund.amountFen,
    from: [],
    payer_total: refund.totalFen - (refund.couponFen ?? 0),
    payer_refund: payerRefundFen(refund),
    settlement_refund: refund.amountFen,
    settlement_total: refund.totalFen,
    discount_refund: 0,
    currency: 'CNY',
    refund_fee: 0,
  },
});

/** What a notification says of it once it is decrypted. */
export const notifiedRefund = (refund: Refund, mchid: string): Readonly<Record<string, unknown>> => ({
  mchid,
  refund_id: refund.refundId,
  out_refund_no: refund.outRefundNo,
  transaction_id: refund.transactionId,
  out_trade_no: refund.outTradeNo,
  refund_status: refund.status,
  ...(refund.status === 'SUCCESS' && refund.settledAt !== null
    ? { success_time: payTime(refund.settledAt) }
    : {}),
  user_received_account: RECEIVED_BY,
  amount: {
    total: refund.totalFen,
    refund: refund.amountFen,
    payer_total: refund.totalFen - (refund.couponFen ?? 0),
    payer_refund: payerRefundFen(refund),
  },
});
