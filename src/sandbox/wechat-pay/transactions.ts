import { X509Certificate } from 'node:crypto';
import type { SandboxContext } from '../context.ts';
import type { PaidOrder } from '../world/schema.ts';
import { paramError, refuse, type Outcome } from './problem.ts';
import { refundedFen } from './refund-rules.ts';
import { payTime, sealResource } from './signing.ts';

const present = (context: SandboxContext, order: PaidOrder): Readonly<Record<string, unknown>> => {
  const { appid, mchid } = context.world.credentials;
  const refunded = refundedFen(context.world.refunds, order.outTradeNo) > 0;
  return {
    appid,
    mchid,
    out_trade_no: order.outTradeNo,
    transaction_id: order.transactionId,
    trade_type: 'JSAPI',
    trade_state: refunded ? 'REFUND' : 'SUCCESS',
    trade_state_desc: refunded ? '转入退款' : '支付成功',
    bank_type: 'OTHERS',
    attach: '',
    success_time: payTime(order.paidAt),
    payer: { openid: order.openid },
    amount: {
      total: order.amountFen,
      payer_total: order.amountFen - (order.couponFen ?? 0),
      currency: 'CNY',
      payer_currency: 'CNY',
    },
  };
};

/** `GET /v3/pay/transactions/{id|out-trade-no}/{number}?mchid=` */
export function queryTransaction(
  context: SandboxContext,
  by: 'transactionId' | 'outTradeNo',
  number: string,
  mchid: string | null,
): Outcome<object> {
  if (mchid !== context.world.credentials.mchid) return paramError('mchid与签名的商户号不一致');
  const order = context.world.orders.find((candidate) => candidate[by] === number);
  if (order === undefined) return refuse(404, 'ORDER_NOT_EXIST', '订单不存在');
  return { ok: true, body: present(context, order) };
}

/** `GET /v3/certificates`: the platform's certificate, sealed with the API v3 key. */
export function listCertificates(context: SandboxContext): Outcome<object> {
  const { apiV3Key, platformCertificate, platformSerial } = context.world.credentials;
  const { validFrom, validTo } = new X509Certificate(platformCertificate);
  const certificate = {
    serial_no: platformSerial,
    effective_time: payTime(Date.parse(validFrom)),
    expire_time: payTime(Date.parse(validTo)),
    encrypt_certificate: sealResource(apiV3Key, 'certificate', platformCertificate, context.random),
  };
  return { ok: true, body: { data: [certificate] } };
}
