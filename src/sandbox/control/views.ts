import type { SandboxContext } from '../context.ts';
import type { OrderView, PhoneSummary, PhoneView, RefundView } from '../control-api.ts';
import { windowOf } from '../official-account/allowance.ts';
import { refundedFen } from '../wechat-pay/refund-rules.ts';
import type { PaidOrder, Phone, Refund } from '../world/schema.ts';

export function phoneSummary(phone: Phone): PhoneSummary {
  const last = phone.messages.at(-1);
  return {
    openid: phone.openid,
    name: phone.name,
    about: phone.about,
    subscribed: phone.subscribed,
    last: last === undefined ? null : { at: last.at, text: last.text },
  };
}

const orderView = (order: PaidOrder, refunds: readonly Refund[]): OrderView => ({
  outTradeNo: order.outTradeNo,
  transactionId: order.transactionId,
  description: order.description,
  amountFen: order.amountFen,
  refundedFen: refundedFen(
    refunds.filter((refund) => refund.status === 'SUCCESS'),
    order.outTradeNo,
  ),
  paidAt: order.paidAt,
  about: order.about,
});

export const phoneView = (context: SandboxContext, phone: Phone): PhoneView => ({
  ...phoneSummary(phone),
  messages: phone.messages,
  wallet: phone.wallet,
  orders: context.world.orders
    .filter(({ openid }) => openid === phone.openid)
    .sort((a, b) => b.paidAt - a.paidAt)
    .map((order) => orderView(order, context.world.refunds)),
  window: windowOf(phone, context.now()),
});

export const refundView = (refund: Refund): RefundView => ({
  refundId: refund.refundId,
  outRefundNo: refund.outRefundNo,
  outTradeNo: refund.outTradeNo,
  status: refund.status,
  amountFen: refund.amountFen,
  createdAt: refund.createdAt,
  settledAt: refund.settledAt,
});
