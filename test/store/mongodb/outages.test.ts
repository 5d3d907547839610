import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MongoAddress } from '../../../src/store/mongodb/connection.ts';
import { openMongoStore } from '../../../src/store/mongodb/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { dropDatabase, newDatabase } from '../../support/mongodb/database.ts';
import { type Proxy, startProxy } from '../../support/mongodb/proxy.ts';
import { put, ticket, tickets } from '../../support/store/tickets.ts';

/** One of its own for each test: the engine of the tests may remember a collection that another connection has dropped. */
let address: MongoAddress;
const unavailable = { code: 'store_unavailable', status: 503 };
let proxy: Proxy;
let store: Store;
beforeEach(async () => {
  address = newDatabase();
  proxy = await startProxy(address.uri);
  store = await openMongoStore({ uri: proxy.uri, name: address.name, collections: [tickets] });
});
afterEach(async () => {
  proxy.restore();
  await store.close();
  await proxy.close();
  await dropDatabase(address);
});

const expectRefused = (work: Promise<unknown>): Promise<void> =>
  expect(work).rejects.toMatchObject(unavailable);

/** Less than the driver waits of itself, which is thirty seconds, or for ever for an answer. */
const TIMEOUT_MS = 25_000;

describe('MongoDB that cannot be reached', () => {
  it(
    'opened: a clear error before long that names the hosts and not the password',
    async () => {
      const uri = 'mongodb://desk:s3cret-password@127.0.0.1:9/refunds?authSource=admin';
      const opening = openMongoStore({ uri, name: 'refunds', collections: [tickets] });
      await expect(opening).rejects.toMatchObject(unavailable);
      await expect(opening).rejects.toThrow(/^MongoDB at 127\.0\.0\.1:9 cannot be used: (?!.*s3cret)/);
    },
    TIMEOUT_MS,
  );

  it(
    'asked, while it is cut off: every call is refused before long; back again, it works by itself',
    async () => {
      await put(store, 't1', { count: 1 });
      proxy.cut();
      const calls = [
        () => store.ping(),
        () => store.get(tickets, 't1'),
        () => store.insert(tickets, 't2', ticket()),
        () => store.scan(tickets, 'tag', { facet: 'red', limit: 1 }),
        () => store.getBlob('b1'),
      ];
      for (const call of calls) await expectRefused(call());
      proxy.restore();
      await store.ping();
      expect((await store.get(tickets, 't1'))?.doc.count).toBe(1);
      expect((await store.insert(tickets, 't2', ticket())).ok).toBe(true);
    },
    TIMEOUT_MS,
  );

  it(
    'asked, while nothing passes and nothing is refused: given up in time to ask the customer again',
    async () => {
      await put(store, 't1');
      proxy.stall();
      await expectRefused(store.get(tickets, 't1'));
      await expectRefused(store.ping());
      proxy.restore();
      await expect(store.ping()).resolves.toBeUndefined();
    },
    TIMEOUT_MS,
  );
});

describe('a write whose answer is lost', () => {
  it('an insert: not called written nor refused; written again under its id, it is found to exist', async () => {
    proxy.loseAnswerTo((command) => command['insert'] === 'tickets');
    await expectRefused(store.insert(tickets, 't1', ticket({ count: 7, keys: ['open:a'] })));
    expect((await store.getByKey(tickets, 'open:a'))?.doc.count).toBe(7);
    const again = await store.insert(tickets, 't1', ticket({ count: 7, keys: ['open:a'] }));
    expect(again).toEqual({ ok: false, code: 'exists' });
  });

  it('a replacement: not called a conflict; tried again at its revision, it is one, and nothing is written twice', async () => {
    const revision = await put(store, 't1');
    proxy.loseAnswerTo((command) => command['update'] === 'tickets');
    await expectRefused(store.replace(tickets, { id: 't1', revision }, ticket({ count: 1 })));
    const again = await store.replace(tickets, { id: 't1', revision }, ticket({ count: 2 }));
    expect(again).toEqual({ ok: false, code: 'conflict' });
    expect(await store.get(tickets, 't1')).toMatchObject({ revision: revision + 1, doc: { count: 1 } });
  });

  it('a blob: put again, it is there once', async () => {
    const blob = { contentType: 'text/plain', bytes: Buffer.from('x') };
    proxy.loseAnswerTo((command) => command['insert'] === '#blobs');
    await expectRefused(store.putBlob('b1', blob));
    await store.putBlob('b1', blob);
    expect(await store.getBlob('b1')).toEqual(blob);
  });
});
