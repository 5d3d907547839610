import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import type { Random } from '../../usecases/deps.ts';
import { cookieOptions, currentSession } from './session.ts';

const COOKIE = 'desk.form';
const TOKEN_BYTES = 24;

export const newToken = (random: Random): string => random.bytes(TOKEN_BYTES).toString('base64url');

const knownToken = (ctx: Context): string | null =>
  currentSession(ctx)?.csrf ?? ctx.cookies.get(COOKIE, { signed: true }) ?? null;

/**
 * The token that forms on this page carry: the session's, or before there is one that of a signed cookie, so that
 * looking at the sign-in page writes nothing.
 */
export const formToken = (ctx: Context, random: Random, https: boolean): string => {
  const known = knownToken(ctx);
  if (known !== null) return known;
  const token = newToken(random);
  ctx.cookies.set(COOKIE, token, cookieOptions(https));
  return token;
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isOurs = (origin: string, ctx: Context, publicUrl: string): boolean =>
  origin === new URL(publicUrl).origin || origin === `${ctx.protocol}://${ctx.host}`;

/** Whether a form was filled in on one of our own pages: it knows the token, and the browser says nothing else. */
export const isOwnForm = (ctx: Context, sent: string, publicUrl: string): boolean => {
  const token = knownToken(ctx);
  if (token === null || !timingSafeEqual(digest(token), digest(sent))) return false;
  const origin = ctx.request.get('Origin');
  const site = ctx.request.get('Sec-Fetch-Site');
  return (origin === '' || isOurs(origin, ctx, publicUrl)) && (site === '' || site === 'same-origin');
};
