import { z } from 'zod';
import { type Position, spanOf, writeCursor } from '../cursor.ts';
import { toListed } from '../record.ts';
import type { Collection, Page, Range } from '../store.ts';
import type { Connection, Statement, Value } from './connection.ts';
import { recordColumns } from './documents.ts';
import { recordRow, tables, toRecord } from './tables.ts';

const scanRow = recordRow.extend({ ord: z.string() });

const between = (
  entries: string,
  sign: '>' | '<',
  position: Position | null,
): { sql: string; values: Value[] } =>
  position === null
    ? { sql: '', values: [] }
    : { sql: ` AND (${entries}.ord, ${entries}.id) ${sign} (?, ?)`, values: [position.order, position.id] };

/** CROSS JOIN keeps the index outermost: its order is the page's, and only the page's documents are read. */
const query = <T>(collection: Collection<T>, index: string, range: Range): Statement => {
  if (!Object.hasOwn(collection.indexes, index))
    throw new Error(`${collection.name} declares no index ${index}`);
  const span = spanOf(`${collection.name}.${index}`, range);
  const { documents, index: indexTable } = tables(collection.name);
  const entries = indexTable(index);
  const after = between(entries, '>', span.after);
  const before = between(entries, '<', span.before);
  const direction = range.descending === true ? 'DESC' : 'ASC';
  return {
    sql: `SELECT ${entries}.ord, ${recordColumns(documents)} FROM ${entries}
      CROSS JOIN ${documents} ON ${documents}.id = ${entries}.id
      WHERE ${entries}.facet = ?${after.sql}${before.sql}
      ORDER BY ${entries}.ord ${direction}, ${entries}.id ${direction} LIMIT ?`,
    // One more than asked for tells whether there are more.
    values: [span.facet, ...after.values, ...before.values, range.limit + 1],
  };
};

export const scanIndex = <T>(
  db: Connection,
  collection: Collection<T>,
  index: string,
  range: Range,
): Page<T> => {
  const { sql, values } = query(collection, index, range);
  const rows = db.all(scanRow, sql, values);
  const shown = rows.slice(0, range.limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    items: shown.map((row) => toListed(collection, toRecord(row))),
    next: last ? writeCursor(`${collection.name}.${index}`, { order: last.ord, id: last.id }) : null,
  };
};

export const explainScan = <T>(
  db: Connection,
  collection: Collection<T>,
  index: string,
  range: Range,
): string => {
  const { sql, values } = query(collection, index, range);
  const steps = db.all(z.object({ detail: z.string() }), `EXPLAIN QUERY PLAN ${sql}`, values);
  return steps.map(({ detail }) => detail).join('\n');
};
