import type { Change } from './control-api.ts';

type Listener = (change: Change) => void;

/** Tells listeners (the page's event streams, tests) that something has changed. */
export interface Changes {
  tell(change: Change): void;
  /** Returns how to stop listening. */
  listen(listener: Listener): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<Listener>();
  return {
    tell: (change) => {
      for (const listener of listeners) listener(change);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
