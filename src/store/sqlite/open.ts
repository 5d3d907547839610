import type { AnyCollection } from '../collection.ts';
import { newerSchema } from '../record.ts';
import type { Admit, Collection, Store } from '../store.ts';
import { planBlob, readBlob } from './blobs.ts';
import { type Connection, openConnection, patiently, reaching } from './connection.ts';
import { planInsert, planReplace, readById, readByKey } from './documents.ts';
import { createGroupCommit, type GroupCommit, type GroupCommitOptions, type Plan } from './group-commit.ts';
import { explainScan, scanIndex } from './scan.ts';
import { generationOf, prepareSchema, presentIn } from './schema.ts';

export interface SqliteStoreOptions extends Pick<GroupCommitOptions, 'onCommit' | 'busyAttempts'> {
  /** Every collection that will be asked for, the very objects: another of the same name could keep other indexes. */
  readonly collections: readonly AnyCollection[];
  readonly admit?: Admit | undefined;
}

/** A real write: only that shows that the disk takes one. */
const PING = { outcome: undefined, changes: [{ sql: 'UPDATE "#state" SET pings = pings + 1', values: [] }] };

const storeOver = (db: Connection, commits: GroupCommit, known: ReadonlySet<unknown>): Store => {
  let closing: Promise<void> | null = null;
  const opened = <T, Index extends string>(collection: Collection<T, Index>): Collection<T, Index> => {
    if (!known.has(collection)) throw new Error(`The collection ${collection.name} was not opened`);
    return collection;
  };
  const read = <R>(work: () => R): Promise<R> => reaching(() => patiently(work));
  const write = <R>(plan: () => () => Plan<R>): Promise<R> => reaching(async () => commits.write(plan()));
  const close = async (): Promise<void> => {
    await commits.idle();
    db.close();
  };
  return {
    get: (collection, id) => read(() => readById(db, opened(collection), id)),
    getByKey: (collection, key) => read(() => readByKey(db, opened(collection), key)),
    insert: (collection, id, doc) => write(() => planInsert(db, opened(collection), id, doc)),
    replace: (collection, at, doc) => write(() => planReplace(db, opened(collection), at, doc)),
    scan: (collection, index, range) => read(() => scanIndex(db, opened(collection), index, range)),
    explain: (collection, index, range) => read(() => explainScan(db, opened(collection), index, range)),
    putBlob: (id, blob) => write(() => planBlob(id, blob)),
    getBlob: (id) => read(() => readBlob(db, id)),
    ping: () => write(() => () => PING),
    close: () => (closing ??= close()),
  };
};

/**
 * A store over a connection that is open already and belongs to it from now on.
 * @throws OperationalError 503 `newer_schema` where a newer version of the program has written the database.
 */
export const sqliteStore = async (
  db: Connection,
  { collections, admit, onCommit, busyAttempts }: SqliteStoreOptions,
): Promise<Store> => {
  await admit?.((collection, id) => patiently(() => presentIn(db, collection, id), busyAttempts));
  const generation = await patiently(() => prepareSchema(db, collections), busyAttempts);
  const mayWrite = (): void => {
    if (generationOf(db) !== generation) throw newerSchema('This database');
  };
  const commits = createGroupCommit(db, { mayWrite, onCommit, busyAttempts });
  return storeOver(db, commits, new Set(collections));
};

const openPath = async ({
  path,
  ...options
}: SqliteStoreOptions & { readonly path: string }): Promise<Store> => {
  const db = await openConnection(path);
  try {
    return await sqliteStore(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
};

/**
 * The embedded store in one file, made where there is none; several processes may have the same one open.
 * @throws OperationalError 503 `newer_schema`; 503 `store_unavailable`, naming the file, where it is no database or
 * cannot be written
 */
export const openSqliteStore = (options: SqliteStoreOptions & { readonly path: string }): Promise<Store> =>
  reaching(() => openPath(options), options.path);
