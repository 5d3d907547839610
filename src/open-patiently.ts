import type { Config } from './config.ts';
import { OperationalError } from './errors.ts';
import { type Database, openStore } from './store/open.ts';
import type { Store } from './store/store.ts';
import type { Timer } from './usecases/answer-message.ts';
import { admitting, claimDatabase } from './usecases/claim-database.ts';
import { collections } from './usecases/documents/index.ts';

/** From the end of one attempt to the next, which itself gives up within seconds. */
const RETRY_MS = 3_000;

/**
 * Whether it may be otherwise in a moment without anybody doing something: only of a database that is elsewhere. What
 * keeps a file of this machine from being opened (no rights, no database, a full disk) stays until somebody acts.
 */
const mayPass = ({ kind }: Database, error: unknown): boolean =>
  kind === 'mongodb' && error instanceof OperationalError && error.code === 'store_unavailable';

const openOwned = async ({ database, wechatPay, sandbox }: Config): Promise<Store> => {
  const store = await openStore(
    database,
    collections,
    admitting({ merchant: wechatPay, isSandbox: sandbox }),
  );
  try {
    if (wechatPay !== null) await claimDatabase(store, wechatPay);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

/** The start was given up, for a stop was asked for. */
export class StoppedBeforeUp extends Error {}

const untilStopped = (stopping: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const stop = (): void => {
      reject(new StoppedBeforeUp('stopped before the database could be reached'));
    };
    if (stopping.aborted) stop();
    else stopping.addEventListener('abort', stop, { once: true });
  });

/**
 * Opens the store of a database that is this merchant's, and tries again for as long as it cannot be reached.
 * Rejects with any other fault, and with StoppedBeforeUp as soon as a stop is asked for.
 */
export const openPatiently = async (
  config: Config,
  parts: {
    readonly timer: Timer;
    readonly stopping: AbortSignal;
    /** The first of the faults that may pass. */
    readonly onAway: (error: unknown, retryMs: number) => void;
  },
): Promise<Store> => {
  const { timer, stopping, onAway } = parts;
  const stopped = untilStopped(stopping);
  // It may come when nobody waits for it any more.
  stopped.catch(() => undefined);
  for (let isAway = false; ; isAway = true) {
    const opening = openOwned(config);
    try {
      return await Promise.race([opening, stopped]);
    } catch (error) {
      // What comes too late is left as it was found.
      if (error instanceof StoppedBeforeUp)
        opening.then(
          (store) => store.close(),
          () => undefined,
        );
      if (!mayPass(config.database, error)) throw error;
      if (!isAway) onAway(error, RETRY_MS);
    }
    let cancel = (): void => undefined;
    const retry = new Promise<void>((resolve) => {
      cancel = timer.after(RETRY_MS, resolve);
    });
    try {
      await Promise.race([retry, stopped]);
    } finally {
      cancel();
    }
  }
};
