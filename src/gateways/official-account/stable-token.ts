import { z } from 'zod';
import { type Clock, DAY_MS, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import type { Answer } from './answer.ts';
import type { Refused } from './reaction.ts';
import type { AccessToken, TokenCache } from './types.ts';

export type TokenOutcome =
  | { readonly kind: 'token'; readonly accessToken: string }
  | Refused
  | { readonly kind: 'unknown'; readonly detail: string };

export interface StableTokens {
  /** The token to use now; asks WeChat where none is stored or it is about to expire. */
  current(): Promise<TokenOutcome>;
  /** A token other than `rejected`, which WeChat has just answered with 40001, 40014 or 42001. */
  replacing(rejected: string): Promise<TokenOutcome>;
}

interface Options {
  readonly appid: string;
  readonly cache: TokenCache;
  readonly clock: Clock;
  /** One `POST /cgi-bin/stable_token`. */
  readonly request: (forceRefresh: boolean) => Promise<Answer>;
}

/** WeChat issues the next token 5 minutes before the end of this one, and both work until then. */
const RENEW_BEFORE_MS = MINUTE_MS;
/** WeChat's limits on forced refreshes. */
const FORCED_APART_MS = 30 * SECOND_MS;
const FORCED_A_DAY = 20;

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.int().positive() });

/** The endpoint's own refusals are faults of our account, never a reason to ask it again at once. */
const endpointRefusal = (refused: Refused): Refused => ({
  ...refused,
  detail: `access token: ${refused.detail}`,
  reaction: refused.errcode === 45009 || refused.errcode === 45011 ? 'hold' : 'configuration',
});

/** Forced refreshes of the last day, so that the limits hold in this process. */
const forcedRefreshes = (clock: Clock) => {
  let at: readonly number[] = [];
  return {
    take: (): boolean => {
      const now = clock.now();
      at = at.filter((each) => now - each < DAY_MS);
      const last = at.at(-1);
      if (at.length >= FORCED_A_DAY || (last !== undefined && now - last < FORCED_APART_MS)) return false;
      at = [...at, now];
      return true;
    },
  };
};

/** One account's stable access token: one request at a time in this process and among all that share the cache. */
export const stableTokens = ({ appid, cache, clock, request }: Options): StableTokens => {
  const forced = forcedRefreshes(clock);
  let flight: Promise<TokenOutcome> | null = null;

  const usable = (token: AccessToken | null, rejected: string | null): token is AccessToken =>
    token !== null && token.accessToken !== rejected && clock.now() < token.expiresAt - RENEW_BEFORE_MS;

  const fetchToken = async (forceRefresh: boolean): Promise<TokenOutcome> => {
    const answer = await request(forceRefresh);
    if (answer.kind === 'refused') return endpointRefusal(answer);
    if (answer.kind === 'unknown') return { ...answer, detail: `access token: ${answer.detail}` };
    const parsed = tokenSchema.safeParse(answer.body);
    if (!parsed.success) return { kind: 'unknown', detail: 'access token: the answer holds none' };
    const accessToken = parsed.data.access_token;
    await cache.save(appid, { accessToken, expiresAt: clock.now() + parsed.data.expires_in * SECOND_MS });
    return { kind: 'token', accessToken };
  };

  const renew = async (rejected: string | null): Promise<TokenOutcome> => {
    const stored = await cache.load(appid);
    if (usable(stored, rejected)) return { kind: 'token', accessToken: stored.accessToken };
    const fetched = await fetchToken(false);
    if (fetched.kind !== 'token' || fetched.accessToken !== rejected) return fetched;
    // WeChat keeps giving out the token it does not accept: only force gets another.
    if (forced.take()) return fetchToken(true);
    const detail = 'access token: rejected, and a forced refresh has to wait';
    return { kind: 'refused', errcode: 40001, detail, reaction: 'hold' };
  };

  const takeOff = async (rejected: string | null): Promise<TokenOutcome> => {
    try {
      return await cache.exclusively(appid, () => renew(rejected));
    } finally {
      flight = null;
    }
  };
  const join = (rejected: string | null): Promise<TokenOutcome> => (flight ??= takeOff(rejected));

  return {
    current: async () => {
      const stored = await cache.load(appid);
      return usable(stored, null) ? { kind: 'token', accessToken: stored.accessToken } : join(null);
    },
    replacing: async (rejected) => {
      const outcome = await join(rejected);
      // The flight joined may have begun before anyone knew that this token is refused.
      return outcome.kind === 'token' && outcome.accessToken === rejected ? join(rejected) : outcome;
    },
  };
};
