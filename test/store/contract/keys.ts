import { describe, expect, it } from '@jest/globals';
import { type CreateDatabase, eachWithDatabase } from '../../support/store/database.ts';
import { change, put, ticket, tickets } from '../../support/store/tickets.ts';

const racers = Array.from({ length: 40 }, (_, racer) => `t${String(racer)}`);

export const keyContract = (create: CreateDatabase): void => {
  describe('unique keys', () => {
    const database = eachWithDatabase(create);

    it('a document with several keys, asked for by each, is found; by another, it is not', async () => {
      const store = await database.open();
      await put(store, 't1', { keys: ['no:1', 'open:a'] });
      for (const key of ['id:t1', 'no:1', 'open:a'])
        expect((await store.getByKey(tickets, key))?.id).toBe('t1');
      expect(await store.getByKey(tickets, 'no:2')).toBeUndefined();
    });

    it('a key that another document holds, inserted, is refused by name and nothing of it is stored', async () => {
      const store = await database.open();
      await put(store, 't1', { keys: ['open:a'] });
      const late = await store.insert(tickets, 't2', ticket({ keys: ['no:2', 'open:a'], tags: ['red'] }));
      expect(late).toEqual({ ok: false, code: 'key_taken', key: 'open:a' });
      expect(await store.get(tickets, 't2')).toBeUndefined();
      expect(await store.getByKey(tickets, 'no:2')).toBeUndefined();
      expect((await store.scan(tickets, 'tag', { facet: 'red', limit: 5 })).items).toEqual([]);
      expect((await store.getByKey(tickets, 'open:a'))?.id).toBe('t1');
    });

    it('a key that another document holds, taken by a replacement, is refused and the document stays', async () => {
      const store = await database.open();
      await put(store, 't1', { keys: ['open:a'] });
      const revision = await put(store, 't2', { keys: ['open:b'] });
      const outcome = await store.replace(
        tickets,
        { id: 't2', revision },
        ticket({ count: 9, keys: ['open:a'] }),
      );
      expect(outcome).toEqual({ ok: false, code: 'key_taken', key: 'open:a' });
      expect(await store.getByKey(tickets, 'open:b')).toMatchObject({
        id: 't2',
        revision,
        doc: { count: 0 },
      });
    });

    it('a stale replacement that also wants a taken key answers conflict: it must be reloaded anyway', async () => {
      const store = await database.open();
      await put(store, 't1', { keys: ['open:a'] });
      const revision = await put(store, 't2');
      await change(store, 't2', (doc) => doc);
      const outcome = await store.replace(tickets, { id: 't2', revision }, ticket({ keys: ['open:a'] }));
      expect(outcome).toEqual({ ok: false, code: 'conflict' });
    });

    it('40 documents of two instances, wanting one key at once: one gets it, the others are told', async () => {
      const stores = [await database.open(), await database.open()] as const;
      const outcomes = await Promise.all(
        racers.map((id, racer) =>
          stores[racer % 2 === 0 ? 0 : 1].insert(tickets, id, ticket({ keys: ['open:a'] })),
        ),
      );
      const winners = racers.filter((_, racer) => outcomes[racer]?.ok);
      expect(winners).toHaveLength(1);
      const losers = outcomes.filter((outcome) => !outcome.ok);
      expect(losers).toEqual(losers.map(() => ({ ok: false, code: 'key_taken', key: 'open:a' })));
      expect((await stores[0].getByKey(tickets, 'open:a'))?.id).toBe(winners[0]);
    });

    it('a key that the replacement drops, wanted by another, is free; one that it adds, is not', async () => {
      const store = await database.open();
      await put(store, 't1', { keys: ['open:a'] });
      await change(store, 't1', (doc) => ({ ...doc, keys: ['open:b'] }));
      expect(await store.getByKey(tickets, 'open:a')).toBeUndefined();
      expect((await store.getByKey(tickets, 'open:b'))?.id).toBe('t1');
      expect((await store.insert(tickets, 't2', ticket({ keys: ['open:a'] }))).ok).toBe(true);
      expect((await store.insert(tickets, 't3', ticket({ keys: ['open:b'] }))).ok).toBe(false);
    });

    it('a key, given up and taken over and back again, is found where it last went', async () => {
      const store = await database.open();
      const revision = await put(store, 't1', { keys: ['open:a'] });
      await store.replace(tickets, { id: 't1', revision }, ticket({ keys: [] }));
      await put(store, 't2', { keys: ['open:a'] });
      await change(store, 't2', (doc) => ({ ...doc, keys: [] }));
      await change(store, 't1', (doc) => ({ ...doc, keys: ['open:a'] }));
      expect((await store.getByKey(tickets, 'open:a'))?.id).toBe('t1');
    });

    it('a key named twice by one document is held once, and kept through a replacement', async () => {
      const store = await database.open();
      await put(store, 't1', { keys: ['open:a', 'open:a'] });
      await change(store, 't1', (doc) => ({ ...doc, count: 1 }));
      expect((await store.getByKey(tickets, 'open:a'))?.doc.count).toBe(1);
    });

    it('two collections, using the same key and id, do not meet', async () => {
      const others = { ...tickets, name: 'others' };
      const store = await database.open(tickets, others);
      await put(store, 't1', { count: 1, keys: ['open:a'] });
      expect((await store.insert(others, 't1', ticket({ count: 2, keys: ['open:a'] }))).ok).toBe(true);
      expect((await store.getByKey(tickets, 'open:a'))?.doc.count).toBe(1);
      expect((await store.getByKey(others, 'open:a'))?.doc.count).toBe(2);
    });

    it('a document without any key, inserted, is an error and is not stored', async () => {
      const keyless = { ...tickets, keys: () => [] };
      const store = await database.open(keyless);
      await expect(store.insert(keyless, 't1', ticket())).rejects.toThrow('at least one key');
      expect(await store.get(keyless, 't1')).toBeUndefined();
    });
  });
};
