import { z } from 'zod';
import { positiveFenSchema } from '../../domain/money.ts';

/** WeChat Pay's `out_trade_no`: 6 to 32 characters. */
export const outTradeNoSchema = z
  .string()
  .regex(/^[A-Za-z0-9_\-|*@]{6,32}$/, '6 to 32 characters: letters, digits, _ - | * @');

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

const usage = z.object({
  paidFeaturesUsed: z.boolean(),
  quotaUsed: z.int().min(0),
  quotaTotal: z.int().min(0),
});

/** `PUT /api/orders/{outTradeNo}`; comes out as the use case takes it, times in epoch milliseconds. */
export const putOrderSchema = z.object({
  /** May be repeated from the path. */
  outTradeNo: z.string().optional(),
  transactionId: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, '1 to 32 letters, digits, _ or -'),
  appid: z.string().min(1).max(32),
  openid: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, '1 to 128 letters, digits, _ or -'),
  unionid: z.string().min(1).max(128).nullish(),
  email: z.email().max(254).nullish(),
  description: z.string().trim().min(1).max(256),
  amountFen: positiveFenSchema,
  paidAt: z.iso
    .datetime({ offset: true, error: 'an ISO 8601 time with an offset, such as 2026-11-20T10:00:00+08:00' })
    .transform((iso) => Date.parse(iso)),
  promotional: flag,
  terminatedForViolation: flag,
  usage: usage.nullish(),
  ledger: z.undefined({ error: 'refunds are recorded here alone and cannot be sent' }).optional(),
});
