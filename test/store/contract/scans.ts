import { describe, expect, it } from '@jest/globals';
import { orderKey } from '../../../src/store/store.ts';
import { type CreateDatabase, eachWithDatabase } from '../../support/store/database.ts';
import { change, idsOf, put, tickets } from '../../support/store/tickets.ts';

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `t${String(index).padStart(2, '0')}`);

export const scanContract = (create: CreateDatabase): void => {
  describe('scans', () => {
    const database = eachWithDatabase(create);

    /** t00, t01, … under `red`, ten apart. */
    const tenApart = async (count: number) => {
      const store = await database.open();
      await Promise.all(
        numbered(count).map((id, index) => put(store, id, { at: index * 10, tags: ['red'] })),
      );
      return store;
    };

    it('a document under several facets, scanned by each, stands there once and nowhere else', async () => {
      const store = await database.open();
      await put(store, 't1', { tags: ['red', 'round', 'red'] });
      await put(store, 't2', { tags: ['round'] });
      await put(store, 't3', { tags: [] });
      expect(await idsOf(store, { facet: 'red', limit: 5 })).toEqual(['t1']);
      expect(await idsOf(store, { facet: 'round', limit: 5 })).toEqual(['t1', 't2']);
      expect(await idsOf(store, { facet: 'blue', limit: 5 })).toEqual([]);
      expect(await idsOf(store, { facet: '', limit: 5 })).toEqual([]);
    });

    it('a document, replaced, leaves the facets it lost, moves in those it kept, appears in the new', async () => {
      const store = await tenApart(3);
      await change(store, 't00', (doc) => ({ ...doc, at: 15, tags: ['red', 'blue'] }));
      await change(store, 't01', (doc) => ({ ...doc, tags: ['blue'] }));
      expect(await idsOf(store, { facet: 'red', limit: 5 })).toEqual(['t00', 't02']);
      expect(await idsOf(store, { facet: 'blue', limit: 5 })).toEqual(['t01', 't00']);
    });

    it('numbers as order, scanned, come by size and not as text', async () => {
      const store = await database.open();
      await put(store, 'big', { at: 1_000_000, tags: ['red'] });
      await put(store, 'small', { at: 9, tags: ['red'] });
      expect(await idsOf(store, { facet: 'red', limit: 5 })).toEqual(['small', 'big']);
    });

    it.each([1, 2, 7, 20])(
      '20 documents in pages of %i, either way, come in order, each once',
      async (limit) => {
        const store = await tenApart(20);
        expect(await idsOf(store, { facet: 'red', limit })).toEqual(numbered(20));
        expect(await idsOf(store, { facet: 'red', limit, descending: true })).toEqual(numbered(20).reverse());
      },
    );

    it('documents of one order, in pages, are each shown once, either way', async () => {
      const store = await database.open();
      await Promise.all(numbered(9).map((id) => put(store, id, { at: 5, tags: ['red'] })));
      expect(await idsOf(store, { facet: 'red', limit: 2 })).toEqual(numbered(9));
      expect(await idsOf(store, { facet: 'red', limit: 2, descending: true })).toEqual(numbered(9).reverse());
    });

    it('documents of 24 MB together, more than an engine answers at once, are all on the page', async () => {
      const store = await database.open();
      const title = 'x'.repeat(6 * 1024 * 1024);
      for (const [index, id] of numbered(4).entries())
        await put(store, id, { at: index, tags: ['red'], title });
      const page = await store.scan(tickets, 'tag', { facet: 'red', limit: 10 });
      expect(page.items.map(({ id, doc }) => [id, doc.title.length])).toEqual(
        numbered(4).map((id) => [id, title.length]),
      );
      expect(page.next).toBeNull();
    });

    it('a page that is just full, and the last, has no next', async () => {
      const store = await tenApart(4);
      const page = await store.scan(tickets, 'tag', { facet: 'red', limit: 4 });
      expect(page.items).toHaveLength(4);
      expect(page.next).toBeNull();
    });

    it('a range with bounds, scanned either way, includes the lower and not the upper', async () => {
      const store = await tenApart(6);
      const range = { facet: 'red', from: orderKey(10), to: orderKey(40), limit: 2 };
      expect(await idsOf(store, range)).toEqual(['t01', 't02', 't03']);
      expect(await idsOf(store, { ...range, descending: true })).toEqual(['t03', 't02', 't01']);
      expect(await idsOf(store, { facet: 'red', from: orderKey(41), limit: 9 })).toEqual(['t05']);
      expect(await idsOf(store, { facet: 'red', to: orderKey(1), limit: 9 })).toEqual(['t00']);
      expect(await idsOf(store, { facet: 'red', from: orderKey(30), to: orderKey(20), limit: 9 })).toEqual(
        [],
      );
    });

    it.each([false, true])(
      'documents inserted before, between and after while pages are read (descending: %s): none that stood is repeated or missed',
      async (descending) => {
        const store = await tenApart(12);
        let round = 0;
        const seen = await idsOf(store, { facet: 'red', limit: 3, descending }, async () => {
          round += 1;
          for (const at of [0, 35, 65, 95, 200])
            if (round < 6)
              await put(store, `new-${String(at)}-${String(round)}`, { at: at + round, tags: ['red'] });
        });
        const stood = descending ? numbered(12).reverse() : numbered(12);
        expect(seen.filter((id) => id.startsWith('t'))).toEqual(stood);
        expect(new Set(seen).size).toBe(seen.length);
      },
    );

    it('the last document shown, moved away before the next page is read, costs no other its place', async () => {
      const store = await tenApart(9);
      const first = await store.scan(tickets, 'tag', { facet: 'red', limit: 3 });
      await change(store, 't02', (doc) => ({ ...doc, tags: [] }));
      await change(store, 't00', (doc) => ({ ...doc, at: 1_000 }));
      const rest = await store.scan(tickets, 'tag', { facet: 'red', limit: 9, cursor: first.next ?? '' });
      expect(rest.items.map(({ id }) => id)).toEqual(['t03', 't04', 't05', 't06', 't07', 't08', 't00']);
    });

    it.each([
      [false, ['t03', 't04']],
      [true, ['t04', 't03']],
    ])(
      'a cursor, with bounds stricter than it (descending: %s), keeps within them',
      async (descending, ids) => {
        const store = await tenApart(9);
        const { next } = await store.scan(tickets, 'tag', { facet: 'red', limit: 2, descending });
        const bounds = { from: orderKey(30), to: orderKey(50), limit: 9, cursor: next ?? '' };
        const page = await store.scan(tickets, 'tag', { facet: 'red', descending, ...bounds });
        expect(page.items.map(({ id }) => id)).toEqual(ids);
      },
    );

    it.each([
      [false, ['t02', 't03']],
      [true, ['t06', 't05']],
    ])('a cursor, with bounds looser than it (descending: %s), goes on from it', async (descending, ids) => {
      const store = await tenApart(9);
      const { next } = await store.scan(tickets, 'tag', { facet: 'red', limit: 2, descending });
      const bounds = { from: orderKey(0), to: orderKey(90), limit: 2, cursor: next ?? '' };
      const page = await store.scan(tickets, 'tag', { facet: 'red', descending, ...bounds });
      expect(page.items.map(({ id }) => id)).toEqual(ids);
    });

    it('a cursor of another instance, used here, goes on there', async () => {
      const store = await tenApart(4);
      const { next } = await store.scan(tickets, 'tag', { facet: 'red', limit: 3 });
      const other = await database.open();
      const page = await other.scan(tickets, 'tag', { facet: 'red', limit: 3, cursor: next ?? '' });
      expect(page.items.map(({ id }) => id)).toEqual(['t03']);
    });

    it.each(['%%%', '', 'WzFd', Buffer.from('{"a":1}').toString('base64url'), 'x'.repeat(5_000)])(
      'a cursor nobody gave out (%#), scanned with, is a clear error',
      async (cursor) => {
        const store = await tenApart(1);
        await expect(store.scan(tickets, 'tag', { facet: 'red', limit: 3, cursor })).rejects.toMatchObject({
          code: 'bad_cursor',
          status: 400,
        });
      },
    );

    it('a cursor of another index, scanned with, is a clear error', async () => {
      const store = await tenApart(3);
      const { next } = await store.scan(tickets, 'title', { facet: '', limit: 1 });
      const range = { facet: 'red', limit: 1, cursor: next ?? '' };
      await expect(store.scan(tickets, 'tag', range)).rejects.toMatchObject({ code: 'bad_cursor' });
    });

    it.each([0, -1, 1.5, Number.NaN, 1_001])('a limit of %d, scanned with, is an error', async (limit) => {
      const store = await tenApart(1);
      await expect(store.scan(tickets, 'tag', { facet: 'red', limit })).rejects.toThrow(RangeError);
    });

    it('a scan, explained, names the declared index it goes through, whatever the range', async () => {
      const store = await tenApart(3);
      const { next } = await store.scan(tickets, 'tag', { facet: 'red', limit: 1 });
      const bounded = { facet: 'red', from: orderKey(0), to: orderKey(20), limit: 1, cursor: next ?? '' };
      for (const range of [{ facet: 'red', limit: 3 }, bounded, { ...bounded, descending: true }])
        expect(await store.explain(tickets, 'tag', range)).toContain('tickets.tag');
      expect(await store.explain(tickets, 'title', { facet: '', limit: 3 })).toContain('tickets.title');
    });
  });
};
