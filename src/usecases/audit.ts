import { type Result, ok, refuse } from '../domain/result.ts';
import { type StaffMember, may } from '../domain/staff.ts';
import type { Instant } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { type AuditEntry, audit, auditFacet } from './documents/audit.ts';

type AuditDeps = Pick<Deps, 'store' | 'clock' | 'random'>;

export type Recorded = Pick<AuditEntry, 'staff' | 'action' | 'address' | 'outcome'> &
  Partial<Pick<AuditEntry, 'caseNo' | 'listed' | 'threads' | 'detail'>>;

/** Of entries of one moment the later has the higher number, as far as one process can tell. */
let entries = 0;

const nextId = (random: Deps['random']): string => {
  entries += 1;
  return `${String(entries).padStart(12, '0')}-${random.bytes(16).toString('hex')}`;
};

const entryOf = (
  { caseNo = null, listed = [], threads = [], detail = null, ...entry }: Recorded,
  at: Instant,
): AuditEntry => ({ ...entry, at, caseNo, listed: [...listed], threads: [...threads], detail });

/** Adds an entry; durable when it resolves. */
export const recordAudit = async ({ store, clock, random }: AuditDeps, recorded: Recorded): Promise<void> => {
  const id = nextId(random);
  const written = await store.insert(audit, id, entryOf(recorded, clock.now()));
  if (!written.ok) throw new Error(`the audit entry ${id} is already there`);
};

/** The entry of what is begun again after a crash, under an id that is the same each time: the first one stands. */
export const recordAuditOnce = async (
  { store }: Pick<Deps, 'store'>,
  id: string,
  { at, ...recorded }: Recorded & { readonly at: Instant },
): Promise<void> => {
  await store.insert(audit, id, entryOf(recorded, at));
};

/**
 * The entry of what has been done. That stands, and says itself who did it, so that an entry that cannot be written is
 * reported to operators rather than to who did it: they would do it again.
 */
export const recordDone = async (deps: AuditDeps & Pick<Deps, 'log'>, recorded: Recorded): Promise<void> => {
  try {
    await recordAudit(deps, recorded);
  } catch (err) {
    deps.log.error({ err, ...recorded, address: null }, 'a decision could not be entered in the audit log');
  }
};

export interface AuditQuery {
  /** null: anybody's. */
  readonly staff: string | null;
  readonly caseNo: string | null;
  readonly limit: number;
  readonly cursor: string | null;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly next: string | null;
}

/**
 * The audit log, newest first; reading it is an entry too.
 * @throws OperationalError 400 `bad_cursor`
 */
export const listAudit = async (
  deps: AuditDeps,
  reader: { readonly staff: StaffMember; readonly address: string | null },
  { staff, caseNo, limit, cursor }: AuditQuery,
): Promise<Result<AuditPage, 'forbidden'>> => {
  const allowed = may(reader.staff.role, 'read_audit');
  const page = allowed
    ? await deps.store.scan(audit, 'log', {
        facet: auditFacet(staff, caseNo),
        descending: true,
        limit,
        ...(cursor === null ? {} : { cursor }),
      })
    : null;
  await recordAudit(deps, {
    staff: reader.staff.name,
    action: 'read_audit',
    caseNo,
    address: reader.address,
    outcome: allowed ? 'ok' : 'forbidden',
  });
  return page ? ok({ entries: page.items.map(({ doc }) => doc), next: page.next }) : refuse('forbidden');
};
