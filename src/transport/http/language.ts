import type { Context } from 'koa';
import type { Language } from '../../domain/reason.ts';

/** By `Accept-Language`: Chinese unless English is preferred by name. */
export const preferredLanguage = (ctx: Context): Language =>
  ctx.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';
