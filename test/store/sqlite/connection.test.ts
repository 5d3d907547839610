import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openConnection } from '../../../src/store/sqlite/connection.ts';
import { openSqliteStore, sqliteStore } from '../../../src/store/sqlite/open.ts';
import { startServerProcess } from '../../support/server-process.ts';
import { idsOf, put, tickets } from '../../support/store/tickets.ts';

describe('a connection to SQLite', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'refund-desk-store-'));
    path = join(folder, 'desk.db');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('opened: every commit waits for the disk (synchronous FULL), in WAL mode, and a lock is waited for', async () => {
    const db = await openConnection(path);
    expect(db.all(z.unknown(), 'PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    expect(db.all(z.unknown(), 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    const [busy] = db.all(z.object({ timeout: z.number() }), 'PRAGMA busy_timeout');
    expect(busy?.timeout).toBeGreaterThan(0);
    db.close();
  });

  it('a row that is not what was asked for, read, is an error and not a wrong value', async () => {
    const db = await openConnection(path);
    expect(() => db.all(z.object({ n: z.string() }), 'SELECT 1 AS n')).toThrow(z.ZodError);
    db.close();
  });

  it('closed twice, or used afterwards: the first is nothing, the second a clear error', async () => {
    const db = await openConnection(path);
    db.run('CREATE TABLE t (n)');
    db.close();
    db.close();
    expect(() => {
      db.run('CREATE TABLE t (n)');
    }).toThrow(expect.objectContaining({ code: 'store_closed' }));
  });

  it('a file that is no database, opened as the store, is refused by name and left as it was', async () => {
    const letter = 'This is a letter, not a database.'.repeat(100);
    writeFileSync(path, letter);
    await expect(openSqliteStore({ path, collections: [tickets] })).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `The database ${path} cannot be used: file is not a database`,
      cause: { code: 'SQLITE_NOTADB' },
    });
    expect(readFileSync(path, 'utf8')).toBe(letter);
  });

  it('a file that is no database, under a server that starts: ends it with 1, for waiting would not help', async () => {
    writeFileSync(path, 'This is a letter, not a database.'.repeat(100));
    const env = { DATABASE_URL: `sqlite:${path}`, SANDBOX_DIR: join(folder, 'sandbox') };
    const starting = startServerProcess(env).then(
      ({ end }) => end('SIGKILL'),
      (error: unknown) => String(error),
    );
    expect(await starting).toMatch(/ended \(1\)[\s\S]*desk\.db cannot be used: file is not a database/);
  }, 30_000);

  it('a file laid out by a newer version, opened as the store, is refused', async () => {
    const db = await openConnection(path);
    db.run('PRAGMA user_version = 99');
    db.close();
    const opening = openSqliteStore({ path, collections: [tickets] });
    await expect(opening).rejects.toMatchObject({ code: 'newer_schema' });
  });

  it('a replacement that changes neither keys nor places, written, touches the document alone', async () => {
    const db = await openConnection(path);
    const store = await sqliteStore(db, { collections: [tickets] });
    await put(store, 't1', { keys: ['a', 'b'], tags: ['x', 'y', 'z'] });
    const changes = () => db.all(z.object({ n: z.number() }), 'SELECT total_changes() AS n')[0]?.n ?? 0;
    const current = await store.get(tickets, 't1');
    if (current === undefined) throw new Error('not stored');
    const before = changes();
    await store.replace(tickets, current, { ...current.doc, count: 1 });
    expect(changes() - before).toBe(1);
    expect(await idsOf(store, { facet: 'z', limit: 5 })).toEqual(['t1']);
    await store.close();
  });

  it('a scan, explained, seeks in the index and neither walks through a table nor sorts', async () => {
    const store = await openSqliteStore({ path, collections: [tickets] });
    for (const id of ['t1', 't2']) await put(store, id, { tags: ['red'] });
    const { next } = await store.scan(tickets, 'tag', { facet: 'red', limit: 1 });
    const range = { facet: 'red', from: '0', to: '9', limit: 1, cursor: next ?? '', descending: true };
    const plan = await store.explain(tickets, 'tag', range);
    expect(plan).toMatch(
      /SEARCH tickets\.tag USING PRIMARY KEY \(facet=\? AND \(ord,id\)>.* AND \(ord,id\)</,
    );
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
    await store.close();
  });

  it.each([
    ['with capitals', { name: 'Tickets' }],
    ['with a quote', { name: 'a"b' }],
    ['that differ in case only', { indexes: { tag: () => null, TAG: () => null } }],
  ])(
    'names of a collection or its indexes %s, opened, are an error: they cannot name tables',
    async (_what, changes) => {
      const opening = openSqliteStore({ path, collections: [{ ...tickets, ...changes }] });
      await expect(opening).rejects.toThrow('name');
    },
  );
});
