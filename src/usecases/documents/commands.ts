import { z } from 'zod';
import { languageSchema, reasonSchema } from '../../domain/reason.ts';

const submitApplication = z.object({
  type: z.literal('submit_application'),
  draftId: z.string(),
  language: languageSchema,
  order: z.object({ outTradeNo: z.string(), transactionId: z.string().nullable(), matched: z.boolean() }),
  reason: reasonSchema,
  evidence: z.array(z.string()).readonly(),
});

const requestPerson = z.object({
  type: z.literal('request_person'),
  language: languageSchema,
  askedAt: z.number(),
  asks: z.boolean(),
  duringForm: z.boolean(),
});

const endTalk = z.object({ type: z.literal('end_talk'), endedAt: z.number() });

/** A `ConversationCommand` as it is kept in the session until it has been answered. */
export const commandSchema = z.discriminatedUnion('type', [submitApplication, requestPerson, endTalk]);
