import { z } from 'zod';
import { alertSchema } from '../alerts/alert.ts';
import { fenSchema, positiveFenSchema } from '../money.ts';
import { assessmentSchema } from '../policy/types.ts';
import { languageSchema, reasonSchema } from '../reason.ts';
import { eventSchema } from './events.ts';
import { actorSchema } from './actor.ts';
import { appealSchema } from './appeal.ts';
import { attemptSchema } from './payout.ts';
import { recordedSchema } from './facts.ts';
import { informationSchema } from './information.ts';
import { noticeSchema } from './notice.ts';
import { offerSchema } from './offer.ts';
import { reviewSchema } from './review.ts';
import { statusSchema } from './status.ts';

export const CASE_NO_PATTERN = /^RF\d{8}[2-9A-HJ-NP-Z]{6}$/;

/** A customer as WeChat names them: the openid is only unique within its appid. */
export const customerSchema = z.object({ appid: z.string(), openid: z.string() });
export type Customer = z.infer<typeof customerSchema>;

export const channels = ['chat', 'mini', 'email', 'staff'] as const;

/** What the case is about, as it stood when the customer applied. */
export const caseOrderSchema = z.object({
  outTradeNo: z.string(),
  transactionId: z.string().nullable(),
  description: z.string(),
  /** null: the order is not known to us (an unverified case). */
  paidFen: positiveFenSchema.nullable(),
  paidAt: z.number().nullable(),
});

/** A decision of staff in favour of a refund, on its way to the money. */
export const approvalSchema = z.object({
  amountFen: positiveFenSchema,
  by: z.string(),
  at: z.number(),
  note: z.string(),
  message: z.string().nullable(),
  /** Where the case returns when the approval is declined or its reservation refused. */
  returnTo: statusSchema,
  /** The accepted offer it pays; null: in full, or on appeal. */
  offerId: z.string().nullable(),
  /** The version that was approved: a second approval is bound to it. */
  boundVersion: z.int().min(1),
  second: z.object({ by: z.string(), at: z.number(), note: z.string() }).nullable(),
});

export const rejectionSchema = z.object({
  clauses: z.array(z.string()),
  by: z.string(),
  at: z.number(),
  note: z.string(),
  message: z.string(),
  appealBy: z.number(),
});

/** WeChat Pay is asked whose order it is, where nobody could say when the customer applied. */
export const orderCheckSchema = z.object({ failures: z.int().min(0), nextAt: z.number().nullable() });

/** Paid in another way than through WeChat Pay, by someone who has proof of it. */
export const settlementSchema = z.object({
  proof: z.string(),
  note: z.string(),
  by: z.string(),
  at: z.number(),
});

/** How far the shop's own system has been told of the timeline. */
export const shopSchema = z.object({
  /** Lines of the timeline that need not be told any more. */
  told: z.int().min(0),
  failures: z.int().min(0),
  /** While it is being told: when others may take that over (`claimShop`). null: nothing is to be told. */
  nextAt: z.number().nullable(),
});

/** Whoever holds an unexpired lease is alone in working on the document. */
export const leaseSchema = z.object({ holder: z.string(), until: z.number() });

export const caseSchema = z.object({
  caseNo: z.string().regex(CASE_NO_PATTERN),
  status: statusSchema,
  /** Changes only with what a decision rests on; the store's revision changes with every write. */
  version: z.int().min(1),
  openedAt: z.number(),
  channel: z.enum(channels),
  verified: z.boolean(),
  /** openid empty: a customer who came another way and is not known in WeChat. */
  customer: customerSchema,
  email: z.string().nullable(),
  language: languageSchema,
  draftId: z.string(),
  order: caseOrderSchema,
  orderCheck: orderCheckSchema,
  reason: reasonSchema,
  /** Ids of transcript messages that hold a picture. */
  evidence: z.array(z.string()),
  /** Who works on it; null: nobody in particular. */
  assignee: z.string().nullable(),
  policyVersion: z.string(),
  assessment: assessmentSchema,
  recorded: recordedSchema,
  review: reviewSchema,
  deadlines: z.object({
    reviewBy: z.number(),
    refundBy: z.number().nullable(),
    arrivalBy: z.number().nullable(),
    provisional: z.boolean(),
    /** The holidays of every year up to this one were known when these dates were computed; of later ones perhaps. */
    announcedThrough: z.int(),
  }),
  /** Deadlines that passed unmet, and when staff were last told, so that they are told once a day. */
  missed: z.object({ review: z.boolean(), refund: z.boolean(), toldAt: z.number().nullable() }),
  /** The deadline that staff were warned of before it came; another one is warned of anew. */
  warnedOf: z.number().nullable(),
  information: informationSchema.nullable(),
  /** Oldest first; only the last can be open. */
  offers: z.array(offerSchema),
  appeals: z.array(appealSchema),
  approval: approvalSchema.nullable(),
  rejection: rejectionSchema.nullable(),
  settlement: settlementSchema.nullable(),
  refundedFen: fenSchema,
  /** Every payout attempt, oldest first; the last one is live. */
  attempts: z.array(attemptSchema),
  outbox: z.array(noticeSchema),
  /** What staff are still to be alerted of, and since when. */
  alerts: z.array(z.object({ at: z.number(), alert: alertSchema })).default([]),
  /** null: the shop had no webhook when the case was opened. */
  shop: shopSchema.nullable(),
  timeline: z.array(z.object({ at: z.number(), actor: actorSchema, event: eventSchema })),
  /** The last commands with their outcomes, so that a repeat gets the first answer. */
  commands: z.array(z.object({ id: z.string(), outcome: z.string() })),
  /** When this case next wants work done without anyone asking; derived by `nextActionAt` alone. */
  nextActionAt: z.number().nullable(),
  lease: leaseSchema.nullable(),
});
export type Case = z.infer<typeof caseSchema>;
