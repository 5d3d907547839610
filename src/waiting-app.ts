import type { RequestListener } from 'node:http';
import Router from '@koa/router';
import { type Config, isHttps } from './config.ts';
import type { Clock } from './domain/time.ts';
import { OperationalError } from './errors.ts';
import { storeUnavailable } from './store/unavailable.ts';
import { waitingPages } from './transport/console/waiting-pages.ts';
import { type Routes, createHttpApp, listenerOf } from './transport/http/server.ts';
import { healthRoutes } from './transport/ops/routes.ts';
import { errorsInCallersLanguage } from './transport/staff/errors-in-language.ts';
import type { Random } from './usecases/deps.ts';
import type { Log } from './usecases/log.ts';
import { wechatChannel } from './wechat-channel.ts';

export interface WaitingApp {
  readonly handler: RequestListener;
  /** From here on it says that the database cannot be reached, no longer that the server is starting. */
  storeIsAway: () => void;
  hasStoreBeenAway: () => boolean;
}

/** What stands at every address that needs the database: WeChat Pay then notifies again, callers call again. */
const refusing = (fault: () => OperationalError): Routes => {
  const router = new Router();
  router.use(/^\/api\/staff(\/|$)/, errorsInCallersLanguage);
  router.all(/.*/, (ctx) => {
    ctx.set('Retry-After', '1');
    throw fault();
  });
  return router;
};

/**
 * Answers until there is a store: customers are asked in the reply itself to send again, WeChat's own check passes,
 * `/healthz` says yes and `/readyz` why not; all the rest is 503, `starting` or `store_unavailable`, on the console in
 * words. Keeps nothing.
 */
export const createWaitingApp = (parts: {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly version: string;
}): WaitingApp => {
  const { config, version } = parts;
  const starting = new OperationalError(503, 'starting', 'The server is starting.');
  let fault = starting;
  const koa = createHttpApp({
    ...parts,
    https: isHttps(config),
    routes: [
      healthRoutes({ version, reasons: () => Promise.resolve([fault.code]) }),
      ...wechatChannel(parts, {
        answer: (_message, busyText) => Promise.resolve({ type: 'text', text: busyText }),
        // WeChat delivers it again.
        takeTemplateResult: () => Promise.reject(fault),
      }),
      waitingPages(),
      refusing(() => fault),
    ],
  });
  return {
    handler: listenerOf(koa),
    storeIsAway: () => {
      // Without its reason, which names hosts: that is in the log.
      fault = storeUnavailable(undefined);
    },
    hasStoreBeenAway: () => fault !== starting,
  };
};
