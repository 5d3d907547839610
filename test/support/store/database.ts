import { afterEach, beforeEach } from '@jest/globals';
import type { AnyCollection } from '../../../src/store/collection.ts';
import type { Store } from '../../../src/store/store.ts';
import { tickets } from './tickets.ts';

/** An empty database of an engine, to be opened as often as a test likes: each time as another instance would. */
export interface TestDatabase {
  open(collections: readonly AnyCollection[]): Promise<Store>;
  drop(): Promise<void>;
}

export type CreateDatabase = () => Promise<TestDatabase>;

/** A fresh database for every test of the describe block; what the test opens is closed after it. */
export const eachWithDatabase = (create: CreateDatabase) => {
  let database: TestDatabase | undefined;
  let opened: Store[] = [];
  beforeEach(async () => {
    database = await create();
  });
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    opened = [];
    await database?.drop();
  });
  return {
    open: async (...collections: readonly AnyCollection[]): Promise<Store> => {
      if (database === undefined) throw new Error('open() belongs inside a test');
      const store = await database.open(collections.length === 0 ? [tickets] : collections);
      opened.push(store);
      return store;
    },
  };
};
