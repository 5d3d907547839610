import { z } from 'zod';

/** What the customer is told, as it stands in the outbox of the case until it is delivered or given up. */
export const noticeKinds = ['received', 'result', 'refunded', 'request', 'message'] as const;

/** What a result says, and what a request is about. */
export const noticeOutcomes = [
  'approved',
  'rejected',
  'upheld',
  'lapsed',
  'settled_outside',
  'information',
  'information_reminder',
  'offer',
  'offer_reminder',
  'offer_withdrawn',
  'offer_lapsed',
  'not_approved',
] as const;
export type NoticeOutcome = (typeof noticeOutcomes)[number];

export const noticeSchema = z.object({
  /** `<kind>-<n>`; stable, so that a template's client_msg_id can be derived from it. */
  id: z.string(),
  kind: z.enum(noticeKinds),
  /** null: the kind says it all. */
  outcome: z.enum(noticeOutcomes).nullable(),
  /** What staff wrote (`message`); null: the text is made from the case when it is sent. */
  text: z.string().nullable(),
  /** superseded: a later notice was delivered first, and this one would tell what is no longer so. */
  state: z.enum(['pending', 'sent', 'undeliverable', 'superseded']),
  /** The channel it went over. */
  channel: z.enum(['customer_message', 'template']).nullable(),
  /** Of the template message it went out as, until WeChat says whether that has arrived; null: nothing is awaited. */
  msgid: z.string().nullable().default(null),
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

/** What a person wrote is never out of date, and puts nothing else out of date. */
export const isMessage = (notice: Notice | undefined): boolean => notice?.kind === 'message';
