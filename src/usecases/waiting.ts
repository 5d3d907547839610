import { hintNotices } from '../domain/case/hint.ts';
import { hintThread } from '../domain/thread/delivery.ts';
import { change } from './change.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { threads } from './documents/threads.ts';

/*
 * What has something to tell a customer and found the window shut. In the session a case stands as its number, a
 * thread as `thread:<id>`.
 */

const THREAD = 'thread:';

export const waitingThread = (id: string): string => `${THREAD}${id}`;

/**
 * The customer can be written to again: what waited for that tries at its next turn.
 * @returns false where it has to be told again later: a worker that has just found the window shut may not have
 *   written so yet
 */
export const hurry = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  waiting: string,
): Promise<boolean> => {
  const now = clock.now();
  const hurried = waiting.startsWith(THREAD)
    ? await change(store, threads, waiting.slice(THREAD.length), (thread) => hintThread(thread, now))
    : await change(store, cases, waiting, (kase) => hintNotices(kase, now));
  const lease = hurried?.doc.lease;
  return !lease || lease.until <= now;
};
