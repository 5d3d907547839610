import type { Context, Middleware, Next } from 'koa';
import type { Clock } from '../../domain/time.ts';
import type { Log } from '../../usecases/log.ts';

/** Asked every few seconds by machines: worth a line only when they fail. */
const quietPaths: readonly string[] = ['/healthz', '/readyz', '/metrics'];

const callerName = (ctx: Context): string | undefined => {
  const caller: unknown = ctx.state['caller'];
  if (typeof caller !== 'object' || caller === null || !('name' in caller)) return undefined;
  return typeof caller.name === 'string' ? caller.name : undefined;
};

/** One line a request: method, path, status, time. Never the query (it carries signatures and searches), never a body. */
export const requestLog =
  (deps: { log: Log; clock: Clock }): Middleware =>
  async (ctx: Context, next: Next) => {
    const startedAt = deps.clock.now();
    await next();
    if (quietPaths.includes(ctx.path) && ctx.status < 400) return;
    const durationMs = deps.clock.now() - startedAt;
    const fields = {
      method: ctx.method,
      path: ctx.path,
      status: ctx.status,
      durationMs,
      staff: callerName(ctx),
    };
    if (ctx.status >= 500) deps.log.error(fields, 'request');
    else deps.log.info(fields, 'request');
  };
