import type { Context } from 'koa';
import type { Language } from '../../domain/reason.ts';
import { preferredLanguage } from '../http/language.ts';
import { cookieOptions } from './session.ts';

const COOKIE = 'desk.lang';
const YEAR_MS = 365 * 86_400_000;

const parse = (value: unknown): Language | null => (value === 'zh' || value === 'en' ? value : null);

/** `?lang=` */
export const askedLanguage = (ctx: Context): Language | null => parse([ctx.query['lang']].flat()[0]);

/** `?lang=`, which is then remembered, else what was remembered, else what the browser prefers, else Chinese. */
export const languageOf = (ctx: Context, https: boolean): Language => {
  const asked = askedLanguage(ctx);
  if (asked !== null) {
    ctx.cookies.set(COOKIE, asked, { ...cookieOptions(https), maxAge: YEAR_MS });
    return asked;
  }
  const remembered = parse(ctx.cookies.get(COOKIE, { signed: true }));
  return remembered ?? preferredLanguage(ctx);
};
