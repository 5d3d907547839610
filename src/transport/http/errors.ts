import type { Context, Middleware, Next } from 'koa';
import { OperationalError } from '../../errors.ts';
import type { Random } from '../../usecases/deps.ts';
import type { Log } from '../../usecases/log.ts';
import { errorText } from './error-texts.ts';

/** The one form in which every error leaves: INTERFACE.md, "HTTP". */
const render = (ctx: Context, error: OperationalError): void => {
  ctx.status = error.status;
  ctx.body = {
    error: {
      code: error.code,
      message: errorText(ctx, error),
      ...(error.details === undefined ? {} : { details: error.details }),
    },
  };
};

/** Koa's own and its middlewares' errors say by `expose` and `status` that the request was at fault. */
const refusedByKoa = (fault: unknown): OperationalError | null => {
  if (!(fault instanceof Error)) return null;
  const status = 'status' in fault && typeof fault.status === 'number' ? fault.status : 500;
  const exposed = 'expose' in fault && fault.expose === true;
  return status < 500 && exposed ? new OperationalError(status, 'bad_request', fault.message) : null;
};

const unanswered = (ctx: Context): OperationalError | null => {
  if (ctx.status === 404 && (ctx.body === undefined || ctx.body === null))
    return new OperationalError(404, 'not_found', `There is nothing at ${ctx.method} ${ctx.path}.`);
  if (ctx.status === 405)
    return new OperationalError(
      405,
      'method_not_allowed',
      `${ctx.method} is not possible at ${ctx.path}; use ${ctx.response.get('Allow')}.`,
    );
  if (ctx.status === 501 && !ctx.body)
    return new OperationalError(501, 'not_implemented', `${ctx.method} is not known to this server.`);
  return null;
};

/**
 * Renders whatever goes wrong below it. Operational errors are shown as they are, and logged where it is we who
 * failed; anything else is logged under an id and answered with that id alone.
 */
export const errorRendering =
  (deps: { log: Log; random: Random }): Middleware =>
  async (ctx: Context, next: Next) => {
    try {
      await next();
      const missing = unanswered(ctx);
      if (missing) render(ctx, missing);
    } catch (fault) {
      const known = fault instanceof OperationalError ? fault : refusedByKoa(fault);
      if (known) {
        if (known.status >= 500)
          deps.log.error({ err: known, method: ctx.method, path: ctx.path }, 'a request could not be served');
        render(ctx, known);
        return;
      }
      const errorId = `E-${deps.random.bytes(6).toString('hex')}`;
      deps.log.error(
        { err: fault, errorId, method: ctx.method, path: ctx.path },
        'a request failed unexpectedly',
      );
      const message = `Something went wrong on our side; it has been recorded as ${errorId}. Try again, and name that id if it happens again.`;
      render(ctx, new OperationalError(500, 'internal_error', message, { errorId }));
    }
  };
