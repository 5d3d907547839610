import { type Result, ok } from '../../domain/result.ts';
import { type Thread, type ThreadState, threadStates } from '../../domain/thread/state.ts';
import { recordAudit } from '../audit.ts';
import { type Reader, noteReading } from '../case-access.ts';
import type { Deps } from '../deps.ts';
import type { AuditAction } from '../documents/audit.ts';
import { threadFacet, threads } from '../documents/threads.ts';
import { type ThreadCall, type ThreadRefusal, closeThreadByStaff, replyToThread } from './answer-thread.ts';
import { type ThreadDescription, describeThread } from './describe-thread.ts';

/*
 * What staff see of the people who wait for them and answer them, each with its entry in the audit log: see
 * case-access.ts.
 */

export { threadStates };
export const MAX_THREADS_PAGE = 50;

export interface ThreadQuery {
  /** null: any. */
  readonly state: ThreadState | null;
  /** 1 to MAX_THREADS_PAGE. */
  readonly limit: number;
  readonly cursor: string | null;
}

/**
 * Threads by the date of our answer, with the last of what was said in each.
 * @throws OperationalError 400 `bad_cursor`
 */
export const openThreads = async (
  deps: Deps,
  reader: Reader,
  { state, limit, cursor }: ThreadQuery,
): Promise<{ threads: readonly ThreadDescription[]; next: string | null }> => {
  const page = await deps.store.scan(threads, 'queue', {
    facet: threadFacet(state),
    limit,
    ...(cursor === null ? {} : { cursor }),
  });
  const ids = page.items.map(({ id }) => id);
  const [described] = await Promise.all([
    Promise.all(page.items.map(({ doc }) => describeThread(deps, doc))),
    ids.length === 0 ? null : noteReading(deps, reader, 'list_threads', { threads: ids }),
  ]);
  return { threads: described, next: page.next };
};

type Call = Omit<ThreadCall, 'staff'>;

/** `replyToThread`, recorded however it ends. */
export const replyAudited = async (
  deps: Deps,
  reader: Reader,
  call: Call,
  text: string,
): Promise<Result<ThreadDescription, ThreadRefusal>> => {
  const replied = await replyToThread(deps, { ...call, staff: reader.staff }, text);
  return recorded(deps, reader, { action: 'reply_thread', id: call.id }, replied);
};

/** `closeThreadByStaff`, recorded however it ends. */
export const closeAudited = async (
  deps: Deps,
  reader: Reader,
  call: Call,
): Promise<Result<ThreadDescription, ThreadRefusal>> => {
  const closed = await closeThreadByStaff(deps, { ...call, staff: reader.staff });
  return recorded(deps, reader, { action: 'close_thread', id: call.id }, closed);
};

/** What has been done stands: an entry that cannot be written is reported to operators, not to who would do it again. */
const recorded = async (
  deps: Deps,
  { staff, address }: Reader,
  { action, id }: { readonly action: AuditAction; readonly id: string },
  done: Result<Thread, ThreadRefusal>,
): Promise<Result<ThreadDescription, ThreadRefusal>> => {
  const isKnown = done.ok || done.code !== 'thread_not_found';
  const entry = {
    staff: staff.name,
    action,
    address,
    caseNo: done.ok ? done.value.caseNo : null,
    threads: isKnown ? [id] : [],
    outcome: done.ok ? 'ok' : done.code,
  };
  try {
    await recordAudit(deps, entry);
  } catch (err) {
    deps.log.error({ err, ...entry, address: null }, 'an answer could not be entered in the audit log');
  }
  return done.ok ? ok(await describeThread(deps, done.value)) : done;
};
