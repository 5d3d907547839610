import { type Connection, type Model, Schema, type SchemaDefinition } from 'mongoose';
import { z } from 'zod';
import type { AnyCollection } from '../collection.ts';
import type { StoredRecord, Terms } from '../record.ts';

/**
 * A stored document: the record, its unique keys, and for each index it stands in `<index>_facets` and
 * `<index>_order`. `layout` says under which declarations of keys and indexes it was written (see schema.ts).
 */
export interface Row {
  [field: string]: unknown;
  _id: string;
  revision: number;
  schemaVersion: number;
  layout: number;
  body: string;
  keys: string[];
}

export type RowModel = Model<Row>;

export const facetsOf = (index: string): string => `${index}_facets`;
export const orderOf = (index: string): string => `${index}_order`;

/** `#` cannot stand in a declared index's name, so nothing collides. */
const keysIndex = (collection: string): string => `${collection}#keys`;
export const indexName = (collection: string, index: string): string => `${collection}.${index}`;

/** The indexes of a collection as MongoDB has them. */
export const indexesOf = ({ name, indexes }: AnyCollection) => [
  { name: keysIndex(name), key: { keys: 1 as const }, unique: true },
  ...Object.keys(indexes).map((index) => ({
    name: indexName(name, index),
    key: { [facetsOf(index)]: 1 as const, [orderOf(index)]: 1 as const, _id: 1 as const },
  })),
];

const text = { type: String, required: true };
const number = { type: Number, required: true };

export const modelOf = (connection: Connection, { name, indexes }: AnyCollection): RowModel => {
  const definition: SchemaDefinition = {
    _id: text,
    revision: number,
    schemaVersion: number,
    layout: number,
    body: text,
    keys: { type: [String], required: true },
  };
  for (const index of Object.keys(indexes)) {
    // Absent where the document does not stand in the index; mongoose would make it an empty list.
    definition[facetsOf(index)] = { type: [String], default: undefined };
    definition[orderOf(index)] = String;
  }
  const schema = new Schema<Row>(definition, { versionKey: false, strict: 'throw' });
  return connection.model<Row>(name, schema, name);
};

export const rowOf = (record: StoredRecord, layout: number, terms: Terms): Row => {
  const { id, revision, schemaVersion, body } = record;
  const row: Row = { _id: id, revision, schemaVersion, layout, body, keys: [...terms.keys] };
  for (const { index, facet, order } of terms.entries) {
    const facets = z.array(z.string()).default([]).parse(row[facetsOf(index)]);
    row[facetsOf(index)] = [...facets, facet];
    row[orderOf(index)] = order;
  }
  return row;
};

const recordFields = z.object({
  _id: z.string(),
  revision: z.number(),
  schemaVersion: z.number(),
  body: z.string(),
});

/** What is read of a row; the rest only finds it. */
export const RECORD_FIELDS = { revision: 1, schemaVersion: 1, body: 1 } as const;

export const recordOf = (row: unknown): StoredRecord => {
  const { _id: id, ...rest } = recordFields.parse(row);
  return { id, ...rest };
};
