import { z } from 'zod';
import type { Entry, StoredRecord, Terms } from '../record.ts';
import type { Connection, Statement } from './connection.ts';

/** The tables of a collection. `#` cannot stand in a collection's name, so nothing collides. */
export const tables = (collection: string) => ({
  documents: `"${collection}"`,
  keys: `"${collection}#keys"`,
  index: (name: string) => `"${collection}.${name}"`,
});

export const hasTable = (db: Connection, name: string): boolean =>
  db.all(z.object({ name: z.string() }), 'SELECT name FROM sqlite_master WHERE name = ?', [name]).length > 0;

export const recordRow = z.object({
  id: z.string(),
  revision: z.number(),
  schema_version: z.number(),
  body: z.string(),
});

export const toRecord = ({
  id,
  revision,
  schema_version,
  body,
}: z.infer<typeof recordRow>): StoredRecord => ({
  id,
  revision,
  schemaVersion: schema_version,
  body,
});

/** Kept beside the document, so that a write knows which rows the one before it made. */
const termsSchema = z.object({
  keys: z.array(z.string()),
  entries: z.array(z.object({ index: z.string(), facet: z.string(), order: z.string() })),
});

export const termsJson = (terms: Terms): string => JSON.stringify(terms);
export const parseTerms = (json: string): Terms => termsSchema.parse(JSON.parse(json));

const insertKey = (collection: string, id: string, key: string): Statement => ({
  sql: `INSERT INTO ${tables(collection).keys} VALUES (?, ?)`,
  values: [key, id],
});

const insertEntry = (collection: string, id: string, { index, facet, order }: Entry): Statement => ({
  sql: `INSERT INTO ${tables(collection).index(index)} VALUES (?, ?, ?)`,
  values: [facet, order, id],
});

const deleteEntry = (collection: string, id: string, { index, facet, order }: Entry): Statement => ({
  sql: `DELETE FROM ${tables(collection).index(index)} WHERE facet = ? AND ord = ? AND id = ?`,
  values: [facet, order, id],
});

export const insertTerms = (collection: string, id: string, { keys, entries }: Terms): Statement[] => [
  ...keys.map((key) => insertKey(collection, id, key)),
  ...entries.map((entry) => insertEntry(collection, id, entry)),
];

const without = (entries: readonly Entry[], others: readonly Entry[]): Entry[] => {
  const name = ({ index, facet, order }: Entry): string => JSON.stringify([index, facet, order]);
  const known = new Set(others.map(name));
  return entries.filter((entry) => !known.has(name(entry)));
};

/** Only what differs between a document's old terms and its new ones. */
export const changeTerms = (collection: string, id: string, old: Terms, now: Terms): Statement[] => [
  ...old.keys
    .filter((key) => !now.keys.includes(key))
    .map((key) => ({ sql: `DELETE FROM ${tables(collection).keys} WHERE key = ?`, values: [key] })),
  ...without(old.entries, now.entries).map((entry) => deleteEntry(collection, id, entry)),
  ...insertTerms(collection, id, {
    keys: now.keys.filter((key) => !old.keys.includes(key)),
    entries: without(now.entries, old.entries),
  }),
];
