import { z } from 'zod';
import { type Collection, orderKey } from '../../store/store.ts';
import { replySchema } from './sessions.ts';

/** A picture a customer sent: WeChat keeps it for three days, so we fetch it at once and keep it ourselves. */
const pictureSchema = z.object({
  mediaId: z.string(),
  state: z.enum(['pending', 'stored', 'gone']),
  contentType: z.string().nullable(),
  failures: z.int().min(0),
});

/** One line of the transcript; never changed, but for what became of its picture or its delivery. */
export const messageSchema = z.object({
  appid: z.string(),
  openid: z.string(),
  at: z.number(),
  direction: z.enum(['in', 'out']),
  /** `text`, `image`, `event`, … ; for our own: `reply`, `customer_message`, `template`. */
  type: z.string(),
  text: z.string(),
  /** What we answered in the same turn. */
  reply: replySchema.nullable(),
  picture: pictureSchema.nullable(),
  nextActionAt: z.number().nullable(),
});
export type Message = z.infer<typeof messageSchema>;

export const messages: Collection<Message, 'due' | 'customer'> = {
  name: 'messages',
  schemaVersion: 1,
  parse: (raw) => messageSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {
    due: (doc) => (doc.nextActionAt === null ? null : { facets: [''], order: orderKey(doc.nextActionAt) }),
    customer: (doc) => ({ facets: [`${doc.appid}:${doc.openid}`], order: orderKey(doc.at) }),
  },
};
