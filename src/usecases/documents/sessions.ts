import { z } from 'zod';
import { conversationSchema } from '../../conversation/state.ts';
import { leaseSchema } from '../../domain/case/state.ts';
import { type Collection, orderKey } from '../../store/store.ts';
import { commandSchema } from './commands.ts';

export const replySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('handover') }),
]);

/** What the customer did, for its line in the transcript. */
const saidSchema = z.object({ type: z.string(), text: z.string(), mediaId: z.string().nullable() });

/** One customer's session: where the chat stands, and what was answered to which message. */
export const sessionSchema = z.object({
  appid: z.string(),
  openid: z.string(),
  conversation: conversationSchema,
  /** The last messages with their answers; a redelivery gets the same one. reply null: its command is still running. */
  inbound: z.array(
    z.object({
      key: z.string(),
      at: z.number(),
      reply: replySchema.nullable(),
      /** It was a second factor's code, which stands in no transcript. */
      isCode: z.boolean().default(false),
    }),
  ),
  /** Turns whose commands have been saved but not answered yet, oldest first; redelivery or the worker finishes them. */
  pending: z.array(z.object({ key: z.string(), command: commandSchema, said: saidSchema })),
  /** How many customer messages may still be sent: 5 within 48 h of a message, 3 within a minute of a tap. */
  window: z.object({ closesAt: z.number(), left: z.int() }),
  /** What found the window shut (waiting.ts): tried again as soon as the customer opens another. */
  noticesWaiting: z.array(z.string()).default([]),
  nextActionAt: z.number().nullable(),
  lease: leaseSchema.nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

export const sessionId = (customer: { appid: string; openid: string }): string =>
  `${customer.appid}:${customer.openid}`;

const beforeLists = z.looseObject({ pending: z.looseObject({ message: z.string() }).nullable() });

export const sessions: Collection<Session, 'due'> = {
  name: 'sessions',
  schemaVersion: 2,
  parse: (raw) => sessionSchema.parse(raw),
  /** Version 1 had room for one pending turn, of a text. */
  upgrade: (raw) => {
    const { pending, ...rest } = beforeLists.parse(raw);
    const said = { type: 'text', text: pending?.message, mediaId: null };
    return { ...rest, pending: pending === null ? [] : [{ ...pending, said }] };
  },
  keys: (doc) => [`customer:${sessionId(doc)}`],
  indexes: {
    due: (doc) => (doc.nextActionAt === null ? null : { facets: [''], order: orderKey(doc.nextActionAt) }),
  },
};
