import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AnyCollection } from '../../src/store/collection.ts';
import { type Database, openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import type { MongoAddress } from '../../src/store/mongodb/connection.ts';
import { dropDatabase, emptyDatabase, newDatabase, urlOf } from './mongodb/database.ts';

/** On which engine this run of a test file stores; set by the Jest project. */
export const onMongo = (globalThis as { STORE_ENGINE?: string }).STORE_ENGINE === 'mongodb';

/** Databases by what they were made for, and those that are empty again. */
const taken = new Map<string, MongoAddress>();
const empty: MongoAddress[] = [];

const mongoIn = (folder: string, name: string): MongoAddress => {
  const owner = join(folder, name);
  const hash = createHash('sha256').update(owner).digest('hex').slice(0, 16);
  const database = taken.get(owner) ?? empty.pop() ?? newDatabase(hash);
  taken.set(owner, database);
  return database;
};

/** The database of that name that belongs to a test's folder: a file in it, or one named after it. */
export const databaseIn = (folder: string, name = 'test'): Database =>
  onMongo
    ? { kind: 'mongodb', ...mongoIn(folder, name) }
    : { kind: 'sqlite', file: join(folder, `${name}.db`) };

/** The same as a process is told of it. */
export const storeEnvironment = (folder: string, name = 'test') => ({
  DATABASE_URL: onMongo ? urlOf(mongoIn(folder, name)) : `sqlite:${join(folder, `${name}.db`)}`,
  SANDBOX_DIR: join(folder, 'sandbox'),
});

export const openTestStore = (
  folder: string,
  collections: readonly AnyCollection[],
  name?: string,
): Promise<Store> => openStore(databaseIn(folder, name), collections);

/** On SQLite nothing: the database goes with the folder. */
export const dropTestStore = async (folder: string, name = 'test'): Promise<void> => {
  if (!onMongo) return;
  await dropDatabase(mongoIn(folder, name));
  taken.delete(join(folder, name));
};

/** The same for a store of the product's own collections, whose database the file's next test may have. */
export const emptyTestStore = async (folder: string, name = 'test'): Promise<void> => {
  if (!onMongo) return;
  const database = mongoIn(folder, name);
  await emptyDatabase(database);
  taken.delete(join(folder, name));
  empty.push(database);
};
