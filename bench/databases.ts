import { join } from 'node:path';
import { type Database, openStore } from '../src/store/open.ts';
import type { Store } from '../src/store/store.ts';
import { collections } from '../src/usecases/documents/index.ts';
import { dropDatabase, newDatabase, urlOf } from '../test/support/mongodb/database.ts';

export type EngineName = 'SQLite' | 'MongoDB';

export interface Engine {
  readonly name: EngineName;
  /** A database of this name, this run's alone. */
  readonly database: (name: string) => Database;
  /** How many writes under way at once make it fastest. */
  readonly writesAtOnce: number;
}

const stores: Store[] = [];
const onServer: Parameters<typeof dropDatabase>[0][] = [];

const sqlite = (folder: string): Engine => ({
  name: 'SQLite',
  database: (name) => ({ kind: 'sqlite', file: join(folder, `${name}.db`) }),
  writesAtOnce: 1024,
});

const mongodb: Engine = {
  name: 'MongoDB',
  database: (name) => {
    const address = newDatabase(`bench_${name}`);
    onServer.push(address);
    return { kind: 'mongodb', ...address };
  },
  writesAtOnce: 32,
};

/** MongoDB where MONGODB_URI names a server. */
export const enginesIn = (folder: string): readonly Engine[] => {
  // Part of the databases' names.
  process.env['TEST_RUN_ID'] ??= Date.now().toString(36);
  return process.env['MONGODB_URI'] ? [sqlite(folder), mongodb] : [sqlite(folder)];
};

/** As DATABASE_URL says it. */
export const databaseUrl = (database: Database): string =>
  database.kind === 'sqlite' ? `sqlite:${database.file}` : urlOf(database);

export const openDatabase = async (database: Database): Promise<Store> => {
  const store = await openStore(database, collections);
  stores.push(store);
  return store;
};

/** Closes what is still open, so that nothing is written any more, and drops what this run made on a server. */
export const dropDatabases = async (): Promise<void> => {
  for (const store of stores.splice(0)) await store.close();
  for (const address of onServer.splice(0)) await dropDatabase(address);
};
