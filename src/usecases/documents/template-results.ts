import { z } from 'zod';
import { type Collection, orderKey } from '../../store/store.ts';

/** What WeChat has said of a template message after it had taken it; the id names account, customer and message. */
const templateResultSchema = z.object({
  appid: z.string(),
  openid: z.string(),
  /** Up to 20 digits, so never a number. */
  msgid: z.string(),
  /** WeChat's own words. */
  status: z.string(),
  receivedAt: z.number(),
  /** null: the case knows, or it was none of ours. */
  nextActionAt: z.number().nullable(),
});
export type TemplateResult = z.infer<typeof templateResultSchema>;

export const templateResults: Collection<TemplateResult, 'due'> = {
  name: 'template_results',
  schemaVersion: 1,
  parse: (raw) => templateResultSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {
    due: (doc) => (doc.nextActionAt === null ? null : { facets: [''], order: orderKey(doc.nextActionAt) }),
  },
};
