import type { Connection } from 'mongoose';
import { OperationalError } from '../../errors.ts';
import type { AnyCollection } from '../collection.ts';
import type { Admit, Collection, Store } from '../store.ts';
import { blobModelOf, readBlob, writeBlob } from './blobs.ts';
import { type MongoAddress, openConnection, openingFault, reaching } from './connection.ts';
import { insertRow, type Opened, readById, readByKey, replaceRow } from './documents.ts';
import { modelOf } from './rows.ts';
import { explainScan, scanIndex } from './scan.ts';
import { knownModelOf, layoutOf, prepareSchema, stateModelOf, writePing } from './schema.ts';

export interface MongoStoreOptions extends MongoAddress {
  /** Every collection that will be asked for, the very objects: another of the same name could keep other indexes. */
  readonly collections: readonly AnyCollection[];
  readonly admit?: Admit | undefined;
}

/** Counts what is under way, so that closing can wait for it. */
const createGate = () => {
  let closed = false;
  const underWay = new Set<Promise<unknown>>();
  return {
    pass: <R>(work: () => Promise<R>): Promise<R> => {
      if (closed)
        return Promise.reject(new OperationalError(503, 'store_closed', 'The store has been closed.'));
      const running = reaching(work);
      underWay.add(running);
      const leave = (): void => {
        underWay.delete(running);
      };
      running.then(leave, leave);
      return running;
    },
    close: async (): Promise<void> => {
      closed = true;
      await Promise.allSettled(underWay);
    },
  };
};

const storeOver = (
  connection: Connection,
  collections: readonly AnyCollection[],
  layouts: ReadonlyMap<string, number>,
): Store => {
  const known = knownModelOf(connection);
  const states = stateModelOf(connection);
  const blobs = blobModelOf(connection);
  const opened = new Map<unknown, Opened>();
  for (const collection of collections)
    opened.set(collection, {
      rows: modelOf(connection, collection),
      layout: layouts.get(collection.name) ?? 0,
      layoutNow: () => layoutOf(known, collection.name),
    });
  const at = <T, Index extends string>(collection: Collection<T, Index>): Opened => {
    const found = opened.get(collection);
    if (!found) throw new Error(`The collection ${collection.name} was not opened`);
    return found;
  };
  const { pass, close: closeGate } = createGate();
  const close = async (): Promise<void> => {
    await closeGate();
    await connection.close();
  };
  let closing: Promise<void> | null = null;
  // Each is async, so that what is wrong with a call comes as a rejection.
  return {
    get: (collection, id) => pass(async () => readById(at(collection), collection, id)),
    getByKey: (collection, key) => pass(async () => readByKey(at(collection), collection, key)),
    insert: (collection, id, doc) => pass(async () => insertRow(at(collection), collection, id, doc)),
    replace: (collection, where, doc) => pass(async () => replaceRow(at(collection), collection, where, doc)),
    scan: (collection, index, range) =>
      pass(async () => scanIndex(at(collection).rows, collection, index, range)),
    explain: (collection, index, range) =>
      pass(async () => explainScan(at(collection).rows, collection, index, range)),
    putBlob: (id, blob) => pass(() => writeBlob(blobs, id, blob)),
    getBlob: (id) => pass(() => readBlob(blobs, id)),
    ping: () => pass(() => writePing(states)),
    close: () => (closing ??= close()),
  };
};

/**
 * The store in a MongoDB database, a replica set in production; any number of processes may have it open.
 * @throws OperationalError 503 `store_unavailable` where it cannot be reached, within seconds; 503 `store_refused`
 * where somebody has to put its URI or the user's rights right; 503 `newer_schema` where a newer version of the program
 * has written the database.
 */
export const openMongoStore = async ({
  collections,
  admit,
  ...address
}: MongoStoreOptions): Promise<Store> => {
  const preparing = await openConnection(address, true);
  let layouts: ReadonlyMap<string, number>;
  try {
    layouts = await reaching(
      () => prepareSchema(preparing, collections, admit),
      (error) => openingFault(address, error),
    );
  } finally {
    await preparing.close();
  }
  return storeOver(await openConnection(address), collections, layouts);
};
