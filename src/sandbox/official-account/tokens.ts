import { z } from 'zod';
import type { SandboxContext } from '../context.ts';
import { letters } from '../random.ts';
import { ok, refusal, type Answer } from './answer.ts';

/** `POST /cgi-bin/stable_token` (WeChat: 获取稳定版接口调用凭据). */

const LIFE_MS = 7_200_000;
/** From here on a new token is given out, while the old one goes on working until its end. */
const RENEW_MS = 300_000;
const FORCED_APART_MS = 30_000;
const FORCED_A_DAY = 20;
const DAY_MS = 86_400_000;

const requestSchema = z.object({
  grant_type: z.string().optional(),
  appid: z.string().optional(),
  secret: z.string().optional(),
  force_refresh: z.boolean().optional(),
});

export interface Tokens {
  /** Answers the request for a token. */
  issue(body: unknown): Answer;
  /** Why a token is of no use; null: it is good. */
  fault(token: string | undefined): Answer | null;
  /** Makes every token invalid at once, as a forced refresh by somebody else does. */
  revokeAll(): void;
}

export function createTokens(context: SandboxContext): Tokens {
  let issued: { readonly token: string; readonly until: number }[] = [];
  let forced: number[] = [];

  const current = (now: number) => issued.findLast((entry) => entry.until - now > RENEW_MS);
  const renew = (now: number) => {
    const entry = { token: letters(context.random, 136), until: now + LIFE_MS };
    issued = [...issued.slice(-2), entry];
    return entry;
  };
  const tokenFor = (force: boolean, now: number) => {
    if (!force) return current(now) ?? renew(now);
    forced = forced.filter((at) => now - at < DAY_MS);
    if (forced.length >= FORCED_A_DAY) return null;
    const last = forced.at(-1);
    if (last !== undefined && now - last < FORCED_APART_MS) return current(now) ?? renew(now);
    forced.push(now);
    issued = [];
    return renew(now);
  };
  return {
    revokeAll: () => {
      issued = [];
    },
    issue: (body) => {
      const request = requestSchema.safeParse(body);
      if (!request.success) return refusal(47001);
      const { grant_type, appid, secret, force_refresh } = request.data;
      if (grant_type !== 'client_credential') return refusal(40002);
      if (appid === undefined) return refusal(41002);
      if (secret === undefined) return refusal(41004);
      if (appid !== context.world.credentials.appid) return refusal(40013);
      if (secret !== context.world.credentials.appsecret) return refusal(40125);
      const now = context.now();
      const entry = tokenFor(force_refresh ?? false, now);
      if (entry === null) return refusal(45009);
      return ok({ access_token: entry.token, expires_in: Math.floor((entry.until - now) / 1000) });
    },
    fault: (token) => {
      if (token === undefined || token === '') return refusal(41001);
      const entry = issued.find((candidate) => candidate.token === token);
      if (entry !== undefined && context.now() < entry.until) return null;
      return refusal(entry === undefined ? 40001 : 42001);
    },
  };
}
