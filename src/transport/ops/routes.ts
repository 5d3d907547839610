import Router from '@koa/router';
import type { Log } from '../../usecases/log.ts';

/** `/healthz`: the process lives. `/readyz`: it can do its work; the reasons are words, the details go to the log. */
export const opsRoutes = (deps: {
  ping: () => Promise<void>;
  isShuttingDown: () => boolean;
  version: string;
  log: Log;
}): Router => {
  const router = new Router();

  router.get('/healthz', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { status: 'ok', version: deps.version };
  });

  const storeAnswers = async (): Promise<boolean> => {
    try {
      await deps.ping();
      return true;
    } catch (err) {
      deps.log.error({ err }, 'the store does not answer');
      return false;
    }
  };

  router.get('/readyz', async (ctx) => {
    const reasons = [
      ...((await storeAnswers()) ? [] : ['store_unavailable']),
      ...(deps.isShuttingDown() ? ['shutting_down'] : []),
    ];
    ctx.set('Cache-Control', 'no-store');
    ctx.status = reasons.length === 0 ? 200 : 503;
    ctx.body = reasons.length === 0 ? { status: 'ready' } : { status: 'not_ready', reasons };
  });

  return router;
};
