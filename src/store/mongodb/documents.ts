import { OperationalError } from '../../errors.ts';
import { bodyOf, encodeId, newerSchema, termsOf, toStored } from '../record.ts';
import type { Collection, InsertOutcome, ReplaceOutcome, Stored } from '../store.ts';
import { decodeText, encodeText } from '../text.ts';
import { isDuplicate } from './connection.ts';
import { RECORD_FIELDS, type Row, type RowModel, recordOf, rowOf } from './rows.ts';

/** A collection as it was opened: where its rows are, and under which declarations this program writes them. */
export interface Opened {
  readonly rows: RowModel;
  readonly layout: number;
  /** The layout the database has by now. */
  readonly layoutNow: () => Promise<number>;
}

/** A key was taken and is free again when its holder is looked for: how often that is believed. */
const ATTEMPTS = 20;

export const readById = async <T>(
  { rows }: Opened,
  collection: Collection<T>,
  id: string,
): Promise<Stored<T> | undefined> => {
  const row = await rows.findById(encodeText(id), RECORD_FIELDS).lean();
  return row === null ? undefined : toStored(collection, recordOf(row));
};

export const readByKey = async <T>(
  { rows }: Opened,
  collection: Collection<T>,
  key: string,
): Promise<Stored<T> | undefined> => {
  const row = await rows.findOne({ keys: encodeText(key) }, RECORD_FIELDS).lean();
  return row === null ? undefined : toStored(collection, recordOf(row));
};

/** The first of these keys, in the document's own order, that another document holds. */
const takenKey = async (rows: RowModel, { _id, keys }: Row): Promise<string | undefined> => {
  const holders = await rows.find({ keys: { $in: keys }, _id: { $ne: _id } }, { keys: 1 }).lean();
  return keys.find((key) => holders.some((holder) => holder.keys.includes(key)));
};

/** Writes until the answer is clear: not every engine says which key a write ran into. */
const settled = async <Outcome>(attempt: () => Promise<Outcome | 'unclear'>): Promise<Outcome> => {
  for (let tried = 0; tried < ATTEMPTS; tried += 1) {
    const outcome = await attempt();
    if (outcome !== 'unclear') return outcome;
  }
  throw new OperationalError(503, 'store_busy', 'Others keep writing the same; try again later.');
};

const writtenOrDuplicate = async <R>(write: () => Promise<R>): Promise<R | 'duplicate'> => {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error)) return 'duplicate';
    throw error;
  }
};

export const insertRow = async <T>(
  { rows, layout, layoutNow }: Opened,
  collection: Collection<T>,
  id: string,
  doc: T,
): Promise<InsertOutcome> => {
  const record = {
    id: encodeId(id),
    revision: 1,
    schemaVersion: collection.schemaVersion,
    body: bodyOf(doc),
  };
  const row = rowOf(record, layout, termsOf(collection, id, doc));
  return settled<InsertOutcome>(async () => {
    if ((await writtenOrDuplicate(() => rows.insertOne(row))) === 'duplicate') {
      if ((await rows.exists({ _id: row._id })) !== null) return { ok: false, code: 'exists' };
      const key = await takenKey(rows, row);
      return key === undefined ? 'unclear' : { ok: false, code: 'key_taken', key: decodeText(key) };
    }
    // A newer program brings up to date what it finds after it has announced itself, so only a document that came
    // later can be amiss: it is taken back before anybody is told of it.
    if ((await layoutNow()) > layout) {
      await rows.deleteOne({ _id: row._id, revision: 1, layout });
      throw newerSchema(`The collection ${collection.name} of this database`);
    }
    return { ok: true, revision: 1 };
  });
};

export const replaceRow = async <T>(
  { rows, layout }: Opened,
  collection: Collection<T>,
  at: { readonly id: string; readonly revision: number },
  doc: T,
): Promise<ReplaceOutcome> => {
  const { name, schemaVersion } = collection;
  const revision = at.revision + 1;
  const record = { id: encodeId(at.id), revision, schemaVersion, body: bodyOf(doc) };
  const row = rowOf(record, layout, termsOf(collection, at.id, doc));
  // A newer program has lifted the layout of all it found, so an older one replaces none of it.
  const current = { _id: row._id, revision: at.revision, layout: { $lte: layout } };
  return settled<ReplaceOutcome>(async () => {
    const written = await writtenOrDuplicate(() => rows.replaceOne(current, row));
    if (written === 'duplicate') {
      if ((await rows.exists(current)) === null) return { ok: false, code: 'conflict' };
      const key = await takenKey(rows, row);
      return key === undefined ? 'unclear' : { ok: false, code: 'key_taken', key: decodeText(key) };
    }
    if (written.matchedCount === 1) return { ok: true, revision };
    if ((await rows.exists({ _id: row._id, layout: { $gt: layout } })) !== null)
      throw newerSchema(`A document of ${name}`);
    return { ok: false, code: 'conflict' };
  });
};
