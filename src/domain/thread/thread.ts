import { type Calendar, addBusinessDays } from '../calendar.ts';
import type { Customer } from '../case/state.ts';
import type { Language } from '../reason.ts';
import type { Instant } from '../time.ts';
import { type Closed, type Thread, type ThreadReply, settled } from './state.ts';

const REMEMBERED_REQUESTS = 10;

/** A customer asks for a person, or says more to the one they wait for. */
export interface PersonRequest {
  /** The same however often the message is taken; a thread it opens has it as its own id. */
  readonly id: string;
  readonly language: Language;
  readonly askedAt: Instant;
  /** They have asked for the person, and hear the date even where they have heard it before. */
  readonly asks: boolean;
  readonly duringForm: boolean;
}

/** By when they are answered. */
export interface Terms {
  readonly calendar: Calendar;
  readonly businessDays: number;
}

type Promised = Thread['promise'];

const promised = (kind: Promised['kind'], { askedAt, duringForm }: PersonRequest): Promised => ({
  kind,
  duringForm,
  createdAt: askedAt,
  state: 'pending',
  failures: 0,
  nextAt: askedAt,
});

/** What is begun anew each time a customer begins to wait for an answer. */
const waiting = ({ askedAt }: PersonRequest, { calendar, businessDays }: Terms) => {
  const { at, provisional } = addBusinessDays(calendar, askedAt, businessDays);
  return {
    state: 'open',
    askedAt,
    businessDays,
    respondBy: at,
    provisional,
    lastAt: askedAt,
    answeredAt: null,
    staffTold: 'nothing',
    alarmedAt: null,
  } as const;
};

export const openThread = (
  request: PersonRequest,
  terms: Terms,
  of: { readonly customer: Customer; readonly caseNo: string | null },
): Thread =>
  settled({
    id: request.id,
    customer: of.customer,
    caseNo: of.caseNo,
    language: request.language,
    openedAt: request.askedAt,
    ...waiting(request, terms),
    requests: [request.id],
    promise: promised('first', request),
    replies: [],
    closed: null,
    nextActionAt: null,
    lease: null,
  });

/** Another message of a customer whose thread is not closed: while they wait, the date stands; after an answer it begins anew. */
export const askAgain = (thread: Thread, request: PersonRequest, terms: Terms): Thread => {
  if (thread.state === 'closed' || thread.requests.includes(request.id)) return thread;
  const requests = [...thread.requests, request.id].slice(-REMEMBERED_REQUESTS);
  const asked = { ...thread, requests, language: request.language };
  if (thread.state === 'open')
    return settled(request.asks ? { ...asked, promise: promised('again', request) } : asked);
  const promise = promised(request.asks ? 'first' : 'more', request);
  return settled({ ...asked, ...waiting(request, terms), promise });
};

const withoutPromise = ({ promise }: Thread): Promised =>
  promise.state === 'pending' ? { ...promise, state: 'superseded', nextAt: null } : promise;

/** A colleague answers; what was promised has come true. */
export const addReply = (
  thread: Thread,
  { text, by, commandId }: Pick<ThreadReply, 'text' | 'by' | 'commandId'>,
  at: Instant,
): Thread => {
  const id = `r${String(thread.replies.length + 1)}`;
  const reply: ThreadReply = {
    id,
    text,
    by,
    commandId,
    createdAt: at,
    state: 'pending',
    failures: 0,
    nextAt: at,
  };
  return settled({
    ...thread,
    state: 'answered',
    answeredAt: thread.answeredAt ?? at,
    alarmedAt: null,
    lastAt: at,
    replies: [...thread.replies, reply],
    promise: withoutPromise(thread),
  });
};

/** Ended; what is still on its way to the customer goes on. */
export const closeThread = (thread: Thread, closed: Closed): Thread =>
  thread.state === 'closed'
    ? thread
    : settled({ ...thread, state: 'closed', closed, promise: withoutPromise(thread) });

/** Staff have been told of this wait; another one, or another date, they are told of anew. */
export const noteTold = (
  thread: Thread,
  staffTold: Thread['staffTold'],
  { askedAt, respondBy }: Pick<Thread, 'askedAt' | 'respondBy'>,
): Thread =>
  thread.askedAt === askedAt && thread.respondBy === respondBy ? settled({ ...thread, staffTold }) : thread;

/**
 * A provisional date as the holidays announced since have it, never an earlier one: what was promised is not taken
 * back. One that is still to come was not missed, and staff are warned of it anew. The same thread where nothing changes.
 */
export const moveDate = (thread: Thread, calendar: Calendar): Thread => {
  const { state, askedAt, businessDays, alarmedAt, staffTold } = thread;
  if (state !== 'open' || !thread.provisional) return thread;
  const { at, provisional } = addBusinessDays(calendar, askedAt, businessDays);
  const respondBy = Math.max(at, thread.respondBy);
  if (respondBy === thread.respondBy && provisional) return thread;
  const isMissed = respondBy === thread.respondBy || (alarmedAt !== null && alarmedAt > respondBy);
  const anew = { alarmedAt: null, staffTold: staffTold === 'nothing' ? staffTold : 'waits' } as const;
  return settled({ ...thread, respondBy, provisional, ...(isMissed ? {} : anew) });
};

/** The date has passed without an answer: it moves, where it may; otherwise staff are told, which `alarmedAt` says. */
export const missDate = (thread: Thread, calendar: Calendar, now: Instant): Thread => {
  const moved = moveDate(thread, calendar);
  if (moved.respondBy > thread.respondBy) return moved;
  return settled({ ...moved, staffTold: 'due_soon', alarmedAt: now, promise: withoutPromise(moved) });
};
