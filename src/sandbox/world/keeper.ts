import { writeWorld } from './file.ts';
import type { WorldState } from './schema.ts';

const DEBOUNCE_MS = 300;

export interface Keeper {
  /** Something small has changed: written soon, together with what follows. */
  later(): void;
  /** Resolves once everything up to now is in the file. For what WeChat Pay has promised. */
  now(): Promise<void>;
  /** The same for the last time; what changes afterwards is no longer kept. */
  close(): Promise<void>;
}

/** For a world that ends with its process. */
export const keepNothing: Keeper = {
  later: () => undefined,
  now: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Writes the world to its file, one write at a time; changes during a write go into the next. */
export function keepWorld(
  stateDir: string,
  state: WorldState,
  wait: (ms: number) => Promise<void>,
  onFailure: (error: unknown) => void,
): Keeper {
  let writing: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let armed = false;
  let closed = false;

  const write = (): Promise<void> => {
    writing = writeWorld(stateDir, state).finally(() => {
      writing = null;
    });
    return writing;
  };
  const now = (): Promise<void> => {
    if (closed) return Promise.resolve();
    if (writing === null) return write();
    next ??= writing
      .catch(() => undefined)
      .then(() => {
        next = null;
        return write();
      });
    return next;
  };
  return {
    now,
    close: () => {
      const last = now();
      closed = true;
      return last;
    },
    later: () => {
      if (armed || closed) return;
      armed = true;
      wait(DEBOUNCE_MS)
        .then(() => {
          armed = false;
          return now();
        })
        .catch(onFailure);
    },
  };
}
