import type { Context } from 'koa';
import type { OperationalError } from '../../errors.ts';

/** What an error says in another language than the one it was thrown in, by its code; made of its details. */
export type ErrorTexts = ReadonlyMap<string, (details: unknown) => string>;

const spoken = new WeakMap<Context['req'], ErrorTexts>();

/** Errors of this request are said in these texts; one they do not have stays as it was thrown. */
export const sayErrorsIn = (ctx: Context, texts: ErrorTexts): void => {
  spoken.set(ctx.req, texts);
};

export const errorText = (ctx: Context, { code, message, details }: OperationalError): string =>
  spoken.get(ctx.req)?.get(code)?.(details) ?? message;
