import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MongoAddress } from '../../../src/store/mongodb/connection.ts';
import { openMongoStore } from '../../../src/store/mongodb/open.ts';
import type { Collection } from '../../../src/store/store.ts';
import { connected, dropDatabase, newDatabase } from '../../support/mongodb/database.ts';
import { idsOf, put, type Ticket, ticket, tickets } from '../../support/store/tickets.ts';

/** One of its own for each test: the engine of the tests may remember a collection that another connection has dropped. */
let address: MongoAddress;
beforeEach(() => {
  address = newDatabase();
});
afterEach(() => dropDatabase(address));

/** `tickets` before it had its other index. */
const fewer: Collection<Ticket, 'title'> = { ...tickets, indexes: { title: tickets.indexes.title } };
const open = <T>(collection: Collection<T>) => openMongoStore({ ...address, collections: [collection] });

describe('a MongoDB database that a newer program brings up to date', () => {
  it('killed in the middle of it, opened again: it is finished, and scans have every document', async () => {
    const old = await open(fewer);
    for (const id of ['t1', 't2']) await old.insert(fewer, id, ticket({ tags: ['red'] }));
    await old.close();
    await (await open(tickets)).close();
    // As it is after the announcement and the first of the two documents.
    await connected(address, async (db) => {
      const known = db.collection<{ _id: string }>('#collections');
      await known.updateOne({ _id: 'tickets' }, { $set: { settled: false } });
      const rows = db.collection<{ _id: string }>('tickets');
      await rows.updateOne({ _id: 't2' }, { $set: { layout: 1 }, $unset: { tag_facets: 1, tag_order: 1 } });
    });
    const store = await open(tickets);
    expect(await idsOf(store, { facet: 'red', limit: 5 })).toEqual(['t1', 't2']);
    await store.close();
  });

  it('with an older one still running: what that one writes afterwards is refused and taken back, whatever it had read', async () => {
    const old = await open(fewer);
    const first = await old.insert(fewer, 't1', ticket());
    const store = await open(tickets);
    const refused = { code: 'newer_schema', status: 503 };
    await expect(old.insert(fewer, 't2', ticket({ keys: ['open:a'] }))).rejects.toMatchObject(refused);
    const at = { id: 't1', revision: first.ok ? first.revision : 0 };
    await expect(old.replace(fewer, at, ticket({ count: 9 }))).rejects.toMatchObject(refused);
    expect(await store.getByKey(tickets, 'open:a')).toBeUndefined();
    expect((await store.get(tickets, 't1'))?.doc.count).toBe(0);
    await put(store, 't3', { keys: ['open:a'] });
    await Promise.all([old.close(), store.close()]);
  });

  it('an index declared no more, under a new schema version: it is gone, and an operator’s own stays', async () => {
    await (await open(tickets)).close();
    await connected(address, (db) =>
      db.collection('tickets').createIndexes([{ key: { body: 1 }, name: 'mine' }]),
    );
    await (await open({ ...fewer, schemaVersion: 2 })).close();
    const names = await connected(address, async (db) =>
      (await db.collection('tickets').indexes()).map(({ name }) => name),
    );
    expect(names.sort()).toEqual(['_id_', 'mine', 'tickets#keys', 'tickets.title']);
  });

  it('of another format, opened: refused as newer', async () => {
    await (await open(tickets)).close();
    await connected(address, (db) =>
      db.collection<{ _id: string }>('#state').updateOne({ _id: 'store' }, { $set: { format: 99 } }),
    );
    await expect(open(tickets)).rejects.toMatchObject({ code: 'newer_schema' });
  });
});
