import { z } from 'zod';
import { fenSchema, positiveFenSchema } from './money.ts';
import { ledgerEntrySchema } from './ledger.ts';

/** What the shop says was used of an order; null where it has not said. */
export const usageSchema = z.object({
  paidFeaturesUsed: z.boolean(),
  quotaUsed: z.int().min(0),
  quotaTotal: z.int().min(0),
});
export type Usage = z.infer<typeof usageSchema>;

/**
 * One order: what was bought, paid and used, and the ledger of refunds against it. The shop's feed may
 * change everything but the ledger and the four facts of the payment (transactionId, openid, amountFen, paidAt).
 */
export const orderSchema = z.object({
  outTradeNo: z.string(),
  transactionId: z.string(),
  appid: z.string(),
  openid: z.string(),
  unionid: z.string().nullable(),
  email: z.string().nullable(),
  description: z.string(),
  amountFen: positiveFenSchema,
  /** What of it the customer paid, the rest by coupons (WeChat Pay's `payer_total`); absent: not known. */
  payerTotalFen: fenSchema.optional(),
  paidAt: z.number(),
  /** null: not known (an order learnt from WeChat Pay alone). */
  promotional: z.boolean().nullable(),
  terminatedForViolation: z.boolean().nullable(),
  usage: usageSchema.nullable(),
  /** Who told us of the order first. */
  source: z.enum(['feed', 'wechatpay']),
  /** When the shop's own system last told of it, to the hour; null: never (an order learnt from WeChat Pay alone). */
  toldAt: z.number().nullable(),
  /** When WeChat Pay's own record was last found to agree; null: never compared. */
  comparedAt: z.number().nullable(),
  /** The id of the last restore from a backup when that was; absent: there had been none. */
  comparedAfter: z.string().optional(),
  ledger: z.array(ledgerEntrySchema),
});
export type Order = z.infer<typeof orderSchema>;
