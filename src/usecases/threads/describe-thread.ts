import type { Delivery, Thread } from '../../domain/thread/state.ts';
import type { Deps } from '../deps.ts';
import { hasCredit } from '../message-credit.ts';
import { type TranscriptLine, readTranscript } from '../read-transcript.ts';

/** As much of the conversation as an answer can rest on at a glance. */
const RECENT = 10;

/** Where something is on its way to the customer. */
export type DeliveryState = Delivery['state'] | 'waiting_for_customer';

/** A thread as staff read it. */
export interface ThreadDescription {
  readonly thread: Thread;
  /** The date promised has passed. */
  readonly overdue: boolean;
  readonly promise: DeliveryState;
  /** Of each reply, in order. */
  readonly deliveries: readonly DeliveryState[];
  /** The last messages between us and the customer, oldest first. */
  readonly recent: readonly TranscriptLine[];
}

export const describeThread = async (
  deps: Pick<Deps, 'store' | 'clock'>,
  thread: Thread,
): Promise<ThreadDescription> => {
  const [canSend, recent] = await Promise.all([
    hasCredit(deps, thread.customer),
    readTranscript(deps, thread.customer, RECENT),
  ]);
  const stateOf = ({ state }: Delivery): DeliveryState =>
    state === 'pending' && !canSend ? 'waiting_for_customer' : state;
  return {
    thread,
    overdue: thread.state === 'open' && deps.clock.now() > thread.respondBy,
    promise: stateOf(thread.promise),
    deliveries: thread.replies.map(stateOf),
    recent,
  };
};
