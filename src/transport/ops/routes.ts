import { setTimeout as pause } from 'node:timers/promises';
import Router from '@koa/router';
import type { Log } from '../../usecases/log.ts';

/** Whoever asks wants to hear of it, not to wait as long as a store that hangs. */
const PING_WITHIN_MS = 3_000;

/** Rejects where `work` takes longer; what becomes of it then is of no interest. */
const within = async (ms: number, work: () => Promise<void>): Promise<void> => {
  const over = new AbortController();
  const late = pause(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`no answer within ${String(ms)} ms`);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
};

/** `/healthz`: the process lives. `/readyz`: it can do its work, where there are no `reasons` why not; they are words. */
export const healthRoutes = (deps: {
  version: string;
  reasons: () => Promise<readonly string[]>;
}): Router => {
  const router = new Router();

  router.get('/healthz', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { status: 'ok', version: deps.version };
  });

  router.get('/readyz', async (ctx) => {
    const reasons = await deps.reasons();
    ctx.set('Cache-Control', 'no-store');
    ctx.status = reasons.length === 0 ? 200 : 503;
    ctx.body = reasons.length === 0 ? { status: 'ready' } : { status: 'not_ready', reasons };
  });

  return router;
};

/** The health of a server that has its store; the details go to the log. */
export const opsRoutes = (deps: {
  ping: () => Promise<void>;
  isShuttingDown: () => boolean;
  version: string;
  log: Log;
  pingWithinMs?: number;
}): Router => {
  const storeAnswers = async (): Promise<boolean> => {
    try {
      await within(deps.pingWithinMs ?? PING_WITHIN_MS, deps.ping);
      return true;
    } catch (err) {
      deps.log.error({ err }, 'the store does not answer');
      return false;
    }
  };

  return healthRoutes({
    version: deps.version,
    reasons: async () => [
      ...((await storeAnswers()) ? [] : ['store_unavailable']),
      ...(deps.isShuttingDown() ? ['shutting_down'] : []),
    ],
  });
};
