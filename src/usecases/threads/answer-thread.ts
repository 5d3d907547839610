import { type ReplyRefusal, checkReply } from '../../conversation/colleague.ts';
import { type Result, ok, refuse } from '../../domain/result.ts';
import { type StaffMember, may } from '../../domain/staff.ts';
import { THREAD_ID_PATTERN, type Thread } from '../../domain/thread/state.ts';
import { addReply, closeThread } from '../../domain/thread/thread.ts';
import { changeExisting } from '../change.ts';
import type { Deps } from '../deps.ts';
import { threads } from '../documents/threads.ts';

export interface ThreadCall {
  readonly id: string;
  readonly staff: StaffMember;
  /** The `Idempotency-Key` of the call; a repeat is answered as the first was. */
  readonly idempotencyKey: string | null;
}

export type ThreadRefusal = 'thread_not_found' | 'thread_closed' | 'forbidden' | ReplyRefusal;

/** A call without a key is one of its own. */
const commandIdOf = ({ random }: Deps, { staff, idempotencyKey }: ThreadCall, action: string): string =>
  `staff:${staff.name}:${action}:${idempotencyKey ?? random.bytes(16).toString('hex')}`;

const isDone = (thread: Thread, commandId: string): boolean =>
  thread.closed?.commandId === commandId || thread.replies.some((reply) => reply.commandId === commandId);

/**
 * A colleague answers. Durable when this returns; the thread's worker brings it to the customer, as soon as they can
 * be written to.
 */
export const replyToThread = async (
  deps: Deps,
  call: ThreadCall,
  written: string,
): Promise<Result<Thread, ThreadRefusal>> => {
  const stored = await readThread(deps, call);
  if (!stored.ok) return stored;
  const checked = checkReply(stored.value.language, written);
  if (!checked.ok) return checked;
  const { staff } = call;
  const commandId = commandIdOf(deps, call, 'reply');
  const reply = { text: checked.value, by: staff.name, commandId };
  const replied = await changeExisting(deps.store, threads, call.id, (thread) =>
    thread.state === 'closed' || isDone(thread, commandId)
      ? thread
      : addReply(thread, reply, deps.clock.now()),
  );
  if (!isDone(replied.doc, commandId)) return refuse('thread_closed');
  deps.log.info({ thread: call.id, staff: staff.name }, 'a member of staff has answered a customer');
  deps.wake();
  return ok(replied.doc);
};

/** A colleague ends the thread; what has been written to the customer still goes out. */
export const closeThreadByStaff = async (
  deps: Deps,
  call: ThreadCall,
): Promise<Result<Thread, ThreadRefusal>> => {
  const stored = await readThread(deps, call);
  if (!stored.ok) return stored;
  const commandId = commandIdOf(deps, call, 'close');
  const closed = { at: deps.clock.now(), how: 'staff', by: call.staff.name, commandId } as const;
  const { doc } = await changeExisting(deps.store, threads, call.id, (thread) => closeThread(thread, closed));
  return isDone(doc, commandId) ? ok(doc) : refuse('thread_closed');
};

const readThread = async (
  { store }: Deps,
  { id, staff }: ThreadCall,
): Promise<Result<Thread, 'forbidden' | 'thread_not_found'>> => {
  if (!may(staff.role, 'handle_case')) return refuse('forbidden');
  const stored = THREAD_ID_PATTERN.test(id) ? await store.get(threads, id) : undefined;
  return stored ? ok(stored.doc) : refuse('thread_not_found');
};
