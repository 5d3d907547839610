import { z } from 'zod';
import { fenSchema, positiveFenSchema } from '../money.ts';

/** Our own words before and beside WeChat Pay's, and its own where its state is meant. */
export const payoutStates = [
  'planned',
  'reserved',
  'refused',
  'sent',
  'PROCESSING',
  'SUCCESS',
  'CLOSED',
  'ABNORMAL',
  'waiting_funds',
  'paused',
  'needs_person',
] as const;
export type PayoutState = (typeof payoutStates)[number];

/** Our number for one attempt: the case's, a hyphen, the attempt's. WeChat Pay allows 64 of these characters. */
export const outRefundNoSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** One attempt at paying a case, under one number; its request is frozen when it is planned. */
export const attemptSchema = z.object({
  outRefundNo: outRefundNoSchema,
  number: z.int().min(1),
  transactionId: z.string(),
  outTradeNo: z.string(),
  amountFen: positiveFenSchema,
  totalFen: positiveFenSchema,
  reason: z.string(),
  state: z.enum(payoutStates),
  plannedAt: z.number(),
  /** First POST; null: none was made. */
  sentAt: z.number().nullable(),
  refundId: z.string().nullable(),
  userReceivedAccount: z.string().nullable(),
  /** What of it went back to the payer's own money, the rest to coupons; absent: not said. */
  payerRefundFen: fenSchema.optional(),
  successTime: z.number().nullable(),
  /** Consecutive answers that brought nothing new; drives the back-off. */
  failures: z.int().min(0),
  /** The last refusal or fault in a few words, for staff. */
  trouble: z.string().nullable(),
  /** Since when a person is needed: no POST has been made after that. */
  needsPersonAt: z.number().nullable(),
  nextAt: z.number().nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;
