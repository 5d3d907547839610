import { z } from 'zod';
import { OperationalError } from '../errors.ts';
import type { Range } from './store.ts';
import { compareText, encodeText } from './text.ts';

/** A place in an index, as the engine keeps it: documents of equal order follow each other by id. */
export interface Position {
  readonly order: string;
  readonly id: string;
}

/** What a range comes down to: everything strictly between two places; null is unbounded. */
export interface Span {
  readonly facet: string;
  readonly after: Position | null;
  readonly before: Position | null;
}

const MAX_LIMIT = 1_000;

const cursorSchema = z.tuple([z.string(), z.string(), z.string()]);

export const writeCursor = (index: string, { order, id }: Position): string =>
  Buffer.from(JSON.stringify([index, order, id])).toString('base64url');

/** @throws OperationalError 400 `bad_cursor` where it is none that this index gave out. */
export const readCursor = (index: string, cursor: string): Position => {
  try {
    const [of, order, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (of === index) return { order, id };
  } catch {
    // Whatever is wrong with it, the answer is the same.
  }
  throw new OperationalError(400, 'bad_cursor', 'The cursor is not one that this list gave out.');
};

const compare = (a: Position, b: Position): number =>
  compareText(a.order, b.order) || compareText(a.id, b.id);

/** An id is never empty, so this is just before every document of that order. */
const justBefore = (order: string | undefined): Position | null =>
  order === undefined ? null : { order: encodeText(order), id: '' };

/**
 * Of a bound and a cursor only the stricter is kept, so that the engine seeks to it however deep the page is.
 * @throws OperationalError 400 `bad_cursor`; RangeError where the limit is not 1 to 1000.
 */
export const spanOf = (index: string, range: Range): Span => {
  if (!Number.isInteger(range.limit) || range.limit < 1 || range.limit > MAX_LIMIT)
    throw new RangeError(`A page holds 1 to ${String(MAX_LIMIT)} documents, not ${String(range.limit)}`);
  const cursor = range.cursor === undefined ? null : readCursor(index, range.cursor);
  const from = justBefore(range.from);
  const to = justBefore(range.to);
  const facet = encodeText(range.facet);
  if (cursor === null) return { facet, after: from, before: to };
  return range.descending === true
    ? { facet, after: from, before: to !== null && compare(to, cursor) < 0 ? to : cursor }
    : { facet, after: from !== null && compare(from, cursor) > 0 ? from : cursor, before: to };
};
