import { OperationalError } from '../../errors.ts';
import type { Deps } from '../deps.ts';

/** More messages than this waiting behind each other come from no human hand. */
export const MAX_WAITING = 20;

interface Lane {
  tail: Promise<unknown>;
  waiting: number;
}

/** Runs one piece of work after the other under one id, and those of different ids side by side. */
export type Lanes = <T>(id: string, work: () => Promise<T>) => Promise<T>;

/** @throws OperationalError 503 `too_many_messages` where MAX_WAITING already wait under the id */
export const createLanes = (): Lanes => {
  const lanes = new Map<string, Lane>();
  return async (id, work) => {
    const lane = lanes.get(id) ?? { tail: Promise.resolve(), waiting: 0 };
    if (lane.waiting >= MAX_WAITING)
      throw new OperationalError(503, 'too_many_messages', 'This customer has too many messages waiting.');
    lanes.set(id, lane);
    lane.waiting += 1;
    const result = lane.tail.then(work);
    lane.tail = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      lane.waiting -= 1;
      if (lane.waiting === 0) lanes.delete(id);
    }
  };
};

const byDeps = new WeakMap<Deps, Lanes>();

/** The lanes of this process's customers; between processes the session's revision keeps order. */
export const lanesOf = (deps: Deps): Lanes => {
  const lanes = byDeps.get(deps) ?? createLanes();
  byDeps.set(deps, lanes);
  return lanes;
};
