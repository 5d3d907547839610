import { z } from 'zod';
import { type Collection, orderKey, type Page, type Store } from '../../../src/store/store.ts';

/** A document for the store's own tests: keys and places in the index are whatever it says. */
const ticketSchema = z.object({
  title: z.string(),
  count: z.number(),
  at: z.number(),
  keys: z.array(z.string()),
  tags: z.array(z.string()),
});
export type Ticket = z.infer<typeof ticketSchema>;

export const tickets: Collection<Ticket, 'tag' | 'title'> = {
  name: 'tickets',
  schemaVersion: 1,
  parse: (raw) => ticketSchema.parse(raw),
  keys: (doc, id) => [`id:${id}`, ...doc.keys],
  indexes: {
    tag: (doc) => (doc.tags.length === 0 ? null : { facets: doc.tags, order: orderKey(doc.at) }),
    title: (doc) => ({ facets: [''], order: doc.title }),
  },
};

export const ticket = (changes: Partial<Ticket> = {}): Ticket => ({
  title: 'A lamp that flickers',
  count: 0,
  at: 1_000,
  keys: [],
  tags: [],
  ...changes,
});

/** Inserts a ticket that nothing stands in the way of, and tells its revision. */
export const put = async (store: Store, id: string, changes: Partial<Ticket> = {}): Promise<number> => {
  const inserted = await store.insert(tickets, id, ticket(changes));
  if (!inserted.ok) throw new Error(`${id}: ${inserted.code}`);
  return inserted.revision;
};

/** Reads, changes and writes a ticket until nobody came in between; tells the revision it won. */
export const change = async (store: Store, id: string, how: (doc: Ticket) => Ticket): Promise<number> => {
  for (let tried = 0; tried < 1_000; tried += 1) {
    const current = await store.get(tickets, id);
    if (current === undefined) throw new Error(`no ticket ${id}`);
    const written = await store.replace(tickets, current, how(current.doc));
    if (written.ok) return written.revision;
    if (written.code === 'key_taken') throw new Error(`key taken: ${written.key}`);
  }
  throw new Error(`never won a revision of ${id}`);
};

/** The ids of every page in turn. */
export const idsOf = async (
  store: Store,
  range: { facet: string; limit: number; from?: string; to?: string; descending?: boolean },
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> => {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Ticket> = await store.scan(tickets, 'tag', {
      ...range,
      ...(cursor === null ? {} : { cursor }),
    });
    ids.push(...page.items.map((item) => item.id));
    cursor = page.next;
    await between();
  } while (cursor !== null);
  return ids;
};
