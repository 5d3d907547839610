import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Middleware, Next } from 'koa';
import { OperationalError } from '../../errors.ts';

const MAX_TOKEN_CHARS = 512;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The token of `Authorization: Bearer …`; null where there is none. */
const bearerToken = (ctx: Context): string | null => {
  const [, token] = /^Bearer +([\w.~+/=-]+) *$/i.exec(ctx.request.get('Authorization')) ?? [];
  return token === undefined || token.length > MAX_TOKEN_CHARS ? null : token;
};

const unauthenticated = (ctx: Context): OperationalError => {
  ctx.set('WWW-Authenticate', 'Bearer');
  const message = 'This needs a valid token: send it as "Authorization: Bearer <token>".';
  return new OperationalError(401, 'unauthenticated', message);
};

/** Lets in whoever `find` knows by their token, and leaves them in `ctx.state.caller`. */
export const callerByToken =
  <Caller>(find: (token: string) => Promise<Caller | null>): Middleware<{ caller: Caller }> =>
  async (ctx, next: Next) => {
    const token = bearerToken(ctx);
    const caller = token === null ? null : await find(token);
    if (caller === null) throw unauthenticated(ctx);
    ctx.state.caller = caller;
    await next();
  };

/** Lets in whoever knows the one secret; compared by digests, so that neither content nor length shows in time. */
export const sharedToken =
  (expected: string): Middleware =>
  async (ctx: Context, next: Next) => {
    const token = bearerToken(ctx);
    if (token === null || !timingSafeEqual(sha256(token), sha256(expected))) throw unauthenticated(ctx);
    await next();
  };
