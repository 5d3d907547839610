import { DAY_MS, type Instant, morningOf } from '../time.ts';
import type { Thread, ThreadReply } from './state.ts';

/** An answered request in which nothing more is said ends by itself. */
const SILENCE_MS = 3 * DAY_MS;
/** Staff are told of a missed date as often as this until somebody answers. */
const ALARM_EVERY_MS = DAY_MS;

/** Staff hear of a customer who waits: that they do, and in the morning of the last day. */
export interface StaffHear {
  readonly kind: Exclude<Thread['staffTold'], 'nothing'>;
}

export type ThreadJob =
  | { readonly kind: 'overdue' }
  | { readonly kind: 'promise' }
  | { readonly kind: 'reply'; readonly reply: ThreadReply }
  | StaffHear
  | { readonly kind: 'silence' };

/** Replies reach the customer in the order in which they were written: only the first one on its way is due. */
const firstPending = ({ replies }: Thread): ThreadReply | undefined =>
  replies.find(({ state }) => state === 'pending');

/** What a thread waits for beside deliveries, and until when. */
const waitsFor = (thread: Thread): { readonly kind: 'overdue' | 'silence'; readonly at: Instant } | null => {
  const { state, alarmedAt, respondBy, lastAt } = thread;
  switch (state) {
    case 'open':
      return { kind: 'overdue', at: alarmedAt === null ? respondBy + 1 : alarmedAt + ALARM_EVERY_MS };
    case 'answered':
      return firstPending(thread) ? null : { kind: 'silence', at: lastAt + SILENCE_MS };
    case 'closed':
      return null;
  }
};

/** What staff are to hear while there is time; of two the later, which says it all. */
const staffHear = ({ state, staffTold, askedAt, respondBy }: Thread) =>
  state === 'open'
    ? [
        ...(staffTold === 'due_soon'
          ? []
          : [{ job: { kind: 'due_soon' }, at: morningOf(respondBy) } as const]),
        ...(staffTold === 'nothing' ? [{ job: { kind: 'waits' }, at: askedAt } as const] : []),
      ]
    : [];

/** Each thing a thread has to do, and when: a missed date first, for then nothing is promised any more. */
const agenda = (thread: Thread): readonly { readonly job: ThreadJob; readonly at: Instant }[] => {
  const { promise } = thread;
  const waits = waitsFor(thread);
  const reply = firstPending(thread);
  return [
    ...(waits ? [{ job: { kind: waits.kind }, at: waits.at } as const] : []),
    ...(promise.nextAt === null ? [] : [{ job: { kind: 'promise' }, at: promise.nextAt } as const]),
    ...(reply?.nextAt == null ? [] : [{ job: { kind: 'reply', reply }, at: reply.nextAt } as const]),
    ...staffHear(thread),
  ];
};

export const dueJob = (thread: Thread, now: Instant): ThreadJob | null =>
  agenda(thread).find(({ at }) => at <= now)?.job ?? null;

/** null: nothing is left to do. */
export const nextActionAt = (thread: Thread): Instant | null => {
  const times = agenda(thread).map(({ at }) => at);
  return times.length === 0 ? null : Math.min(...times);
};
