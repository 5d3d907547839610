export interface Agenda {
  /**
   * Runs `task` once: when `at` has come by the clock, or when the wait until then is over, whichever is first.
   * @returns what runs it at once instead
   */
  at(due: number, task: () => Promise<void>): () => Promise<void>;
  /** Runs what the clock says is due and resolves when that is done. To be called when the clock has been moved. */
  runDue(): Promise<void>;
  /** Resolves when nothing that has been started is still under way. */
  idle(): Promise<void>;
  /** Forgets what has not been started. */
  stop(): void;
  /** Follows work started elsewhere, so that `idle` knows of it. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** What the simulators will do later. Tasks must not throw; one that does is reported and forgotten. */
export function createAgenda(
  now: () => number,
  wait: (ms: number) => Promise<void>,
  onFailure: (error: unknown) => void,
): Agenda {
  const waiting = new Map<symbol, { readonly due: number; readonly run: () => Promise<void> }>();
  const running = new Set<Promise<unknown>>();

  const track = <T>(work: Promise<T>): Promise<T> => {
    const entry: Promise<unknown> = work.then(
      () => running.delete(entry),
      () => running.delete(entry),
    );
    running.add(entry);
    return work;
  };
  const start = async (key: symbol): Promise<void> => {
    const task = waiting.get(key);
    if (task === undefined || !waiting.delete(key)) return;
    await track(task.run().catch(onFailure));
  };
  return {
    track,
    stop: () => {
      waiting.clear();
    },
    at: (due, task) => {
      const key = Symbol('task');
      waiting.set(key, { due, run: task });
      wait(Math.max(0, due - now()))
        .then(() => start(key))
        .catch(onFailure);
      return () => start(key);
    },
    runDue: async () => {
      const due = [...waiting].filter(([, task]) => task.due <= now()).sort(([, a], [, b]) => a.due - b.due);
      await Promise.all(due.map(([key]) => start(key)));
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
