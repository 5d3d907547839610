import { z } from 'zod';
import { ok, refuse, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Collection, Store } from './store.ts';

/** Who may do a named piece of work, and until when; holder null: let go. */
const leaseSchema = z.object({ name: z.string(), holder: z.string().nullable(), expiresAt: z.number() });
type LeaseDocument = z.infer<typeof leaseSchema>;

export const leases: Collection<LeaseDocument, never> = {
  name: 'leases',
  schemaVersion: 1,
  parse: (raw) => leaseSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {},
};

/** A lease that was won; `revision` tells it from every other time the same name was leased, even by the same holder. */
export interface HeldLease {
  readonly name: string;
  readonly holder: string;
  readonly expiresAt: Instant;
  readonly revision: number;
}

export interface LeaseRequest {
  readonly name: string;
  readonly holder: string;
  readonly now: Instant;
  readonly ttlMs: number;
}

const write = async (
  store: Store,
  { name, holder, now, ttlMs }: LeaseRequest,
  revision: number | undefined,
): Promise<HeldLease | null> => {
  const doc = { name, holder, expiresAt: now + ttlMs };
  const written =
    revision === undefined
      ? await store.insert(leases, name, doc)
      : await store.replace(leases, { id: name, revision }, doc);
  return written.ok ? { ...doc, revision: written.revision } : null;
};

/**
 * Of all who ask at once one wins. `held`: somebody has it, perhaps the same holder: a lease is not re-entrant,
 * so that two runs within one process exclude each other too.
 */
export const acquireLease = async (
  store: Store,
  request: LeaseRequest,
): Promise<Result<HeldLease, 'held'>> => {
  const current = await store.get(leases, request.name);
  if (current !== undefined && current.doc.holder !== null && current.doc.expiresAt > request.now)
    return refuse('held');
  const lease = await write(store, request, current?.revision);
  return lease === null ? refuse('held') : ok(lease);
};

/** `lost`: it was taken by another after it had expired, or let go. */
export const renewLease = async (
  store: Store,
  lease: HeldLease,
  { now, ttlMs }: Pick<LeaseRequest, 'now' | 'ttlMs'>,
): Promise<Result<HeldLease, 'lost'>> => {
  const renewed = await write(store, { name: lease.name, holder: lease.holder, now, ttlMs }, lease.revision);
  return renewed === null ? refuse('lost') : ok(renewed);
};

/** `lost`: it was no longer this holder's; whoever has it now keeps it. */
export const releaseLease = async (store: Store, lease: HeldLease): Promise<Result<null, 'lost'>> => {
  const { name, revision } = lease;
  const written = await store.replace(leases, { id: name, revision }, { name, holder: null, expiresAt: 0 });
  return written.ok ? ok(null) : refuse('lost');
};
