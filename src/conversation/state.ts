import { z } from 'zod';
import { givenSchema } from '../domain/case/information.ts';
import { positiveFenSchema } from '../domain/money.ts';
import { languageSchema, reasonCategories } from '../domain/reason.ts';

/** Stored drafts say which form they were made by; one of another version is begun again, never guessed at. */
export const FLOW_VERSION = 1;

export const stepIds = ['order', 'order_number', 'reason', 'description', 'evidence', 'summary'] as const;
export type StepId = (typeof stepIds)[number];

export const draftOrderSchema = z.object({
  outTradeNo: z.string(),
  transactionId: z.string().nullable(),
  description: z.string().nullable(),
  amountFen: z.int().nullable(),
  paidAt: z.number().nullable(),
  matched: z.boolean(),
});

export const draftSchema = z.object({
  id: z.string(),
  flowVersion: z.int(),
  step: z.enum(stepIds),
  /** True while one field is changed from the summary; the form then returns there. */
  editing: z.boolean(),
  /** True while we ask "continue or begin again?". */
  resuming: z.boolean(),
  /** The order numbers as they were last listed, so that "2" means what the customer saw. */
  listed: z.array(z.string()),
  order: draftOrderSchema.nullable(),
  category: z.enum(reasonCategories).nullable(),
  text: z.string().nullable(),
  evidence: z.array(z.string()),
  /** Answers in a row that this step could not use. */
  failures: z.int().min(0),
  updatedAt: z.number(),
});
export type Draft = z.infer<typeof draftSchema>;

/** Stored asks say which flows they were made by, as drafts do. */
export const ASK_FLOW_VERSION = 1;

export const askFlows = ['offer', 'information', 'withdraw', 'appeal'] as const;
export type AskFlow = (typeof askFlows)[number];

export const askSteps = ['case', 'reason', 'confirm'] as const;
export type AskStep = (typeof askSteps)[number];

/** A case as it was listed. `about`: the offer, or what an appeal is against; another one since is not meant. */
const listedSchema = z.object({ caseNo: z.string(), about: z.string().nullable() });
export type Listed = z.infer<typeof listedSchema>;

/** What a customer says to an offer. */
export const offerAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accept') }),
  z.object({ kind: z.literal('decline') }),
  z.object({ kind: z.literal('counter'), amountFen: positiveFenSchema }),
]);
export type OfferAnswer = z.infer<typeof offerAnswerSchema>;

/** Something a customer asks of one of their cases, while we still ask them which, why, or whether. */
export const askSchema = z.object({
  flow: z.enum(askFlows),
  flowVersion: z.int(),
  step: z.enum(askSteps),
  /** The cases as they were last listed, so that "2" means what the customer saw. */
  listed: z.array(listedSchema),
  chosen: listedSchema.nullable(),
  /** What they say to the offer; null in the other flows. */
  answer: offerAnswerSchema.nullable(),
  /** The information, or the reasons of an appeal. */
  said: givenSchema,
  failures: z.int().min(0),
  updatedAt: z.number(),
});
export type Ask = z.infer<typeof askSchema>;

/** A colleague who talks with the customer in WeChat's own console, while we keep silent. */
export const personSchema = z.object({
  /** `name@account`, as WeChat names them. */
  kfAccount: z.string(),
  since: z.number(),
  /** When the customer was last known to talk with them. */
  activeAt: z.number(),
});

/** A decision about money that a member of staff has been asked to confirm with a code of their second factor. */
export const confirmationSchema = z.object({
  caseNo: z.string(),
  command: z.enum(['approve', 'second_approve']),
  /** The version they were shown; the decision is about no other. */
  version: z.int().min(1),
  amountFen: positiveFenSchema,
  expiresAt: z.number(),
  /** Wrong codes so far. */
  failures: z.int().min(0),
});
export type Confirmation = z.infer<typeof confirmationSchema>;

/** What we remember of one customer's chat between two messages. */
export const conversationSchema = z.object({
  language: languageSchema,
  draft: draftSchema.nullable(),
  /** Goes before the draft, which waits until it has ended. */
  ask: askSchema.nullable().default(null),
  /** The draft last submitted and its case, so that a late 确认 is answered with the number. */
  submitted: z.object({ draftId: z.string(), caseNo: z.string() }).nullable(),
  person: personSchema.nullable().default(null),
  /** Ends with the next message. */
  confirmation: confirmationSchema.nullable().default(null),
});
export type Conversation = z.infer<typeof conversationSchema>;

export const newConversation: Conversation = {
  language: 'zh',
  draft: null,
  ask: null,
  submitted: null,
  person: null,
  confirmation: null,
};
