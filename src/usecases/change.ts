import type { Collection, Store, Stored } from '../store/store.ts';

/** More conflicts in a row than this is no contention but a fault. */
const MAX_TRIES = 50;

/**
 * Changes one document by compare-and-swap: loads, applies, writes, and begins again where another was faster.
 * `change` is pure and may run several times; giving the same document back writes nothing.
 * @returns the document as it now stands; undefined where there is none under that id
 */
export const change = async <T>(
  store: Store,
  collection: Collection<T>,
  id: string,
  apply: (doc: T) => T,
): Promise<Stored<T> | undefined> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = await store.get(collection, id);
    if (!stored) return undefined;
    const doc = apply(stored.doc);
    if (doc === stored.doc) return stored;
    const written = await store.replace(collection, stored, doc);
    if (written.ok) return { id, revision: written.revision, doc };
    if (written.code === 'key_taken') throw new Error(`${collection.name} ${id}: ${written.key} is taken`);
  }
  throw new Error(`${collection.name} ${id} could not be written: ${String(MAX_TRIES)} conflicts in a row`);
};

/** The same for a document that must exist; its absence is a fault. */
export const changeExisting = async <T>(
  store: Store,
  collection: Collection<T>,
  id: string,
  apply: (doc: T) => T,
): Promise<Stored<T>> => {
  const changed = await change(store, collection, id, apply);
  if (!changed) throw new Error(`${collection.name} ${id} does not exist`);
  return changed;
};
