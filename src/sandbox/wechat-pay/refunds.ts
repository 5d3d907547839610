import type { SandboxContext } from '../context.ts';
import type { Fault } from '../faults.ts';
import { findPhone, show } from '../phones/phone.ts';
import { digits } from '../random.ts';
import type { PaidOrder, Refund } from '../world/schema.ts';
import { notifyOf } from './notifications.ts';
import { presentRefund } from './present.ts';
import { refuse, type Outcome } from './problem.ts';
import { readApplication, type RefundApplication } from './refund-request.ts';
import { checkNew, checkRepeat } from './refund-rules.ts';

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;

const orderOf = (context: SandboxContext, application: RefundApplication): PaidOrder | undefined =>
  context.world.orders.find(
    (order) =>
      order.transactionId === application.transaction_id || order.outTradeNo === application.out_trade_no,
  );

/** The refund has arrived: on the phone and in the wallet. */
function arrive(context: SandboxContext, refund: Refund): void {
  const order = context.world.orders.find(({ outTradeNo }) => outTradeNo === refund.outTradeNo);
  const phone = order === undefined ? undefined : findPhone(context, order.openid);
  if (order === undefined || phone === undefined) return;
  phone.wallet.unshift({
    id: refund.refundId,
    at: context.now(),
    kind: 'refund',
    amountFen: refund.amountFen,
    title: order.description,
    outTradeNo: order.outTradeNo,
  });
  show(context, phone, {
    from: 'pay',
    type: 'notice',
    text: '退款到账通知',
    fields: [
      { label: '退款金额', value: yuan(refund.amountFen) },
      { label: '退款方式', value: '退回零钱' },
      { label: '商品详情', value: order.description },
      { label: '商户单号', value: order.outTradeNo },
    ],
  });
}

/** PROCESSING comes to its end, or ABNORMAL is put right; SUCCESS and CLOSED are final. */
export async function settle(context: SandboxContext, refund: Refund, fate: Refund['status']): Promise<void> {
  if (refund.status === 'SUCCESS' || refund.status === 'CLOSED' || refund.status === fate) return;
  refund.status = fate;
  refund.settledAt = context.now();
  if (fate === 'SUCCESS') arrive(context, refund);
  context.changes.tell({ kind: 'refunds' });
  await context.keeper.now();
  await notifyOf(context, refund);
}

export function scheduleSettlement(context: SandboxContext, refund: Refund): void {
  if (refund.status !== 'PROCESSING' || refund.fate === 'PROCESSING') return;
  context.agenda.at(refund.settlesAt, () => settle(context, refund, refund.fate));
}

const fateOf = (fault: Fault | null): Refund['fate'] =>
  fault?.on === 'refund_outcome' && fault.effect !== 'lag' ? fault.effect : 'SUCCESS';

function record(context: SandboxContext, order: PaidOrder, application: RefundApplication): Refund {
  const fault = context.faults.take('refund_outcome');
  const now = context.now();
  const refund: Refund = {
    refundId: `50${digits(context.random, 26)}`,
    outRefundNo: application.out_refund_no,
    transactionId: order.transactionId,
    outTradeNo: order.outTradeNo,
    amountFen: application.amount.refund,
    totalFen: application.amount.total,
    ...(order.couponFen === undefined ? {} : { couponFen: order.couponFen }),
    reason: application.reason ?? null,
    notifyUrl: application.notify_url,
    status: 'PROCESSING',
    fate: fateOf(fault),
    createdAt: now,
    settlesAt: now + context.refundDelayMs,
    settledAt: null,
    hiddenFor: fault?.effect === 'lag' ? fault.queries : 0,
  };
  context.world.refunds.push(refund);
  return refund;
}

/** `POST /v3/refund/domestic/refunds`. What is answered 200 is in the file before it is answered. */
export async function applyForRefund(context: SandboxContext, body: unknown): Promise<Outcome<object>> {
  const read = readApplication(body);
  if (!read.ok) return read;
  const application = read.body;
  const order = orderOf(context, application);
  if (order === undefined) return refuse(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
  const { refunds } = context.world;
  const existing = refunds.find((refund) => refund.outRefundNo === application.out_refund_no);
  if (existing !== undefined) {
    const repeat = checkRepeat(existing, order, application);
    return repeat.ok ? { ok: true, body: presentRefund(repeat.body) } : repeat;
  }
  const refusal = checkNew(order, refunds, application, context.now());
  if (refusal !== null) return refusal;
  const refund = record(context, order, application);
  await context.keeper.now();
  context.changes.tell({ kind: 'refunds' });
  scheduleSettlement(context, refund);
  return { ok: true, body: presentRefund(refund) };
}

/** `GET /v3/refund/domestic/refunds/{out_refund_no}` */
export function queryRefund(context: SandboxContext, outRefundNo: string): Outcome<object> {
  const refund = context.world.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (refund === undefined) return refuse(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
  if (refund.hiddenFor > 0) {
    refund.hiddenFor -= 1;
    return refuse(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
  }
  return { ok: true, body: presentRefund(refund) };
}
