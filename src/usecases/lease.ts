import type { Case } from '../domain/case/state.ts';
import { type Instant, SECOND_MS } from '../domain/time.ts';
import type { Deps } from './deps.ts';

type Lease = NonNullable<Case['lease']>;

/** The longest a gateway may take to answer. */
export const CALL_TIMEOUT_MS = 10 * SECOND_MS;
/** Long enough for several calls; a call begins only while two of its time-outs remain. */
export const LEASE_MS = 6 * CALL_TIMEOUT_MS;

/** Names one run of work, so that two runs in one process are told apart. */
export const newHolder = (deps: Pick<Deps, 'instanceId' | 'random'>): string =>
  `${deps.instanceId}:${deps.random.bytes(6).toString('hex')}`;

export const leaseFor = (holder: string, now: Instant): Lease => ({ holder, until: now + LEASE_MS });

export const isHeldByOther = (lease: Lease | null, holder: string, now: Instant): boolean =>
  lease !== null && lease.holder !== holder && lease.until > now;

export const hasTimeForCall = (lease: Lease | null, holder: string, now: Instant): boolean =>
  lease?.holder === holder && lease.until - now >= 2 * CALL_TIMEOUT_MS;
