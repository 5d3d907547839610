import { createHash } from 'node:crypto';
import { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import type { Store } from '../../store/store.ts';
import { change } from '../change.ts';
import { type LoginLimit, loginLimits } from '../documents/login-limits.ts';

/**
 * How many tries, within which time. A wrong code costs more than a wrong password: there are only a million of them.
 * `binding`: of one WeChat, at the code that makes it a member's own.
 */
const RULES = {
  address: { tries: 30, windowMs: 15 * MINUTE_MS },
  name: { tries: 10, windowMs: 15 * MINUTE_MS },
  code: { tries: 5, windowMs: 15 * MINUTE_MS },
  binding: { tries: 5, windowMs: HOUR_MS },
} as const;
export type Limited = keyof typeof RULES;

/**
 * Names and addresses are counted in 65,536 drawers each: what strangers type can neither fill the database nor be
 * read there. Who shares a drawer shares its count, which gives an attacker nothing that the name itself would not.
 */
const drawer = (value: string): string => createHash('sha256').update(value).digest('hex').slice(0, 4);

/** Counts in our own store, by our own clock: the same for every process, and not forgotten by a restart. */
class StoreLimiter extends RateLimiterStoreAbstract {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock, kind: Limited) {
    const { tries, windowMs } = RULES[kind];
    super({ storeClient: store, keyPrefix: kind, points: tries, duration: windowMs / SECOND_MS });
    this.#store = store;
    this.#clock = clock;
  }

  async _upsert(key: string, tries: number, windowMs: number, forceExpire: boolean): Promise<LoginLimit> {
    const now = this.#clock.now();
    const fresh: LoginLimit = { tries, until: now + windowMs };
    const inserted = await this.#store.insert(loginLimits, key, fresh);
    if (inserted.ok) return fresh;
    const changed = await change(this.#store, loginLimits, key, (before) =>
      forceExpire || before.until <= now ? fresh : { ...before, tries: Math.max(0, before.tries + tries) },
    );
    return changed?.doc ?? fresh;
  }

  async _get(key: string): Promise<LoginLimit | null> {
    const limit = (await this.#store.get(loginLimits, key))?.doc;
    return limit && limit.until > this.#clock.now() ? limit : null;
  }

  async _delete(key: string): Promise<boolean> {
    const changed = await change(this.#store, loginLimits, key, (before) =>
      before.until === 0 ? before : { tries: 0, until: 0 },
    );
    return changed !== undefined;
  }

  _getRateLimiterRes(_key: string, changed: number, { tries, until }: LoginLimit): RateLimiterRes {
    const waitMs = Math.max(0, until - this.#clock.now());
    return new RateLimiterRes(Math.max(0, this.points - tries), waitMs, tries, tries === changed);
  }
}

export type Taken =
  | { readonly ok: true }
  /** `first`: it was this try that went too far. */
  | { readonly ok: false; readonly waitMs: number; readonly first: boolean };

/** Counts tries at what must not be guessed. */
export interface Limiter {
  /** Counts one; refused where there were too many. Before the look at the password, so that many at once gain nothing. */
  take(kind: Limited, value: string): Promise<Taken>;
  /** They were right: their failures are forgotten. */
  clear(kind: Limited, value: string): Promise<void>;
  /** Takes one try back. */
  giveBack(kind: Limited, value: string): Promise<void>;
}

export const createLimiter = (store: Store, clock: Clock): Limiter => {
  const limiters = {
    address: new StoreLimiter(store, clock, 'address'),
    name: new StoreLimiter(store, clock, 'name'),
    code: new StoreLimiter(store, clock, 'code'),
    binding: new StoreLimiter(store, clock, 'binding'),
  };
  return {
    take: async (kind, value) => {
      try {
        await limiters[kind].consume(drawer(value));
        return { ok: true };
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        const { msBeforeNext, consumedPoints } = refused;
        return { ok: false, waitMs: msBeforeNext, first: consumedPoints === RULES[kind].tries + 1 };
      }
    },
    clear: async (kind, value) => {
      await limiters[kind].delete(drawer(value));
    },
    giveBack: async (kind, value) => {
      await limiters[kind].reward(drawer(value));
    },
  };
};
