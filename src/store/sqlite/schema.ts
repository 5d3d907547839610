import { z } from 'zod';
import { type AnyCollection, checkNames } from '../collection.ts';
import { newerSchema, readDocument, termsOf } from '../record.ts';
import type { Collection } from '../store.ts';
import { decodeText } from '../text.ts';
import { type Connection, immediately } from './connection.ts';
import { readById } from './documents.ts';
import { hasTable, insertTerms, recordRow, tables, termsJson } from './tables.ts';

/** Of the tables below and of the three system tables; a change of layout counts it up. */
const LAYOUT_VERSION = 1;
const REINDEX_PAGE = 200;

const SYSTEM_TABLES = [
  `CREATE TABLE IF NOT EXISTS "#collections" (
     name TEXT NOT NULL PRIMARY KEY, schema_version INTEGER NOT NULL, indexes TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS "#state" (
     one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), generation INTEGER NOT NULL, pings INTEGER NOT NULL)`,
  `INSERT INTO "#state" VALUES (1, 1, 0) ON CONFLICT DO NOTHING`,
  `CREATE TABLE IF NOT EXISTS "#blobs" (
     id TEXT NOT NULL PRIMARY KEY, content_type TEXT NOT NULL, bytes BLOB NOT NULL)`,
];

const createTables = (db: Connection, collection: AnyCollection): void => {
  const { documents, keys, index } = tables(collection.name);
  db.run(`CREATE TABLE IF NOT EXISTS ${documents} (
    id TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, schema_version INTEGER NOT NULL,
    terms TEXT NOT NULL, body TEXT NOT NULL)`);
  db.run(`CREATE TABLE IF NOT EXISTS ${keys} (
    key TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID`);
  for (const name of Object.keys(collection.indexes))
    db.run(`CREATE TABLE IF NOT EXISTS ${index(name)} (
      facet TEXT NOT NULL, ord TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (facet, ord, id)) WITHOUT ROWID`);
};

/** Keys and index entries as the current declarations have them, for documents written under older ones. */
const reindex = (db: Connection, collection: AnyCollection): void => {
  const { documents, keys, index } = tables(collection.name);
  db.run(`DELETE FROM ${keys}`);
  for (const name of Object.keys(collection.indexes)) db.run(`DELETE FROM ${index(name)}`);
  const page = (after: number) =>
    db.all(
      recordRow.extend({ position: z.number() }),
      `SELECT rowid AS position, id, revision, schema_version, body FROM ${documents}
       WHERE rowid > ? ORDER BY rowid LIMIT ?`,
      [after, REINDEX_PAGE],
    );
  for (let rows = page(0); rows.length > 0; rows = page(rows.at(-1)?.position ?? Infinity))
    for (const row of rows) {
      const record = { ...row, schemaVersion: row.schema_version };
      const terms = termsOf(collection, decodeText(row.id), readDocument(collection, record));
      db.run(`UPDATE ${documents} SET terms = ? WHERE id = ?`, [termsJson(terms), row.id]);
      for (const { sql, values } of insertTerms(collection.name, row.id, terms)) db.run(sql, values);
    }
};

const knownRow = z.object({ schema_version: z.number(), indexes: z.string() });
const namesSchema = z.array(z.string());

/** Whether what the database knew of the collection was changed. */
const settle = (db: Connection, collection: AnyCollection): boolean => {
  const { name, schemaVersion } = collection;
  const declared = Object.keys(collection.indexes).sort();
  const [known] = db.all(knownRow, 'SELECT schema_version, indexes FROM "#collections" WHERE name = ?', [
    name,
  ]);
  if (known === undefined) {
    createTables(db, collection);
    db.run('INSERT INTO "#collections" VALUES (?, ?, ?)', [name, schemaVersion, JSON.stringify(declared)]);
    return false;
  }
  const indexes = namesSchema.parse(JSON.parse(known.indexes));
  const unchanged = known.schema_version === schemaVersion;
  // An index that this program would not keep up to date: taking one away needs a new schema version.
  const unknownIndex = indexes.some((index) => !declared.includes(index));
  if (known.schema_version > schemaVersion || (unchanged && unknownIndex))
    throw newerSchema(`The collection ${name} of this database`);
  if (unchanged && declared.length === indexes.length) return false;
  createTables(db, collection);
  reindex(db, collection);
  db.run('UPDATE "#collections" SET schema_version = ?, indexes = ? WHERE name = ?', [
    schemaVersion,
    JSON.stringify(declared),
    name,
  ]);
  return true;
};

const generationRow = z.object({ generation: z.number() });

/** Counts up when a newer program has changed what an older one knew, which must then write no more. */
export const generationOf = (db: Connection): number | undefined =>
  db.all(generationRow, 'SELECT generation FROM "#state"')[0]?.generation;

const checkLayout = (db: Connection): void => {
  const [layout] = db.all(z.object({ user_version: z.number() }), 'PRAGMA user_version');
  if ((layout?.user_version ?? 0) > LAYOUT_VERSION) throw newerSchema('This database');
};

/**
 * A document as it stands, whether or not this program has prepared its collection.
 * @throws OperationalError 503 `newer_schema`
 */
export const presentIn = <T>(db: Connection, collection: Collection<T>, id: string): T | undefined => {
  checkLayout(db);
  return hasTable(db, collection.name) ? readById(db, collection, id)?.doc : undefined;
};

/**
 * Makes the tables of these collections, or brings them up to date, and returns the generation they are of.
 * @throws OperationalError 503 `newer_schema`, with nothing changed.
 */
export const prepareSchema = (db: Connection, collections: readonly AnyCollection[]): number | undefined => {
  checkNames(collections);
  return immediately(db, () => {
    checkLayout(db);
    db.run(`PRAGMA user_version = ${String(LAYOUT_VERSION)}`);
    for (const sql of SYSTEM_TABLES) db.run(sql);
    const changed = collections.map((collection) => settle(db, collection));
    if (changed.includes(true)) db.run('UPDATE "#state" SET generation = generation + 1');
    return generationOf(db);
  });
};
