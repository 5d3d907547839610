import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Connection, openConnection } from '../../../src/store/sqlite/connection.ts';
import { openSqliteStore, sqliteStore } from '../../../src/store/sqlite/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { idsOf, put, ticket, tickets } from '../../support/store/tickets.ts';

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `t${String(index)}`);

describe('writes of the SQLite store that arrive together', () => {
  let folder = '';
  let path = '';
  let opened: Store[] = [];
  let commits: number[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'refund-desk-store-'));
    path = join(folder, 'desk.db');
    opened = [];
    commits = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    rmSync(folder, { recursive: true });
  });

  const track = (store: Store): Store => {
    opened.push(store);
    return store;
  };
  const options = { collections: [tickets], onCommit: (writes: number) => commits.push(writes) };
  const open = async (busyAttempts?: number): Promise<Store> =>
    track(
      await openSqliteStore({ path, ...options, ...(busyAttempts === undefined ? {} : { busyAttempts }) }),
    );

  it('100 at once: one commit holds them all', async () => {
    const store = await open();
    await Promise.all(ids(100).map((id) => put(store, id)));
    expect(commits).toEqual([100]);
  });

  it('one after the other: each has its own commit, for each waited for its own', async () => {
    const store = await open();
    for (const id of ids(3)) await put(store, id);
    expect(commits).toEqual([1, 1, 1]);
  });

  it('a thousand at once: in several commits of bounded size, with turns of the event loop between', async () => {
    const store = await open();
    const others: number[] = [];
    const writing = Promise.all(ids(1_000).map((id) => put(store, id)));
    while (commits.length < 4) {
      others.push(commits.length);
      await nextTurn();
    }
    await writing;
    expect(commits).toEqual([256, 256, 256, 232]);
    expect(new Set(others)).toEqual(new Set([0, 1, 2, 3]));
  });

  it('more than can wait: those beyond the bound are told to come back, the others are stored', async () => {
    const store = await open();
    const outcomes = await Promise.allSettled(ids(10_050).map((id) => store.ping().then(() => id)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(50);
    expect(refused[0]?.reason).toMatchObject({ code: 'store_overloaded', status: 503 });
  }, 20_000);

  it('some of them refused, one broken: each hears its own outcome and the rest is stored', async () => {
    const store = await open();
    const revision = await put(store, 'first', { keys: ['open:a'] });
    const broken = { ...ticket(), toJSON: () => JSON.parse('{') as unknown };
    const outcomes = await Promise.allSettled([
      store.insert(tickets, 'first', ticket()),
      store.insert(tickets, 'second', ticket({ keys: ['open:a'], tags: ['red'] })),
      store.insert(tickets, 'broken', broken),
      store.replace(tickets, { id: 'first', revision: revision + 7 }, ticket()),
      store.insert(tickets, 'fine', ticket({ tags: ['red'] })),
    ]);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'error'))).toEqual([
      { ok: false, code: 'exists' },
      { ok: false, code: 'key_taken', key: 'open:a' },
      'error',
      { ok: false, code: 'conflict' },
      { ok: true, revision: 1 },
    ]);
    expect(await idsOf(store, { facet: 'red', limit: 5 })).toEqual(['fine']);
  });

  it('one onto a document that somebody has damaged in the file: only that one fails', async () => {
    const store = await open();
    const revision = await put(store, 'damaged');
    const db = await openConnection(path);
    db.run(`UPDATE tickets SET terms = '{'`);
    db.close();
    const [damaged, fine] = await Promise.allSettled([
      store.replace(tickets, { id: 'damaged', revision }, ticket({ tags: ['red'] })),
      store.insert(tickets, 'fine', ticket({ tags: ['red'] })),
    ]);
    expect([damaged.status, fine.status]).toEqual(['rejected', 'fulfilled']);
    expect(await idsOf(store, { facet: 'red', limit: 5 })).toEqual(['fine']);
  });

  it('one that the engine fails at while it is looked up: all of them are rejected, none is stored', async () => {
    const store = await open();
    const db = await openConnection(path);
    db.run('ALTER TABLE "tickets#keys" RENAME TO aside');
    const outcomes = await Promise.allSettled([
      store.putBlob('b1', { contentType: 'text/plain', bytes: Buffer.from('x') }),
      put(store, 't1'),
      store.ping(),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await store.getBlob('b1')).toBeUndefined();
    db.run('ALTER TABLE aside RENAME TO "tickets#keys"');
    db.close();
    await put(store, 't1');
  });

  it('a key given up by one and wanted by the next: it changes hands within the commit', async () => {
    const store = await open();
    const revision = await put(store, 'first', { keys: ['open:a'] });
    commits = [];
    const outcomes = await Promise.all([
      store.replace(tickets, { id: 'first', revision }, ticket()),
      store.insert(tickets, 'second', ticket({ keys: ['open:a'] })),
      store.insert(tickets, 'third', ticket({ keys: ['open:a'] })),
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(commits).toEqual([3]);
    expect((await store.getByKey(tickets, 'open:a'))?.id).toBe('second');
  });

  it('acknowledged: another connection sees them, none earlier', async () => {
    const [store, other] = [await open(), await open()];
    const writing = put(store, 't0');
    expect(await other.get(tickets, 't0')).toBeUndefined();
    await writing;
    expect(await other.get(tickets, 't0')).toBeDefined();
  });

  it('a disk that is full: every write of the commit is rejected, none is stored, and later ones are again', async () => {
    const db = await openConnection(path);
    const store = track(await sqliteStore(db, options));
    await put(store, 'before', { tags: ['red'] });
    const pages = db.all(z.object({ page_count: z.number() }), 'PRAGMA page_count')[0]?.page_count ?? 0;
    db.run(`PRAGMA max_page_count = ${String(pages + 2)}`);
    const title = 'x'.repeat(20_000);
    const outcomes = await Promise.allSettled([
      put(store, 'small', { tags: ['red'] }),
      put(store, 'large', { tags: ['red'], title }),
      put(store, 'late', { tags: ['red'] }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(outcomes[0]).toMatchObject({
      reason: { code: 'store_unavailable', status: 503, cause: { code: 'SQLITE_FULL' } },
    });
    expect(await idsOf(store, { facet: 'red', limit: 5 })).toEqual(['before']);
    db.run('PRAGMA max_page_count = 100000');
    await put(store, 'large', { tags: ['red'], title });
    expect(await idsOf(store, { facet: 'red', limit: 5 })).toEqual(['before', 'large']);
  });

  describe('while another connection holds the write lock', () => {
    let holder: Connection;
    const hold = async (): Promise<void> => {
      holder = await openConnection(path);
      holder.run('BEGIN IMMEDIATE');
    };
    afterEach(() => {
      holder.close();
    });

    it('they wait, reads go on, and they are stored when it lets go', async () => {
      const store = await open();
      await put(store, 'before');
      await hold();
      let settled = false;
      const writing = Promise.all(ids(3).map((id) => put(store, id))).finally(() => {
        settled = true;
      });
      for (let turn = 0; turn < 50; turn += 1) expect(await store.get(tickets, 'before')).toBeDefined();
      expect(settled).toBe(false);
      holder.run('ROLLBACK');
      await writing;
      expect(await store.get(tickets, 't2')).toBeDefined();
      expect(commits).toEqual([1, 3]);
    });

    it('and never lets go: they are rejected with a clear error, and the next ones are stored once it has', async () => {
      const store = await open(3);
      await hold();
      await expect(put(store, 'late')).rejects.toMatchObject({ code: 'store_busy', status: 503 });
      await expect(store.ping()).rejects.toMatchObject({ code: 'store_busy' });
      holder.run('ROLLBACK');
      expect(await store.get(tickets, 'late')).toBeUndefined();
      await put(store, 'late');
    });
  });
});
