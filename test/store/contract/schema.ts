import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Collection } from '../../../src/store/store.ts';
import { type CreateDatabase, eachWithDatabase } from '../../support/store/database.ts';
import { put, type Ticket, ticket, tickets } from '../../support/store/tickets.ts';

/** The next version of `tickets`: `count` has become `severity`, which is an index and a key too. */
const next = z.object({ title: z.string(), severity: z.number(), keys: z.array(z.string()) });
const previous = z.object({ title: z.string(), count: z.number(), keys: z.array(z.string()) });
type Next = z.infer<typeof next>;

const newer: Collection<Next, 'severity'> = {
  name: 'tickets',
  schemaVersion: 2,
  parse: (raw) => next.parse(raw),
  upgrade: (raw, from) => {
    if (from !== 1) throw new Error(`no way from ${String(from)}`);
    const { count, ...rest } = previous.parse(raw);
    return { ...rest, severity: count };
  },
  keys: (doc, id) => [`id:${id}`, ...doc.keys, `severity:${String(doc.severity)}`],
  indexes: { severity: (doc) => ({ facets: ['all'], order: String(doc.severity) }) },
};

/** `tickets` before it had its other index. */
const fewer: Collection<Ticket, 'title'> = { ...tickets, indexes: { title: tickets.indexes.title } };

const refused = { code: 'newer_schema', status: 503 };

export const schemaContract = (create: CreateDatabase): void => {
  describe('schema versions', () => {
    const database = eachWithDatabase(create);

    it('a document of an older version, read by newer code, is upgraded, and found by the new keys and indexes', async () => {
      const old = await database.open();
      await put(old, 't1', { count: 7, keys: ['no:1'] });
      await old.close();
      const store = await database.open(newer);
      const stored = await store.get(newer, 't1');
      expect(stored?.doc).toEqual({ title: ticket().title, severity: 7, keys: ['no:1'] });
      expect((await store.getByKey(newer, 'no:1'))?.id).toBe('t1');
      expect((await store.getByKey(newer, 'severity:7'))?.id).toBe('t1');
      const page = await store.scan(newer, 'severity', { facet: 'all', limit: 5 });
      expect(page.items.map(({ doc }) => doc.severity)).toEqual([7]);
    });

    it('an upgraded document, replaced and read again, is of the new version', async () => {
      const old = await database.open();
      const revision = await put(old, 't1', { count: 7 });
      await old.close();
      const store = await database.open(newer);
      const doc = { title: 'now', severity: 8, keys: [] };
      expect((await store.replace(newer, { id: 't1', revision }, doc)).ok).toBe(true);
      expect((await store.get(newer, 't1'))?.doc).toEqual(doc);
      expect(await store.getByKey(newer, 'severity:7')).toBeUndefined();
    });

    it('a database that a newer version has written, opened by older code, is refused with a clear error', async () => {
      const store = await database.open(newer);
      await store.insert(newer, 't1', { title: 'new', severity: 1, keys: [] });
      await store.close();
      await expect(database.open(tickets)).rejects.toMatchObject(refused);
    });

    it('a database that a newer version has opened and not written yet, opened by older code, is refused', async () => {
      await (await database.open(newer)).close();
      await expect(database.open(tickets)).rejects.toMatchObject(refused);
    });

    it('a newer version, started beside an older one: the older reads none of its documents and writes no more', async () => {
      const old = await database.open();
      const revision = await put(old, 't1');
      const store = await database.open(newer);
      await store.insert(newer, 't2', { title: 'new', severity: 1, keys: [] });
      await expect(old.get(tickets, 't2')).rejects.toMatchObject(refused);
      await expect(old.insert(tickets, 't3', ticket())).rejects.toMatchObject(refused);
      await expect(old.replace(tickets, { id: 't1', revision }, ticket())).rejects.toMatchObject(refused);
      expect(await store.get(newer, 't3')).toBeUndefined();
      const later = { title: 'goes on', severity: 2, keys: [] };
      expect((await store.insert(newer, 't4', later)).ok).toBe(true);
    });

    it('an index declared after documents were written, scanned, has them', async () => {
      const before = await database.open(fewer);
      await before.insert(fewer, 't1', ticket({ tags: ['red'] }));
      await before.close();
      const store = await database.open();
      const page = await store.scan(tickets, 'tag', { facet: 'red', limit: 5 });
      expect(page.items.map(({ id }) => id)).toEqual(['t1']);
    });

    it('a program that does not declare an index the database keeps, opening it, is refused: it would not keep it', async () => {
      const store = await database.open();
      await store.close();
      await expect(database.open(fewer)).rejects.toMatchObject(refused);
    });

    it('a program that opens some of the collections, beside one that has them all, hinders nobody', async () => {
      const others = { ...tickets, name: 'others' };
      const few = await database.open(tickets);
      const all = await database.open(tickets, others);
      expect((await few.insert(tickets, 't1', ticket())).ok).toBe(true);
      expect((await all.insert(others, 't1', ticket())).ok).toBe(true);
    });

    it('a stored document that its schema does not allow, read, is an error that names the collection', async () => {
      const loose: Collection<unknown> = {
        ...newer,
        schemaVersion: 1,
        parse: (raw) => raw,
        keys: (_doc, id) => [id],
        indexes: {},
      };
      const before = await database.open(loose);
      await before.insert(loose, 't1', { unexpected: true });
      await before.close();
      const strict = { ...loose, parse: (raw: unknown) => next.parse(raw) };
      const store = await database.open(strict);
      await expect(store.get(strict, 't1')).rejects.toThrow('tickets');
    });
  });
};
