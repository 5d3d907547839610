import type { Context, Next } from 'koa';
import { sayErrorsIn } from '../http/error-texts.ts';
import { preferredLanguage } from '../http/language.ts';
import { errorsZh } from './texts/zh.ts';

/** Staff read what is refused in the language in which they read the rest. Errors are thrown in English. */
export const errorsInCallersLanguage = (ctx: Context, next: Next): Promise<void> => {
  ctx.vary('Accept-Language');
  if (preferredLanguage(ctx) === 'zh') sayErrorsIn(ctx, errorsZh);
  return next();
};
