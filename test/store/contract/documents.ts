import { describe, expect, it } from '@jest/globals';
import { type CreateDatabase, eachWithDatabase } from '../../support/store/database.ts';
import { change, put, ticket, tickets } from '../../support/store/tickets.ts';

const racers = Array.from({ length: 50 }, (_, racer) => racer);

export const documentContract = (create: CreateDatabase): void => {
  describe('documents', () => {
    const database = eachWithDatabase(create);

    it('a document, inserted, is read back as it was by another instance', async () => {
      const [here, there] = [await database.open(), await database.open()];
      const doc = ticket({ title: 'Ein Läuten', tags: ['a', 'b'], keys: ['k'] });
      const inserted = await here.insert(tickets, 't1', doc);
      expect(inserted).toEqual({ ok: true, revision: expect.any(Number) });
      const stored = await there.get(tickets, 't1');
      expect(stored?.id).toBe('t1');
      expect(stored?.doc).toEqual(doc);
      expect(stored?.revision).toBe(inserted.ok && inserted.revision);
    });

    it('an id that nothing was stored under, asked for, is undefined', async () => {
      const store = await database.open();
      expect(await store.get(tickets, 'nobody')).toBeUndefined();
    });

    it('an id in use, inserted again, answers exists and leaves the document alone', async () => {
      const store = await database.open();
      await put(store, 't1', { count: 1 });
      expect(await store.insert(tickets, 't1', ticket({ count: 2 }))).toEqual({ ok: false, code: 'exists' });
      expect((await store.get(tickets, 't1'))?.doc.count).toBe(1);
    });

    it('a document, replaced at its revision, has the new contents and another revision', async () => {
      const store = await database.open();
      const first = await put(store, 't1');
      const replaced = await store.replace(tickets, { id: 't1', revision: first }, ticket({ count: 5 }));
      const stored = await store.get(tickets, 't1');
      expect(replaced).toEqual({ ok: true, revision: stored?.revision });
      expect(stored?.revision).not.toBe(first);
      expect(stored?.doc.count).toBe(5);
    });

    it('a revision of the past, replaced, answers conflict and changes nothing', async () => {
      const store = await database.open();
      const first = await put(store, 't1');
      await change(store, 't1', (doc) => ({ ...doc, count: 1 }));
      const late = await store.replace(tickets, { id: 't1', revision: first }, ticket({ count: 9 }));
      expect(late).toEqual({ ok: false, code: 'conflict' });
      expect((await store.get(tickets, 't1'))?.doc.count).toBe(1);
    });

    it('a document that is not there, replaced, answers conflict and is not made', async () => {
      const store = await database.open();
      const outcome = await store.replace(tickets, { id: 'ghost', revision: 1 }, ticket());
      expect(outcome).toEqual({ ok: false, code: 'conflict' });
      expect(await store.get(tickets, 'ghost')).toBeUndefined();
    });

    it('50 writers of two instances, replacing one revision at once: exactly one wins', async () => {
      const stores = [await database.open(), await database.open()] as const;
      const revision = await put(stores[0], 't1');
      const outcomes = await Promise.all(
        racers.map((count) =>
          stores[count % 2 === 0 ? 0 : 1].replace(tickets, { id: 't1', revision }, ticket({ count })),
        ),
      );
      const winners = racers.filter((racer) => outcomes[racer]?.ok);
      expect(winners).toHaveLength(1);
      expect((await stores[0].get(tickets, 't1'))?.doc.count).toBe(winners[0]);
    });

    it('50 writers of two instances, each adding one: every revision is won once and nothing is lost', async () => {
      const stores = [await database.open(), await database.open()] as const;
      await put(stores[0], 't1');
      const won = await Promise.all(
        racers.map((racer) =>
          change(stores[racer % 2 === 0 ? 0 : 1], 't1', (doc) => ({ ...doc, count: doc.count + 1 })),
        ),
      );
      expect(new Set(won).size).toBe(racers.length);
      expect((await stores[1].get(tickets, 't1'))?.doc.count).toBe(racers.length);
    }, 30_000);

    it('a document changed by its owner after the call, inserted, is stored as it was at the call', async () => {
      const store = await database.open();
      const doc = ticket({ count: 1 });
      const inserting = store.insert(tickets, 't1', doc);
      doc.count = 2;
      await inserting;
      expect((await store.get(tickets, 't1'))?.doc.count).toBe(1);
    });

    it('an empty id, inserted, is refused with an error', async () => {
      const store = await database.open();
      await expect(store.insert(tickets, '', ticket())).rejects.toThrow('needs an id');
    });

    it('a collection that was not opened, or another of its name, asked for, is an error that names it', async () => {
      const store = await database.open();
      await expect(store.get({ ...tickets, name: 'strangers' }, 't1')).rejects.toThrow('strangers');
      await expect(store.insert({ ...tickets }, 't1', ticket())).rejects.toThrow('tickets');
    });

    it('a store in use, pinged, answers; a closed one rejects pings, reads and writes', async () => {
      const store = await database.open();
      await expect(store.ping()).resolves.toBeUndefined();
      await store.close();
      await expect(store.ping()).rejects.toMatchObject({ code: 'store_closed', status: 503 });
      await expect(store.get(tickets, 't1')).rejects.toMatchObject({ code: 'store_closed' });
      await expect(store.insert(tickets, 't1', ticket())).rejects.toMatchObject({ code: 'store_closed' });
    });

    it('a write under way, closed upon, is finished first', async () => {
      const store = await database.open();
      const inserting = store.insert(tickets, 't1', ticket());
      await store.close();
      expect((await inserting).ok).toBe(true);
      const again = await database.open();
      expect(await again.get(tickets, 't1')).toBeDefined();
    });
  });
};
