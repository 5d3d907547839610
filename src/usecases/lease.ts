import type { Case } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';
import type { Collection, Stored } from '../store/store.ts';
import { change, changeExisting } from './change.ts';
import type { Deps } from './deps.ts';

type Lease = NonNullable<Case['lease']>;

/** Names one run of work, so that two runs in one process are told apart. */
export const newHolder = (deps: Pick<Deps, 'instanceId' | 'random'>): string =>
  `${deps.instanceId}:${deps.random.bytes(6).toString('hex')}`;

export const leaseFor = ({ limits }: Pick<Deps, 'limits'>, holder: string, now: Instant): Lease => ({
  holder,
  until: now + limits.leaseMs,
});

export const isHeldByOther = (lease: Lease | null, holder: string, now: Instant): boolean =>
  lease !== null && lease.holder !== holder && lease.until > now;

/**
 * Takes the lease of a document that has something due, for one run of work.
 * @returns undefined where another has it, or nothing is due
 */
export const takeLease = async <T extends { readonly lease: Lease | null }>(
  deps: Pick<Deps, 'store' | 'clock' | 'limits'>,
  collection: Collection<T>,
  id: string,
  holder: string,
  isDue: (doc: T, now: Instant) => boolean,
): Promise<Stored<T> | undefined> => {
  const leased = await change(deps.store, collection, id, (doc) => {
    const now = deps.clock.now();
    const free = !isHeldByOther(doc.lease, holder, now) && isDue(doc, now);
    return free ? { ...doc, lease: leaseFor(deps, holder, now) } : doc;
  });
  return leased?.doc.lease?.holder === holder ? leased : undefined;
};

/** Lets go of it, where it is still held. */
export const freeLease = async <T extends { readonly lease: Lease | null }>(
  { store }: Pick<Deps, 'store'>,
  collection: Collection<T>,
  id: string,
  holder: string,
): Promise<void> => {
  await changeExisting(store, collection, id, (doc) =>
    doc.lease?.holder === holder ? { ...doc, lease: null } : doc,
  );
};

/** Whether enough of the lease is left to begin a call: a third of it, which is longer than any call takes. */
export const hasTimeForCall = (
  { limits }: Pick<Deps, 'limits'>,
  lease: Lease | null,
  holder: string,
  now: Instant,
): boolean => lease?.holder === holder && lease.until - now >= limits.leaseMs / 3;
