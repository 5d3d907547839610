import { describe, expect, it } from '@jest/globals';
import { type CreateDatabase, eachWithDatabase } from '../../support/store/database.ts';
import { idsOf, put, ticket, tickets } from '../../support/store/tickets.ts';

/** What customers and other programs send. Lone surrogates are kept as they are, like everything else. */
const texts = [
  ['NUL in the middle', 'before\u0000after'],
  ['NUL alone', '\u0000'],
  ['other control characters', 'a\u0001b\u001fc\u007f\u2028'],
  ['emoji of several code points', '退款👩‍👩‍👧‍👦🇨🇳'],
  ['the first half of a surrogate pair', 'half \ud83d'],
  ['the second half, first', '\ude00 half'],
  ['backslashes like our own escapes', '\\ \\\\ \\0000 \\ud83d'],
  ['quotes and percent signs', `'"; DROP TABLE tickets; -- %_$`],
  ['combining characters, not normalised', 'e\u0301 \u00e9'],
] as const;

export const textContract = (create: CreateDatabase): void => {
  describe('text', () => {
    const database = eachWithDatabase(create);

    it.each(texts)('%s, stored in a document, is read back unchanged', async (_what, text) => {
      const store = await database.open();
      await put(store, 't1', { title: text });
      expect((await store.get(tickets, 't1'))?.doc.title).toBe(text);
    });

    it.each(texts)('%s, as id, key, facet and order, finds the document by each', async (_what, text) => {
      const store = await database.open();
      await put(store, text, { title: text, keys: [text], tags: [text] });
      await put(store, 'other', { title: 'other', keys: ['other'], tags: [text] });
      expect((await store.get(tickets, text))?.id).toBe(text);
      expect((await store.getByKey(tickets, text))?.id).toBe(text);
      expect((await idsOf(store, { facet: text, limit: 1 })).sort()).toEqual([text, 'other'].sort());
      const found = await store.scan(tickets, 'title', { facet: '', from: text, to: `${text}!`, limit: 5 });
      expect(found.items.map(({ id }) => id)).toEqual([text]);
      const late = await store.insert(tickets, 'late', ticket({ keys: [text] }));
      expect(late).toEqual({ ok: false, code: 'key_taken', key: text });
    });

    it('texts that only differ in what engines cut or replace, as ids and keys, stay apart', async () => {
      const store = await database.open();
      const alike = [
        'a',
        'a\u0000',
        'a\u0000b',
        'a\ud83d',
        'a\ude00',
        'a\ufffd',
        'a\\ud83d',
        'e\u0301',
        '\u00e9',
      ];
      for (const id of alike) await put(store, id, { title: id, keys: [`key ${id}`] });
      for (const id of alike) {
        expect((await store.get(tickets, id))?.doc.title).toBe(id);
        expect((await store.getByKey(tickets, `key ${id}`))?.id).toBe(id);
      }
    });

    it('text as order, scanned, comes by code point: capitals first, characters beyond U+FFFF last', async () => {
      const store = await database.open();
      const titles = ['B', 'a', 'a\u0001b', 'a b', 'é', '一', '\uffee', '😀'];
      for (const title of [...titles].reverse()) await put(store, `of ${title}`, { title });
      const page = await store.scan(tickets, 'title', { facet: '', limit: 20 });
      expect(page.items.map(({ doc }) => doc.title)).toEqual(titles);
    });

    it('a document of a megabyte, stored and replaced, is read back whole', async () => {
      const store = await database.open();
      const title = '退款😀'.repeat(120_000);
      await put(store, 't1', { tags: ['red'] });
      const current = await store.get(tickets, 't1');
      await store.replace(
        tickets,
        { id: 't1', revision: current?.revision ?? 0 },
        ticket({ title, tags: ['red'] }),
      );
      const [item] = (await store.scan(tickets, 'tag', { facet: 'red', limit: 1 })).items;
      expect(item?.doc.title === title).toBe(true);
    });

    it('a document beyond what every engine can hold, inserted, is refused and not stored', async () => {
      const store = await database.open();
      const doc = ticket({ title: 'x'.repeat(13 * 1024 * 1024) });
      await expect(store.insert(tickets, 't1', doc)).rejects.toMatchObject({
        code: 'document_too_large',
        status: 413,
      });
      expect(await store.get(tickets, 't1')).toBeUndefined();
    });
  });
};
