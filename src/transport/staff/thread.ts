import { type Instant, isoChina } from '../../domain/time.ts';
import { maskPersonal } from '../../masking.ts';
import type { TranscriptLine } from '../../usecases/read-transcript.ts';
import type { ThreadDescription } from '../../usecases/threads/describe-thread.ts';

type Json = Record<string, unknown>;

const time = (at: Instant | null): string | null => (at === null ? null : isoChina(at));

/** `reply`: what the bot answered in the same turn; null: nothing, or a hand-over. */
const presentLine = ({ at, direction, type, text, reply }: TranscriptLine): Json => ({
  at: isoChina(at),
  from: direction === 'in' ? 'customer' : 'desk',
  type,
  text,
  reply: reply?.type === 'text' ? reply.text : null,
});

/** `recent` and `replies` oldest first; `delivery` is that of the last reply, null where there is none. The openid is masked. */
export const presentThread = ({ thread, overdue, promise, deliveries, recent }: ThreadDescription): Json => ({
  id: thread.id,
  state: thread.state,
  customer: { appid: thread.customer.appid, openid: maskPersonal(thread.customer.openid) },
  language: thread.language,
  caseNo: thread.caseNo,
  openedAt: isoChina(thread.openedAt),
  respondBy: isoChina(thread.respondBy),
  provisional: thread.provisional,
  overdue,
  answeredAt: time(thread.answeredAt),
  closed: thread.closed && { at: isoChina(thread.closed.at), how: thread.closed.how, by: thread.closed.by },
  promise,
  replies: thread.replies.map(({ id, text, by, createdAt }, n) => ({
    id,
    text,
    by,
    at: isoChina(createdAt),
    delivery: deliveries[n],
  })),
  delivery: deliveries.at(-1) ?? null,
  recent: recent.map(presentLine),
});
