import { z } from 'zod';
import { type Collection, orderKey } from '../../store/store.ts';

/** A message that WeChat has been told we have, before its turn was over; the id is the message's key. */
const lateAnswerSchema = z.object({
  appid: z.string(),
  openid: z.string(),
  /** What the customer reads where the turn came to nothing: that they should send it again. */
  busyText: z.string(),
  /** null: the customer has their answer. */
  nextActionAt: z.number().nullable(),
});
export type LateAnswer = z.infer<typeof lateAnswerSchema>;

export const lateAnswers: Collection<LateAnswer, 'due'> = {
  name: 'late_answers',
  schemaVersion: 1,
  parse: (raw) => lateAnswerSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {
    due: (doc) => (doc.nextActionAt === null ? null : { facets: [''], order: orderKey(doc.nextActionAt) }),
  },
};
