import { nextNoticeTry } from '../backoff.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { type Delivery, type Thread, settled } from './state.ts';

/** What came of trying to tell the customer something. */
export type Told =
  | { readonly kind: 'sent' }
  /** They have to write first; then it is tried at once. */
  | { readonly kind: 'closed'; readonly detail: string }
  /** Nobody knows, or our account is held up: tried again. */
  | { readonly kind: 'delayed'; readonly detail: string }
  /** It will never go this way. */
  | { readonly kind: 'refused'; readonly detail: string };

export type ToldItem =
  { readonly kind: 'promise' } | { readonly kind: 'reply'; readonly reply: { readonly id: string } };

/** A customer who has not been heard of for so long no longer waits. */
const GIVE_UP_MS = 30 * DAY_MS;
/** The customer's next message brings it forward; this is in case that is lost. */
const LOOK_AGAIN_MS = DAY_MS;

const after = <Item extends Delivery>(item: Item, told: Told, now: Instant): Item => {
  if (item.state !== 'pending') return item;
  if (told.kind === 'sent') return { ...item, state: 'sent', nextAt: null };
  if (told.kind === 'refused' || now > item.createdAt + GIVE_UP_MS)
    return { ...item, state: 'undeliverable', nextAt: null };
  if (told.kind === 'closed') return { ...item, nextAt: now + LOOK_AGAIN_MS };
  return { ...item, failures: item.failures + 1, nextAt: nextNoticeTry(now, item.failures) };
};

/** The customer is still without an answer: all that was written since they asked was refused. */
const isUnanswered = ({ state, askedAt, replies }: Thread): boolean =>
  state === 'answered' &&
  replies.every(({ createdAt, state: delivery }) => createdAt < askedAt || delivery === 'undeliverable');

/** The thread after trying; where the only answer was refused, the customer waits as before. */
export const afterTelling = (thread: Thread, item: ToldItem, told: Told, now: Instant): Thread => {
  if (item.kind === 'promise') return settled({ ...thread, promise: after(thread.promise, told, now) });
  const tried = {
    ...thread,
    lastAt: told.kind === 'sent' ? now : thread.lastAt,
    replies: thread.replies.map((reply) => (reply.id === item.reply.id ? after(reply, told, now) : reply)),
  };
  const back = told.kind === 'refused' && isUnanswered(tried);
  return settled(back ? { ...tried, state: 'open', answeredAt: null } : tried);
};

/** The customer can be written to again: what waits for that is tried now. The same thread where nothing does. */
export const hintThread = (thread: Thread, at: Instant): Thread => {
  const isHeldBack = ({ nextAt }: Delivery): boolean => nextAt !== null && nextAt > at;
  if (![thread.promise, ...thread.replies].some(isHeldBack)) return thread;
  const hurried = <Item extends Delivery>(item: Item): Item =>
    isHeldBack(item) ? { ...item, nextAt: at } : item;
  return settled({ ...thread, promise: hurried(thread.promise), replies: thread.replies.map(hurried) });
};
