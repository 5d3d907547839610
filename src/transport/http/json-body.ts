import { bodyParser } from '@koa/bodyparser';
import type { Context, Middleware, Next } from 'koa';
import { OperationalError } from '../../errors.ts';

const statusOf = (error: Error): number =>
  'status' in error && typeof error.status === 'number' ? error.status : 500;

const refused = (error: Error, limit: string): Error => {
  const status = statusOf(error);
  if (status === 413)
    return new OperationalError(413, 'body_too_large', `The body may be at most ${limit} long.`);
  if (status === 415)
    return new OperationalError(
      415,
      'unsupported_encoding',
      'Send the body as UTF-8, plain, gzip or deflate.',
    );
  if (status === 400 || error instanceof SyntaxError)
    return new OperationalError(400, 'malformed_json', 'The body is not a complete JSON object.');
  return error;
};

const hasBody = (ctx: Context): boolean =>
  Number(ctx.request.get('Content-Length')) > 0 || ctx.request.get('Transfer-Encoding') !== '';

/**
 * Reads a JSON body into `ctx.request.body`. 415: a body of another type; 400 `malformed_json`; 413 over `limit`.
 */
export const jsonBody = (limit = '64kb'): Middleware => {
  const parse = bodyParser({
    enableTypes: ['json'],
    jsonLimit: limit,
    onError: (error) => {
      throw refused(error, limit);
    },
  });
  return async (ctx: Context, next: Next) => {
    if (hasBody(ctx) && !ctx.is('json', '+json'))
      throw new OperationalError(415, 'unsupported_media_type', 'Send the body as application/json.');
    await parse(ctx, next);
  };
};
