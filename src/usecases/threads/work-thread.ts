import { promiseText, replyText } from '../../conversation/colleague.ts';
import { type ThreadJob, dueJob } from '../../domain/thread/next-action.ts';
import { type Told, type ToldItem, afterTelling } from '../../domain/thread/delivery.ts';
import type { Thread } from '../../domain/thread/state.ts';
import { closeThread, missDate, noteTold } from '../../domain/thread/thread.ts';
import { changeExisting } from '../change.ts';
import { type Outgoing, type Tried, sendCustomerMessage } from '../customer-message.ts';
import type { Deps } from '../deps.ts';
import { threads } from '../documents/threads.ts';
import { freeLease, hasTimeForCall, newHolder, takeLease } from '../lease.ts';
import { waitingThread } from '../waiting.ts';
import { raiseThreadAlarms, tellOfWait } from './thread-alarms.ts';

/** A thread that wants more steps than this at once waits for the next pass. */
const MAX_STEPS = 20;

/** Does what is due of one thread, under its lease: each step's result is written before the next begins. */
export const workThread = async (deps: Deps, id: string): Promise<void> => {
  const holder = newHolder(deps);
  const leased = await takeLease(deps, threads, id, holder, (doc, now) => dueJob(doc, now) !== null);
  if (!leased) return;
  let thread = leased.doc;
  try {
    for (let steps = 0; steps < MAX_STEPS && thread.lease?.holder === holder; steps += 1) {
      const now = deps.clock.now();
      const job = dueJob(thread, now);
      if (!job || !hasTimeForCall(deps, thread.lease, holder, now)) break;
      thread = await runJob(deps, thread, job);
    }
  } finally {
    await freeLease(deps, threads, id, holder);
  }
};

/** @returns the thread as it then stands; what has come of a message is never dropped */
const runJob = async (deps: Deps, thread: Thread, job: ThreadJob): Promise<Thread> => {
  const write = async (apply: (thread: Thread) => Thread): Promise<Thread> => {
    await raiseThreadAlarms(deps, thread, apply(thread));
    const { doc } = await changeExisting(deps.store, threads, thread.id, apply);
    return doc;
  };
  const isStillDue = (doc: Thread, now: number): boolean => dueJob(doc, now)?.kind === job.kind;
  switch (job.kind) {
    case 'promise':
    case 'reply': {
      const told = await tell(deps, thread, outgoing(thread, job), job);
      return write((doc) => afterTelling(doc, job, told, deps.clock.now()));
    }
    case 'overdue': {
      const now = deps.clock.now();
      return write((doc) => (isStillDue(doc, now) ? missDate(doc, deps.calendar, now) : doc));
    }
    case 'waits':
    case 'due_soon':
      await tellOfWait(deps, thread, job);
      return write((doc) => noteTold(doc, job.kind, thread));
    case 'silence': {
      const now = deps.clock.now();
      const closed = { at: now, how: 'silence', by: null, commandId: null } as const;
      return write((doc) => (isStillDue(doc, now) ? closeThread(doc, closed) : doc));
    }
  }
};

const outgoing = (thread: Thread, item: Extract<ThreadJob, ToldItem>): Outgoing => {
  const { customer, language, promise } = thread;
  return item.kind === 'promise'
    ? {
        customer,
        text: promiseText(language, { ...thread, ...promise }),
        lineId: `thread:${thread.id}:promise:${String(promise.createdAt)}`,
      }
    : {
        customer,
        text: replyText(language, item.reply.text),
        lineId: `thread:${thread.id}:${item.reply.id}`,
      };
};

const tell = async (deps: Deps, thread: Thread, what: Outgoing, item: ToldItem): Promise<Told> => {
  const account = deps.officialAccount;
  if (!account) return { kind: 'delayed', detail: 'channel off' };
  if (thread.customer.appid !== deps.appid)
    return { kind: 'refused', detail: 'the customer is not known to this Official Account' };
  const tried = await sendCustomerMessage(deps, account, what, waitingThread(thread.id));
  const told = toldBy(tried);
  if (told.kind !== 'sent' && told.kind !== 'closed')
    deps.log.warn({ thread: thread.id, item: item.kind, ...told }, 'a customer could not be told');
  return told;
};

const toldBy = (tried: Tried): Told => {
  if (tried.kind === 'sent' || tried.kind === 'closed') return tried;
  const { detail } = tried;
  if (tried.kind === 'unknown') return { kind: 'delayed', detail };
  const isHeldUp = tried.reaction === 'hold' || tried.reaction === 'configuration';
  return { kind: isHeldUp ? 'delayed' : 'refused', detail };
};
