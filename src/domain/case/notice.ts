import { z } from 'zod';

/** What the customer is told, as it stands in the outbox of the case until it is delivered or given up. */
export const noticeKinds = ['received', 'result', 'refunded'] as const;
export const noticeSchema = z.object({
  /** `<kind>-<n>`; stable, so that a template's client_msg_id can be derived from it. */
  id: z.string(),
  kind: z.enum(noticeKinds),
  /** What a result tells. */
  outcome: z.enum(['approved', 'rejected']).nullable(),
  /** superseded: a later notice was delivered first, and this one would tell what is no longer so. */
  state: z.enum(['pending', 'sent', 'undeliverable', 'superseded']),
  /** The channel it went over. */
  channel: z.enum(['customer_message', 'template']).nullable(),
  /** Channels that have refused it for good. */
  refusedBy: z.array(z.enum(['customer_message', 'template'])),
  failures: z.int().min(0),
  createdAt: z.number(),
  /** null: nothing more to do. */
  nextAt: z.number().nullable(),
});
export type Notice = z.infer<typeof noticeSchema>;
export type NoticeKind = (typeof noticeKinds)[number];
export type NoticeChannel = 'customer_message' | 'template';
