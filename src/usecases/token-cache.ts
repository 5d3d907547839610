import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../domain/time.ts';
import type { AccessToken, TokenCache } from '../gateways/official-account/types.ts';
import { type HeldLease, acquireLease, releaseLease } from '../store/lease.ts';
import type { Store } from '../store/store.ts';
import { changeOrInsert } from './change.ts';
import { type Setting, settings } from './documents/settings.ts';

/** How often a process looks whether another has finished renewing. */
const POLL_MS = 100;
/** Three times the longest a token call may take (config, timeouts.wechatMs). */
const LEASE_MS = 15_000;

const settingId = (appid: string): string => `access_token:${appid}`;

const load = async (store: Store, appid: string): Promise<AccessToken | null> => {
  const stored = await store.get(settings, settingId(appid));
  return stored?.doc.kind === 'access_token' ? stored.doc : null;
};

/** The last token written is the one that counts; a conflict means that another has just been written. */
const save = async (store: Store, appid: string, { accessToken, expiresAt }: AccessToken): Promise<void> => {
  const setting: Setting = { kind: 'access_token', accessToken, expiresAt };
  await changeOrInsert(store, settings, settingId(appid), () => setting);
};

/**
 * Access tokens kept in the store, so that all processes share one and one at a time renews it. A process that
 * dies while it renews holds the others up until its lease expires.
 * @param wait pauses for so many milliseconds
 */
export const tokenCache = (
  store: Store,
  clock: Clock,
  instanceId: string,
  wait: (ms: number) => Promise<unknown> = sleep,
): TokenCache => {
  const lease = async (appid: string): Promise<HeldLease> => {
    for (;;) {
      const acquired = await acquireLease(store, {
        name: settingId(appid),
        holder: instanceId,
        now: clock.now(),
        ttlMs: LEASE_MS,
      });
      if (acquired.ok) return acquired.value;
      await wait(POLL_MS);
    }
  };
  return {
    load: (appid) => load(store, appid),
    save: (appid, token) => save(store, appid, token),
    exclusively: async (appid, refresh) => {
      const held = await lease(appid);
      try {
        return await refresh();
      } finally {
        await releaseLease(store, held);
      }
    },
  };
};
