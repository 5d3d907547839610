import type { QueryOptions } from 'mongoose';
import { z } from 'zod';
import { type Position, spanOf, writeCursor } from '../cursor.ts';
import { toListed } from '../record.ts';
import type { Collection, Page, Range } from '../store.ts';
import type { RowModel } from './rows.ts';
import { facetsOf, indexName, orderOf, recordOf } from './rows.ts';

type Side = 'after' | 'before';
const OPERATORS = { after: ['$gt', '$gte'], before: ['$lt', '$lte'] } as const;

/** Strictly on that side of a place. The plain bound is what the engine seeks by; the rest only trims its edge. */
const beside = (field: string, side: Side, position: Position | null): Record<string, unknown>[] => {
  if (position === null) return [];
  const [strictly, loosely] = OPERATORS[side];
  const { order, id } = position;
  // Before every document of that order.
  if (id === '') return [{ [field]: { [side === 'after' ? loosely : strictly]: order } }];
  return [
    { [field]: { [loosely]: order } },
    { $or: [{ [field]: { [strictly]: order } }, { _id: { [strictly]: id } }] },
  ];
};

/** The hint leaves the planner no choice: it is the declared index, or an error. */
const query = <T>(
  rows: RowModel,
  collection: Collection<T>,
  index: string,
  range: Range,
  options: QueryOptions = {},
) => {
  if (!Object.hasOwn(collection.indexes, index))
    throw new Error(`${collection.name} declares no index ${index}`);
  const name = indexName(collection.name, index);
  const span = spanOf(name, range);
  const order = orderOf(index);
  const direction = range.descending === true ? -1 : 1;
  return (
    rows
      .find(
        {
          $and: [
            { [facetsOf(index)]: span.facet },
            ...beside(order, 'after', span.after),
            ...beside(order, 'before', span.before),
          ],
        },
        { revision: 1, schemaVersion: 1, body: 1, [order]: 1 },
        options,
      )
      .sort({ [order]: direction, _id: direction })
      // One more than asked for tells whether there are more.
      .limit(range.limit + 1)
      .hint(name)
      .lean()
  );
};

/** No answer that was cut has less text: MongoDB cuts at 16 MB, of which a character takes three bytes at the most. */
const CERTAINLY_WHOLE_CHARS = 4_000_000;

/** In one answer that leaves no cursor behind, which engines keep a connection for; as many as it takes where it may be cut. */
const read = async <T>(rows: RowModel, collection: Collection<T>, index: string, range: Range) => {
  const whole = range.limit + 1;
  const found = await query(rows, collection, index, range, { singleBatch: true, batchSize: whole });
  const chars = found.reduce((sum, { body }) => sum + body.length, 0);
  return found.length === whole || chars < CERTAINLY_WHOLE_CHARS
    ? found
    : query(rows, collection, index, range);
};

export const scanIndex = async <T>(
  rows: RowModel,
  collection: Collection<T>,
  index: string,
  range: Range,
): Promise<Page<T>> => {
  const found = await read(rows, collection, index, range);
  const shown = found.slice(0, range.limit);
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  const order = z.string();
  return {
    items: shown.map((row) => toListed(collection, recordOf(row))),
    next: last
      ? writeCursor(indexName(collection.name, index), {
          order: order.parse(last[orderOf(index)]),
          id: last._id,
        })
      : null,
  };
};

const plan = z.object({ queryPlanner: z.looseObject({ winningPlan: z.unknown().optional() }) });

/** The plan alone: the rest of what the engine answers repeats the question, and with it the index's name. */
export const explainScan = async <T>(
  rows: RowModel,
  collection: Collection<T>,
  index: string,
  range: Range,
): Promise<string> => {
  const explained: unknown = await query(rows, collection, index, range).explain('queryPlanner');
  const { queryPlanner } = plan.parse(Array.isArray(explained) ? explained[0] : explained);
  return JSON.stringify(queryPlanner.winningPlan ?? queryPlanner, null, 1);
};
