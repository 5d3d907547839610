import { z } from 'zod';
import { fenSchema, positiveFenSchema } from '../money.ts';
import { assessmentSchema, outcomes } from '../policy/types.ts';
import { appealOutcomes } from './appeal.ts';
import { recordedSchema } from './facts.ts';
import { givenSchema } from './information.ts';
import { offerEndings, offerLineSchema } from './offer.ts';
import { outRefundNoSchema } from './payout.ts';
import { reviewBegunSchema } from './review.ts';

const note = z.string();
const outRefundNo = outRefundNoSchema;
const trouble = z.string();

/** The order a case turns out to be about, proven to be the customer's. */
const verifiedOrderSchema = z.object({
  outTradeNo: z.string(),
  transactionId: z.string(),
  description: z.string(),
  paidFen: positiveFenSchema,
  paidAt: z.number(),
});

/** What can happen to a case, past tense. The timeline keeps them as they were. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('CaseOpened') }),
  z.object({ type: z.literal('Claimed') }),
  z.object({ type: z.literal('Released') }),
  /** `from`: what the assessment said before. note null: the order's own record has changed. */
  z.object({
    type: z.literal('FactsRecorded'),
    recorded: recordedSchema,
    note: z.string().nullable(),
    assessment: assessmentSchema,
    from: z.object({ outcome: z.enum(outcomes), clauses: z.array(z.string()) }),
  }),
  /** Whose order it is has been proven, by WeChat Pay's record or (note) otherwise. */
  z.object({
    type: z.literal('OrderVerified'),
    order: verifiedOrderSchema,
    openid: z.string(),
    appid: z.string(),
    note: z.string().nullable(),
    assessment: assessmentSchema,
  }),
  /** Whose order it is could not be said. foreign: somebody else paid it. */
  z.object({ type: z.literal('OrderNotVerified'), found: z.enum(['unknown', 'not_found', 'foreign']) }),
  z.object({
    type: z.literal('InformationRequested'),
    message: z.string(),
    reminders: z.array(z.number()),
    lapsesAt: z.number(),
    daysLeft: z.int().min(0),
  }),
  z.object({ type: z.literal('InformationReminded') }),
  z.object({ type: z.literal('InformationGiven'), given: givenSchema, review: reviewBegunSchema }),
  /** More of it, while we are already looking at the first. */
  z.object({ type: z.literal('InformationAdded'), given: givenSchema }),
  z.object({ type: z.literal('InformationLapsed') }),
  z.object({ type: z.literal('Reopened'), given: givenSchema, review: reviewBegunSchema }),
  z.object({
    type: z.literal('OfferMade'),
    offerId: z.string(),
    amountFen: positiveFenSchema,
    lines: z.array(offerLineSchema),
    note,
    message: z.string().nullable(),
    lapsesAt: z.number(),
    remindAt: z.number().nullable(),
    daysLeft: z.int().min(0),
  }),
  z.object({ type: z.literal('OfferReminded'), offerId: z.string() }),
  z.object({
    type: z.literal('OfferAccepted'),
    offerId: z.string(),
    amountFen: positiveFenSchema,
    needsSecond: z.boolean(),
    review: reviewBegunSchema,
  }),
  z.object({
    type: z.literal('OfferEnded'),
    offerId: z.string(),
    ending: z.enum(offerEndings),
    counterFen: positiveFenSchema.nullable(),
    note: z.string().nullable(),
    message: z.string().nullable(),
    review: reviewBegunSchema,
  }),
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
  /** What was approved is no longer what the case says. */
  z.object({ type: z.literal('ApprovalVoided') }),
  z.object({
    type: z.literal('AppealFiled'),
    against: z.string(),
    text: z.string(),
    evidence: z.array(z.string()),
    review: reviewBegunSchema,
  }),
  z.object({
    type: z.literal('AppealDecided'),
    outcome: z.enum(appealOutcomes),
    note,
    message: z.string(),
  }),
  /** The refusal stands; the way to mediation is open (clause 8.3). */
  z.object({ type: z.literal('AppealUpheld'), clauses: z.array(z.string()).min(1) }),
  z.object({ type: z.literal('Withdrawn') }),
  z.object({ type: z.literal('SettledOutside'), outRefundNo, proof: z.string(), note }),
  z.object({ type: z.literal('StaffReplied'), text: z.string() }),
  z.object({ type: z.literal('AppealWindowClosed') }),
  z.object({ type: z.literal('ReviewDueSoon') }),
  z.object({ type: z.literal('RefundDueSoon') }),
  z.object({ type: z.literal('ReviewOverdue') }),
  z.object({ type: z.literal('RefundOverdue') }),
  /**
   * A further year's holidays were announced: every date as it now stands; null: none was given. `lapsesAt`: until when
   * the customer may answer what we have asked or offered; not in events from before it moved.
   */
  z.object({
    type: z.literal('DeadlinesMoved'),
    reviewBy: z.number(),
    refundBy: z.number().nullable(),
    arrivalBy: z.number().nullable(),
    appealBy: z.number().nullable(),
    lapsesAt: z.number().nullable().default(null),
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
    payerRefundFen: fenSchema.optional(),
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
    /** WeChat's number of the template message; null: there is none. Not in events from before it was kept. */
    msgid: z.string().nullable().default(null),
  }),
  /** What WeChat says later of a template message it had taken: whether it has reached the customer. */
  z.object({ type: z.literal('NoticeArrived'), noticeId: z.string(), msgid: z.string() }),
  z.object({
    type: z.literal('NoticeNotArrived'),
    noticeId: z.string(),
    msgid: z.string(),
    detail: z.string(),
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
