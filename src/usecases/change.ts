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

/** The same for a document that may not be there yet: `apply` is then given undefined, and what it makes is written. */
export const changeOrInsert = async <T>(
  store: Store,
  collection: Collection<T>,
  id: string,
  apply: (doc: T | undefined) => T,
): Promise<Stored<T>> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const changed = await change(store, collection, id, apply);
    if (changed) return changed;
    const doc = apply(undefined);
    const inserted = await store.insert(collection, id, doc);
    if (inserted.ok) return { id, revision: inserted.revision, doc };
    if (inserted.code === 'key_taken') throw new Error(`${collection.name} ${id}: ${inserted.key} is taken`);
  }
  throw new Error(`${collection.name} ${id} could not be written`);
};
