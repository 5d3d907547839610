import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MongoAddress } from '../../../src/store/mongodb/connection.ts';
import { openMongoStore } from '../../../src/store/mongodb/open.ts';
import { connected, dropDatabase, newDatabase } from '../../support/mongodb/database.ts';
import { type Proxy, startProxy } from '../../support/mongodb/proxy.ts';
import { change, put, ticket, tickets } from '../../support/store/tickets.ts';

/** One of its own for each test: the engine of the tests may remember a collection that another connection has dropped. */
let address: MongoAddress;
let proxy: Proxy;
beforeEach(() => {
  address = newDatabase();
});
afterEach(async () => {
  await proxy.close();
  await dropDatabase(address);
});

const WRITES = ['insert', 'update', 'delete', 'findAndModify', 'createIndexes'];
const READS = ['find', 'aggregate', 'count', 'distinct'];
const named = (names: readonly string[]) =>
  proxy.commands.filter((command) => names.some((name) => name in command));

describe('what goes over the wire to MongoDB', () => {
  it.each([
    ['a bare URI', ''],
    [
      'a URI that asks for less',
      '/?w=1&journal=false&readPreference=secondaryPreferred&readConcernLevel=local&wtimeoutMS=1',
    ],
  ])(
    '%s: every write waits for the journals of the majority, every read asks the primary for what those have',
    async (_what, options) => {
      proxy = await startProxy(`${address.uri}${options}`);
      const store = await openMongoStore({ uri: proxy.uri, name: address.name, collections: [tickets] });
      const revision = await put(store, 't1', { tags: ['red'] });
      await change(store, 't1', (doc) => ({ ...doc, count: 1 }));
      await store.replace(tickets, { id: 't1', revision }, ticket());
      await store.getByKey(tickets, 'id:t1');
      await store.scan(tickets, 'tag', { facet: 'red', limit: 1 });
      await store.putBlob('b1', { contentType: 'text/plain', bytes: Buffer.from('x') });
      await store.getBlob('b1');
      await store.ping();
      await store.close();

      const writes = named(WRITES);
      expect(writes.filter((each) => 'insert' in each).length).toBeGreaterThanOrEqual(2);
      expect(writes.filter((each) => 'update' in each).length).toBeGreaterThanOrEqual(3);
      for (const { writeConcern } of writes) expect(writeConcern).toMatchObject({ w: 'majority', j: true });
      const reads = named(READS);
      expect(reads.length).toBeGreaterThanOrEqual(6);
      for (const { readConcern } of reads) expect(readConcern).toEqual({ level: 'majority' });
      for (const { $readPreference } of [...writes, ...reads])
        expect([undefined, { mode: 'primary' }]).toContainEqual($readPreference);
    },
  );

  it('a database, opened for the first time, has the unique index of keys and every declared index', async () => {
    proxy = await startProxy(address.uri);
    const store = await openMongoStore({ uri: proxy.uri, name: address.name, collections: [tickets] });
    await store.close();
    const indexes = await connected(address, (db) => db.collection('tickets').indexes());
    expect(indexes.map(({ name, unique = false, key }) => [name, unique, key])).toEqual([
      ['_id_', expect.any(Boolean), { _id: 1 }],
      ['tickets#keys', true, { keys: 1 }],
      ['tickets.tag', false, { tag_facets: 1, tag_order: 1, _id: 1 }],
      ['tickets.title', false, { title_facets: 1, title_order: 1, _id: 1 }],
    ]);
  });

  it('one write of a document is one command, however many keys and facets it changes', async () => {
    proxy = await startProxy(address.uri);
    const store = await openMongoStore({ uri: proxy.uri, name: address.name, collections: [tickets] });
    const revision = await put(store, 't1', { tags: ['red'], keys: ['a'] });
    proxy.commands.length = 0;
    await store.replace(tickets, { id: 't1', revision }, ticket({ tags: ['blue', 'green'], keys: ['b'] }));
    expect(proxy.commands.filter((command) => !('hello' in command) && !('ping' in command))).toHaveLength(1);
    await store.close();
  });
});
