import { describe, expect, it } from '@jest/globals';
import { acquireLease, type HeldLease, leases, releaseLease, renewLease } from '../../../src/store/lease.ts';
import type { Store } from '../../../src/store/store.ts';
import { type CreateDatabase, eachWithDatabase } from '../../support/store/database.ts';

const NOW = 1_760_000_000_000;
const TTL_MS = 60_000;
const job = (holder: string, now = NOW) => ({ name: 'reconcile', holder, now, ttlMs: TTL_MS });
const held = { ok: false, code: 'held' };
const lost = { ok: false, code: 'lost' };

const acquired = async (store: Store, holder: string, now = NOW): Promise<HeldLease> => {
  const outcome = await acquireLease(store, job(holder, now));
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value;
};

export const leaseContract = (create: CreateDatabase): void => {
  describe('leases', () => {
    const database = eachWithDatabase(create);
    const open = () => database.open(leases);

    it('a name nobody holds, asked for by 40 at once on two instances: one gets it', async () => {
      const stores = [await open(), await open()] as const;
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, racer) =>
          acquireLease(stores[racer % 2 === 0 ? 0 : 1], job(`holder ${String(racer)}`)),
        ),
      );
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(outcomes.filter(({ ok }) => !ok)).toEqual(Array.from({ length: 39 }, () => held));
    });

    it('a lease that has run out, asked for by 40 at once: one gets it', async () => {
      const store = await open();
      await acquired(store, 'first');
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, racer) =>
          acquireLease(store, job(`holder ${String(racer)}`, NOW + TTL_MS)),
        ),
      );
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    });

    it('a held lease, asked for until the moment it ends, is refused; at that moment it is given', async () => {
      const store = await open();
      expect((await acquired(store, 'first')).expiresAt).toBe(NOW + TTL_MS);
      expect(await acquireLease(store, job('second', NOW + TTL_MS - 1))).toEqual(held);
      expect((await acquireLease(store, job('second', NOW + TTL_MS))).ok).toBe(true);
    });

    it('a held lease, asked for by its own holder, is refused: two runs of one process exclude each other', async () => {
      const store = await open();
      await acquired(store, 'first');
      expect(await acquireLease(store, job('first', NOW + 1))).toEqual(held);
    });

    it('a released lease, asked for, is given at once; other names were free all along', async () => {
      const store = await open();
      const lease = await acquired(store, 'first');
      expect((await acquireLease(store, { ...job('second'), name: 'other' })).ok).toBe(true);
      expect((await releaseLease(store, lease)).ok).toBe(true);
      expect((await acquireLease(store, job('second'))).ok).toBe(true);
    });

    it('a stalled holder, releasing after another has taken over, frees nothing', async () => {
      const store = await open();
      const stalled = await acquired(store, 'first');
      await acquired(store, 'second', NOW + TTL_MS);
      expect(await releaseLease(store, stalled)).toEqual(lost);
      expect(await acquireLease(store, job('third', NOW + TTL_MS + 1))).toEqual(held);
    });

    it('a stalled run, releasing after a later run of the same holder has taken over, frees nothing', async () => {
      const store = await open();
      const stalled = await acquired(store, 'first');
      await acquired(store, 'first', NOW + TTL_MS);
      expect(await releaseLease(store, stalled)).toEqual(lost);
      expect(await acquireLease(store, job('second', NOW + TTL_MS + 1))).toEqual(held);
    });

    it('a lease, renewed by its holder, lasts from then; renewed after a takeover, is lost', async () => {
      const store = await open();
      const first = await acquired(store, 'first');
      const renewed = await renewLease(store, first, { now: NOW + 50_000, ttlMs: TTL_MS });
      expect(renewed).toMatchObject({ ok: true, value: { expiresAt: NOW + 110_000 } });
      expect(await acquireLease(store, job('second', NOW + 109_999))).toEqual(held);
      await acquired(store, 'second', NOW + 110_000);
      expect(
        renewed.ok && (await renewLease(store, renewed.value, { now: NOW + 110_001, ttlMs: TTL_MS })),
      ).toEqual(lost);
    });
  });
};
