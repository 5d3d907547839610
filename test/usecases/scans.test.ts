import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Collection, orderKey, type Range, type Store } from '../../src/store/store.ts';
import { collections } from '../../src/usecases/documents/index.ts';
import { dropTestStore, openTestStore } from '../support/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'refund-desk-scans-'));
let store: Store;
beforeAll(async () => {
  store = await openTestStore(folder, collections);
});
afterAll(async () => {
  await store.close();
  await dropTestStore(folder);
  rmSync(folder, { recursive: true });
});

/** A scan can only name a declared index: these are all the ways through which the product can ask for a range. */
const declared = collections.flatMap((collection) =>
  Object.keys(collection.indexes).map((index) => [`${collection.name}.${index}`, collection, index] as const),
);

const ranges: readonly Range[] = [
  { facet: 'all', limit: 20 },
  { facet: 'all', to: orderKey(5), limit: 20 },
  { facet: 'all', from: orderKey(1), to: orderKey(5), limit: 20, descending: true },
];

/** SQLite's words for walking through a table or an index and for sorting, and those of MongoDB and of the engine of the tests. */
const WALKS = /\bSCAN\b|TEMP B-TREE|COLLSCAN|Seq Scan/;

describe('every scan the product can make', () => {
  it.each(declared)(
    '%s, whatever the range, goes through the declared index',
    async (name, collection, index) => {
      for (const range of ranges) {
        const plan = await store.explain(collection as Collection<unknown>, index, range);
        expect(plan).toContain(name);
        expect(plan).not.toMatch(WALKS);
      }
    },
  );
});
