import { z } from 'zod';
import { fenSchema, positiveFenSchema } from '../../domain/money.ts';
import type { RefundRecord, TransactionRecord } from './types.ts';

const number = z.string().min(1).max(64);
const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** POST and GET /v3/refund/domestic/refunds. */
export const refundSchema = z
  .object({
    refund_id: number,
    out_refund_no: number,
    transaction_id: number,
    out_trade_no: number,
    status: z.enum(['SUCCESS', 'CLOSED', 'PROCESSING', 'ABNORMAL']),
    user_received_account: z.string().nullish(),
    success_time: instant.nullish(),
    amount: z.object({
      refund: positiveFenSchema,
      total: positiveFenSchema,
      payer_refund: fenSchema.nullish(),
      currency: z.literal('CNY').nullish(),
    }),
  })
  .transform((raw): RefundRecord => ({
    refundId: raw.refund_id,
    outRefundNo: raw.out_refund_no,
    transactionId: raw.transaction_id,
    outTradeNo: raw.out_trade_no,
    status: raw.status,
    amountFen: raw.amount.refund,
    totalFen: raw.amount.total,
    payerRefundFen: raw.amount.payer_refund ?? null,
    userReceivedAccount: raw.user_received_account ?? null,
    successTime: raw.success_time ?? null,
  }));

/** GET /v3/pay/transactions/…; null where the order was never paid, for such a record has neither payer nor number. */
export const transactionSchema = z.union([
  z
    .object({
      appid: z.string().min(1),
      mchid: z.string().min(1),
      out_trade_no: number,
      transaction_id: number,
      trade_state: z.enum(['SUCCESS', 'REFUND']),
      success_time: instant,
      payer: z.object({ openid: z.string().min(1) }),
      amount: z.object({
        total: positiveFenSchema,
        payer_total: fenSchema.nullish(),
        currency: z.literal('CNY').nullish(),
      }),
    })
    .transform((raw): TransactionRecord => ({
      appid: raw.appid,
      mchid: raw.mchid,
      outTradeNo: raw.out_trade_no,
      transactionId: raw.transaction_id,
      tradeState: raw.trade_state,
      openid: raw.payer.openid,
      amountFen: raw.amount.total,
      payerTotalFen: raw.amount.payer_total ?? null,
      successTime: raw.success_time,
    })),
  z
    .object({ trade_state: z.enum(['NOTPAY', 'USERPAYING', 'PAYERROR', 'CLOSED', 'REVOKED']) })
    .transform(() => null),
]);

/** The body of a 4xx. */
export const refusalSchema = z.object({
  code: z.string().min(1).max(64),
  message: z.string().default(''),
});
