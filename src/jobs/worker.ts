import type { Log } from '../usecases/log.ts';

/** More passes than this in one go and the rest waits for the next wake-up: the event loop is not ours alone. */
const MAX_PASSES = 1_000;

export interface Worker {
  /** There may be work now. */
  wake: () => void;
  /** Works until nothing is due any more. */
  drain: () => Promise<void>;
  /** Lets the pass under way end and begins no other. */
  stop: () => Promise<void>;
}

/** One look at everything that is due: how much has moved. */
type Pass = (isStopped: () => boolean) => Promise<number>;

/**
 * Runs passes one at a time: woken by whoever writes work, by the cron table as a safety net, and by itself
 * while passes still find something.
 * @param pass ends early once stopped
 */
export const createWorker = (pass: Pass, log: Log): Worker => {
  let running: Promise<void> | null = null;
  let woken = false;
  let stopped = false;
  const loop = async (): Promise<void> => {
    for (let passes = 0; passes < MAX_PASSES && !stopped; passes += 1) {
      woken = false;
      const moved = await pass(() => stopped);
      if (moved === 0 && !wokenMeanwhile()) return;
    }
  };
  const wokenMeanwhile = (): boolean => woken;
  const wake = (): void => {
    woken = true;
    if (stopped || running) return;
    running = loop()
      .catch((error: unknown) => {
        log.error({ err: error }, 'a pass over due work failed; the next one begins anew');
      })
      .finally(() => {
        running = null;
        // Woken when the last pass was over and this had not yet been noted.
        if (woken) wake();
      });
  };
  const drain = async (): Promise<void> => {
    wake();
    while (running) await running;
  };
  const stop = async (): Promise<void> => {
    stopped = true;
    await running;
  };
  return { wake, drain, stop };
};

/** Two kinds of work beside each other: the first waits for nothing of the second, and often leaves it something to do. */
export const sideBySide = (first: Pass, second: Pass, log: Log): Worker => {
  const after = createWorker(second, log);
  const before = createWorker(async (isStopped) => {
    const moved = await first(isStopped);
    if (moved > 0) after.wake();
    return moved;
  }, log);
  return {
    wake: () => {
      before.wake();
      after.wake();
    },
    drain: async () => {
      await before.drain();
      await after.drain();
    },
    stop: async () => {
      await Promise.all([before.stop(), after.stop()]);
    },
  };
};
/** Several workers as one: woken together, each at its own pace, so that one that is held up holds up no other. */
export const together = (...workers: readonly Worker[]): Worker => ({
  wake: () => {
    for (const worker of workers) worker.wake();
  },
  drain: async () => {
    for (const worker of workers) await worker.drain();
  },
  stop: async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
  },
});
