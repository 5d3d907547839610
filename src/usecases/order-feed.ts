import { z } from 'zod';
import { positiveFenSchema } from '../domain/money.ts';
import { usageSchema } from '../domain/order.ts';
import { DAY_MS, type Instant } from '../domain/time.ts';
import type { OrderFeedItem } from './put-order.ts';

/** WeChat Pay's `out_trade_no`: 6 to 32 characters. */
export const outTradeNoSchema = z
  .string()
  .regex(/^[A-Za-z0-9_\-|*@]{6,32}$/, '6 to 32 characters: letters, digits, _ - | * @');

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

const itemSchema = z.object({
  /** May be repeated. */
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
  usage: usageSchema.nullish(),
  ledger: z.undefined({ error: 'refunds are recorded here alone and cannot be sent' }).optional(),
});

/**
 * What the shop says of that order, in `PUT /api/orders/{outTradeNo}` and in answer to `order.usage_requested`; comes out
 * as `putOrder` takes it, times in epoch milliseconds.
 */
export const orderFeedSchema = (outTradeNo: string, now: Instant) =>
  itemSchema
    .refine((item) => item.outTradeNo === undefined || item.outTradeNo === outTradeNo, {
      path: ['outTradeNo'],
      error: 'is another than was meant',
    })
    .refine((item) => item.paidAt <= now + DAY_MS, { path: ['paidAt'], error: 'lies in the future' })
    .transform((item): OrderFeedItem => ({
      outTradeNo,
      transactionId: item.transactionId,
      appid: item.appid,
      openid: item.openid,
      unionid: item.unionid ?? null,
      email: item.email ?? null,
      description: item.description,
      amountFen: item.amountFen,
      paidAt: item.paidAt,
      promotional: item.promotional,
      terminatedForViolation: item.terminatedForViolation,
      usage: item.usage ?? null,
    }));
