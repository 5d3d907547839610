import { z } from 'zod';
import { bodyOf, encodeId, termsOf, toStored } from '../record.ts';
import type { Collection, InsertOutcome, ReplaceOutcome, Stored } from '../store.ts';
import { decodeText, encodeText } from '../text.ts';
import type { Connection } from './connection.ts';
import type { Plan } from './group-commit.ts';
import { changeTerms, insertTerms, parseTerms, recordRow, tables, termsJson, toRecord } from './tables.ts';

/** Every column of a stored document, for a query that may join other tables. */
export const recordColumns = (documents: string): string =>
  ['id', 'revision', 'schema_version', 'body'].map((column) => `${documents}.${column}`).join(', ');

export const readById = <T>(db: Connection, collection: Collection<T>, id: string): Stored<T> | undefined => {
  const { documents } = tables(collection.name);
  const sql = `SELECT ${recordColumns(documents)} FROM ${documents} WHERE id = ?`;
  const [row] = db.all(recordRow, sql, [encodeText(id)]);
  return row && toStored(collection, toRecord(row));
};

export const readByKey = <T>(
  db: Connection,
  collection: Collection<T>,
  key: string,
): Stored<T> | undefined => {
  const { documents, keys } = tables(collection.name);
  const sql = `SELECT ${recordColumns(documents)} FROM ${keys}
    CROSS JOIN ${documents} ON ${documents}.id = ${keys}.id WHERE ${keys}.key = ?`;
  const [row] = db.all(recordRow, sql, [encodeText(key)]);
  return row && toStored(collection, toRecord(row));
};

const keyOwner = z.object({ id: z.string() });

const takenKey = (db: Connection, name: string, id: string, keys: readonly string[]): string | undefined =>
  keys.find((key) =>
    db
      .all(keyOwner, `SELECT id FROM ${tables(name).keys} WHERE key = ?`, [key])
      .some((owner) => owner.id !== id),
  );

const currentRow = z.object({ revision: z.number(), terms: z.string() });

const current = (db: Connection, name: string, id: string) =>
  db.all(currentRow, `SELECT revision, terms FROM ${tables(name).documents} WHERE id = ?`, [id])[0];

/** Everything that can be worked out before the transaction is; the caller may change the document meanwhile. */
export const planInsert = <T>(
  db: Connection,
  collection: Collection<T>,
  plainId: string,
  doc: T,
): (() => Plan<InsertOutcome>) => {
  const { name, schemaVersion } = collection;
  const id = encodeId(plainId);
  const terms = termsOf(collection, plainId, doc);
  const row = [id, 1, schemaVersion, termsJson(terms), bodyOf(doc)];
  return () => {
    if (current(db, name, id) !== undefined) return { outcome: { ok: false, code: 'exists' }, changes: [] };
    const taken = takenKey(db, name, id, terms.keys);
    if (taken !== undefined)
      return { outcome: { ok: false, code: 'key_taken', key: decodeText(taken) }, changes: [] };
    const sql = `INSERT INTO ${tables(name).documents} (id, revision, schema_version, terms, body) VALUES (?, ?, ?, ?, ?)`;
    return {
      outcome: { ok: true, revision: 1 },
      changes: [{ sql, values: row }, ...insertTerms(name, id, terms)],
    };
  };
};

/** As `planInsert`, for a document that is there. */
export const planReplace = <T>(
  db: Connection,
  collection: Collection<T>,
  at: { readonly id: string; readonly revision: number },
  doc: T,
): (() => Plan<ReplaceOutcome>) => {
  const { name, schemaVersion } = collection;
  const id = encodeId(at.id);
  const revision = at.revision + 1;
  const terms = termsOf(collection, at.id, doc);
  const row = [revision, schemaVersion, termsJson(terms), bodyOf(doc), id];
  return () => {
    const old = current(db, name, id);
    if (old?.revision !== at.revision) return { outcome: { ok: false, code: 'conflict' }, changes: [] };
    const before = parseTerms(old.terms);
    // The keys it had are its own, in the same transaction: only a new one can be another's.
    const taken = takenKey(
      db,
      name,
      id,
      terms.keys.filter((key) => !before.keys.includes(key)),
    );
    if (taken !== undefined)
      return { outcome: { ok: false, code: 'key_taken', key: decodeText(taken) }, changes: [] };
    const sql = `UPDATE ${tables(name).documents} SET revision = ?, schema_version = ?, terms = ?, body = ? WHERE id = ?`;
    return {
      outcome: { ok: true, revision },
      changes: [{ sql, values: row }, ...changeTerms(name, id, before, terms)],
    };
  };
};
