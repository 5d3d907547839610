import type { RequestListener } from 'node:http';
import type Router from '@koa/router';
import Koa from 'koa';
import { z } from 'zod';
import type { Clock } from '../../domain/time.ts';
import type { Random } from '../../usecases/deps.ts';
import type { Log } from '../../usecases/log.ts';
import { errorRendering } from './errors.ts';
import { securityHeaders } from './headers.ts';
import { requestLog } from './request-log.ts';

/** The other side has hung up: a page was closed, a connection lost. Nothing of ours went wrong. */
const goneAway = z.object({ code: z.enum(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE']) });

/** What a group of routes has to be so that it can be mounted. */
export type Routes = Pick<Router, 'routes' | 'allowedMethods'>;

/**
 * The Koa application around the routes: headers, request log, errors rendered in one place.
 * Bodies are read by the routes themselves: each knows its own type and limit.
 */
export const createHttpApp = (deps: {
  log: Log;
  clock: Clock;
  random: Random;
  /** Whether the public address is https. */
  https: boolean;
  /** Signs cookies, where there are any. */
  cookieKey?: string;
  routes: readonly Routes[];
}): Koa => {
  const app = new Koa(deps.cookieKey === undefined ? {} : { keys: [deps.cookieKey] });
  app.on('error', (err: unknown) => {
    if (!goneAway.safeParse(err).success) deps.log.error({ err }, 'an answer could not be sent');
  });
  app.use(requestLog(deps));
  app.use(securityHeaders({ https: deps.https }));
  app.use(errorRendering(deps));
  for (const routes of deps.routes) app.use(routes.routes()).use(routes.allowedMethods());
  return app;
};

/** The application as a server takes it. */
export const listenerOf = (app: Koa): RequestListener => {
  const listener = app.callback();
  return (request, response) => void listener(request, response);
};
