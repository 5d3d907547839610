import { z } from 'zod';
import { staffWordSchema } from '../../conversation/staff-chat/words.ts';
import { offerAnswerSchema } from '../../conversation/state.ts';
import { givenSchema } from '../../domain/case/information.ts';
import { positiveFenSchema } from '../../domain/money.ts';
import { languageSchema, reasonSchema } from '../../domain/reason.ts';

const submitApplication = z.object({
  type: z.literal('submit_application'),
  draftId: z.string(),
  language: languageSchema,
  order: z.object({ outTradeNo: z.string(), transactionId: z.string().nullable(), matched: z.boolean() }),
  reason: reasonSchema,
  evidence: z.array(z.string()).readonly(),
});

const asksCase = { caseNo: z.string(), language: languageSchema };

const answerOffer = z.object({
  ...asksCase,
  type: z.literal('answer_offer'),
  offerId: z.string(),
  offeredFen: positiveFenSchema,
  answer: offerAnswerSchema,
});

const giveInformation = z.object({ ...asksCase, type: z.literal('give_information'), given: givenSchema });

const withdraw = z.object({ ...asksCase, type: z.literal('withdraw') });

const appeal = z.object({
  ...asksCase,
  type: z.literal('appeal'),
  text: z.string(),
  evidence: z.array(z.string()).readonly(),
  appealBy: z.number().nullable(),
});

const requestPerson = z.object({
  type: z.literal('request_person'),
  language: languageSchema,
  askedAt: z.number(),
  asks: z.boolean(),
  duringForm: z.boolean(),
});

const endTalk = z.object({ type: z.literal('end_talk'), endedAt: z.number() });

const staffWord = z.object({
  type: z.literal('staff_word'),
  language: languageSchema,
  word: staffWordSchema,
});

/** A `ConversationCommand` as it is kept in the session until it has been answered. */
export const commandSchema = z.discriminatedUnion('type', [
  submitApplication,
  answerOffer,
  giveInformation,
  withdraw,
  appeal,
  requestPerson,
  endTalk,
  staffWord,
]);
