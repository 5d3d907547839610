import { z } from 'zod';
import { customerSchema, leaseSchema } from '../case/state.ts';
import { languageSchema } from '../reason.ts';
import { nextActionAt } from './next-action.ts';

/** `answered`: a colleague has answered what was asked last. */
export const threadStates = ['open', 'answered', 'closed'] as const;
export type ThreadState = (typeof threadStates)[number];

/** Something for the customer, on its way to them as a customer message. */
const deliverySchema = z.object({
  createdAt: z.number(),
  /** `superseded`: it went without saying when its turn came. */
  state: z.enum(['pending', 'sent', 'undeliverable', 'superseded']),
  failures: z.int().min(0),
  /** null: nothing more is to be done. */
  nextAt: z.number().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** What a colleague has written to the customer. */
export const replySchema = deliverySchema.extend({
  /** `r1`, `r2`, … */
  id: z.string(),
  text: z.string(),
  by: z.string(),
  /** Of the call it came with; a repeat adds nothing. */
  commandId: z.string(),
});
export type ThreadReply = z.infer<typeof replySchema>;

/** The date of our answer, told to the customer; said again when they ask again. */
export const promiseSchema = deliverySchema.extend({
  kind: z.enum(['first', 'again', 'more']),
  duringForm: z.boolean(),
});

export const THREAD_ID_PATTERN = /^[0-9a-f]{24}$/;

/** A customer's request for a person, and what becomes of it. */
export const threadSchema = z.object({
  id: z.string().regex(THREAD_ID_PATTERN),
  customer: customerSchema,
  language: languageSchema,
  state: z.enum(threadStates),
  openedAt: z.number(),
  /** Since when the customer has been waiting for the next answer. */
  askedAt: z.number(),
  businessDays: z.int().min(0),
  /** The end of the last day for it. */
  respondBy: z.number(),
  /** The date lies beyond the years whose holidays are announced. */
  provisional: z.boolean(),
  /** Their newest case that was open then. */
  caseNo: z.string().nullable(),
  /** Ids of the last messages that asked; one that is taken again changes nothing. */
  requests: z.array(z.string()),
  promise: promiseSchema,
  replies: z.array(replySchema),
  answeredAt: z.number().nullable(),
  /** When something was last said. */
  lastAt: z.number(),
  closed: z
    .object({
      at: z.number(),
      /** `wechat`: the talk in WeChat's own console was ended. `silence`: nothing was said after the answer. */
      how: z.enum(['staff', 'wechat', 'silence']),
      by: z.string().nullable(),
      commandId: z.string().nullable(),
    })
    .nullable(),
  /** What staff have been told of this wait so far, while there was time. */
  staffTold: z.enum(['nothing', 'waits', 'due_soon']).default('nothing'),
  /** The date has passed without an answer: when staff were last told so. */
  alarmedAt: z.number().nullable(),
  nextActionAt: z.number().nullable(),
  lease: leaseSchema.nullable(),
});
export type Thread = z.infer<typeof threadSchema>;
export type Closed = NonNullable<Thread['closed']>;

/** The thread with its next time derived from what it now has to do. */
export const settled = (thread: Thread): Thread => ({ ...thread, nextActionAt: nextActionAt(thread) });
