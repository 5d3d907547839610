import { OperationalError } from '../errors.ts';
import type { AnyCollection } from './collection.ts';
import type { Collection, Stored } from './store.ts';
import { decodeText, encodeText } from './text.ts';

/** One place of a document in one index; `facet` and `order` as the engine keeps them (see text.ts). */
export interface Entry {
  readonly index: string;
  readonly facet: string;
  readonly order: string;
}

/** By what a document is found: its unique keys and its places in the indexes, as the engine keeps them. */
export interface Terms {
  readonly keys: readonly string[];
  readonly entries: readonly Entry[];
}

/** A document as an engine keeps it. The body is JSON text, in which NUL and lone surrogates are escaped. */
export interface StoredRecord {
  readonly id: string;
  readonly revision: number;
  readonly schemaVersion: number;
  readonly body: string;
}

/** What both engines can hold in one document or blob (MongoDB's own limit is 16 MiB, keys and indexes included). */
export const MAX_BYTES = 12 * 1024 * 1024;

export const newerSchema = (what: string): OperationalError =>
  new OperationalError(
    503,
    'newer_schema',
    `${what} was written by a newer version of this program; start that version instead.`,
  );

export const checkSize = (bytes: number): void => {
  if (bytes > MAX_BYTES)
    throw new OperationalError(413, 'document_too_large', 'This is more than can be stored in one piece.');
};

/** An id as the engine keeps it. Throws where it is empty, or a fault of the program would be stored. */
export const encodeId = (id: string): string => {
  if (id === '') throw new Error('A document needs an id');
  return encodeText(id);
};

/** @throws Error where the document has no key at all: nothing would guard it. */
export const termsOf = (collection: AnyCollection, id: string, doc: unknown): Terms => {
  const keys = [...new Set(collection.keys(doc, id))].map(encodeText);
  if (keys.length === 0) throw new Error(`A document of ${collection.name} needs at least one key`);
  const entries = Object.entries(collection.indexes).flatMap(([index, standing]) => {
    const at = standing(doc);
    if (at === null) return [];
    const order = encodeText(at.order);
    return [...new Set(at.facets)].map((facet) => ({ index, facet: encodeText(facet), order }));
  });
  return { keys, entries };
};

/** @throws OperationalError 413 `document_too_large` */
export const bodyOf = (doc: unknown): string => {
  const body = JSON.stringify(doc);
  checkSize(Buffer.byteLength(body));
  return body;
};

/** @throws OperationalError 503 `newer_schema`; Error where the document is not what the schema says. */
export const readDocument = <T>(
  collection: Pick<Collection<T>, 'name' | 'schemaVersion' | 'parse' | 'upgrade'>,
  record: StoredRecord,
): T => {
  if (record.schemaVersion > collection.schemaVersion) throw newerSchema(`A document of ${collection.name}`);
  try {
    const raw: unknown = JSON.parse(record.body);
    const current =
      record.schemaVersion < collection.schemaVersion && collection.upgrade !== undefined
        ? collection.upgrade(raw, record.schemaVersion)
        : raw;
    return collection.parse(current);
  } catch (cause) {
    throw new Error(`A stored document of ${collection.name} is not what its schema says`, { cause });
  }
};

export const toStored = <T>(collection: Collection<T>, record: StoredRecord): Stored<T> => ({
  id: decodeText(record.id),
  revision: record.revision,
  doc: readDocument(collection, record),
});

/**
 * The same for one of a page: it is read when it is looked at, so that a document that cannot be read does not hide
 * those behind it.
 */
export const toListed = <T>(collection: Collection<T>, record: StoredRecord): Stored<T> => {
  let read: { readonly doc: T } | undefined;
  return {
    id: decodeText(record.id),
    revision: record.revision,
    get doc() {
      read ??= { doc: readDocument(collection, record) };
      return read.doc;
    },
  };
};
