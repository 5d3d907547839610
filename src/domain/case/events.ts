import { z } from 'zod';
import { positiveFenSchema } from '../money.ts';
import { outRefundNoSchema } from './payout.ts';

const note = z.string();
const outRefundNo = outRefundNoSchema;
const trouble = z.string();

/** What can happen to a case, past tense. The timeline keeps them as they were. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('CaseOpened') }),
  z.object({
    type: z.literal('Approved'),
    amountFen: positiveFenSchema,
    note,
    message: z.string().nullable(),
    needsSecond: z.boolean(),
  }),
  z.object({ type: z.literal('SecondApproved'), note }),
  z.object({ type: z.literal('SecondDeclined'), note }),
  z.object({
    type: z.literal('Rejected'),
    clauses: z.array(z.string()).min(1),
    note,
    message: z.string(),
    appealBy: z.number(),
  }),
  z.object({ type: z.literal('AppealWindowClosed') }),
  z.object({ type: z.literal('ReviewOverdue') }),
  z.object({ type: z.literal('RefundOverdue') }),
  /** A further year's holidays were announced: every date as it now stands; null: none was given. */
  z.object({
    type: z.literal('DeadlinesMoved'),
    reviewBy: z.number(),
    refundBy: z.number().nullable(),
    arrivalBy: z.number().nullable(),
    appealBy: z.number().nullable(),
    provisional: z.boolean(),
    announcedThrough: z.int(),
  }),
  z.object({
    type: z.literal('PayoutPlanned'),
    outRefundNo,
    number: z.int().min(1),
    amountFen: positiveFenSchema,
    totalFen: positiveFenSchema,
    transactionId: z.string(),
    reason: z.string(),
    refundBy: z.number(),
    arrivalBy: z.number(),
    provisional: z.boolean(),
    /** Earlier than this nothing is sent. */
    notBefore: z.number(),
  }),
  /** `first`: the customer has not been told of this approval yet. */
  z.object({ type: z.literal('PayoutReserved'), outRefundNo, first: z.boolean() }),
  z.object({ type: z.literal('PayoutRefused'), outRefundNo }),
  z.object({ type: z.literal('PayoutSent'), outRefundNo }),
  z.object({ type: z.literal('PayoutAccepted'), outRefundNo, refundId: z.string() }),
  z.object({
    type: z.literal('PayoutSucceeded'),
    outRefundNo,
    refundId: z.string(),
    amountFen: positiveFenSchema,
    successTime: z.number(),
    userReceivedAccount: z.string().nullable(),
  }),
  z.object({ type: z.literal('PayoutClosed'), outRefundNo, refundId: z.string() }),
  z.object({ type: z.literal('PayoutAbnormal'), outRefundNo, refundId: z.string() }),
  z.object({ type: z.literal('PayoutDelayed'), outRefundNo, trouble }),
  z.object({ type: z.literal('PayoutWaitsForFunds'), outRefundNo, trouble }),
  z.object({ type: z.literal('PayoutPaused'), outRefundNo, trouble }),
  z.object({ type: z.literal('PayoutNeedsPerson'), outRefundNo, trouble }),
  z.object({
    type: z.literal('NoticeSent'),
    noticeId: z.string(),
    channel: z.enum(['customer_message', 'template']),
  }),
  z.object({
    type: z.literal('NoticeChannelRefused'),
    noticeId: z.string(),
    channel: z.enum(['customer_message', 'template']),
    detail: z.string(),
  }),
  z.object({ type: z.literal('NoticeDelayed'), noticeId: z.string(), detail: z.string() }),
  z.object({ type: z.literal('NoticeUndeliverable'), noticeId: z.string(), detail: z.string() }),
]);
export type CaseEvent = z.infer<typeof eventSchema>;
