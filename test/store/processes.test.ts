import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { databaseIn, dropTestStore, openTestStore } from '../support/engine.ts';
import { startWriter } from '../support/store/child.ts';
import { idsOf, put, tickets } from '../support/store/tickets.ts';

describe('several processes on one database', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'refund-desk-store-'));
  });
  afterEach(async () => {
    await dropTestStore(folder);
    rmSync(folder, { recursive: true });
  });

  it('two, writing at once: all of both is there, each key they both wanted went to one, no count is lost', async () => {
    const store = await openTestStore(folder, [tickets]);
    await put(store, 'counter');
    const writers = await Promise.all([
      startWriter(databaseIn(folder), 'a', 'share'),
      startWriter(databaseIn(folder), 'b', 'share'),
    ]);
    for (const writer of writers) writer.go();
    expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual(['0', '0']);
    const own = await idsOf(store, { facet: 'own', limit: 100 });
    const shared = await idsOf(store, { facet: 'shared', limit: 100 });
    expect(own).toHaveLength(100);
    expect(shared).toHaveLength(50);
    expect([...own, ...shared].sort()).toEqual(writers.flatMap(({ lines }) => lines).sort());
    expect((await store.get(tickets, 'counter'))?.doc.count).toBe(100);
    await store.close();
  }, 30_000);

  it('one, killed in the middle of its writes: all it acknowledged is there, and nothing is there by half', async () => {
    const writer = await startWriter(databaseIn(folder), 'w', 'endless');
    writer.go();
    await writer.printed(300);
    writer.child.kill('SIGKILL');
    expect(await writer.ended).toBe('SIGKILL');
    const store = await openTestStore(folder, [tickets]);
    const found = await idsOf(store, { facet: 'endless', limit: 1_000 });
    expect(writer.lines.length).toBeGreaterThanOrEqual(300);
    expect(writer.lines.filter((id) => !found.includes(id))).toEqual([]);
    for (const id of found) expect((await store.getByKey(tickets, `key ${id}`))?.id).toBe(id);
    await put(store, 'after');
    await store.close();
  }, 30_000);

  it('two, making the same database at once: both can use it', async () => {
    const writers = await Promise.all([
      startWriter(databaseIn(folder), 'a', 'endless'),
      startWriter(databaseIn(folder), 'b', 'endless'),
    ]);
    for (const writer of writers) writer.go();
    await Promise.all(writers.map((writer) => writer.printed(20)));
    for (const writer of writers) writer.child.kill('SIGKILL');
    await Promise.all(writers.map(({ ended }) => ended));
    const store = await openTestStore(folder, [tickets]);
    expect(await store.get(tickets, 'a-0-0')).toBeDefined();
    expect(await store.get(tickets, 'b-0-0')).toBeDefined();
    await store.close();
  }, 30_000);
});
