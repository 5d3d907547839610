import type { Case } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';
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

/** Whether enough of the lease is left to begin a call: a third of it, which is longer than any call takes. */
export const hasTimeForCall = (
  { limits }: Pick<Deps, 'limits'>,
  lease: Lease | null,
  holder: string,
  now: Instant,
): boolean => lease?.holder === holder && lease.until - now >= limits.leaseMs / 3;
