import { type Connection, type Model, Schema } from 'mongoose';
import { z } from 'zod';
import { OperationalError } from '../../errors.ts';
import { type AnyCollection, checkNames } from '../collection.ts';
import { newerSchema, readDocument, termsOf } from '../record.ts';
import type { Admit, Present } from '../store.ts';
import { decodeText, encodeText } from '../text.ts';
import { isDuplicate } from './connection.ts';
import { indexesOf, modelOf, recordOf, rowOf, type RowModel } from './rows.ts';

/** Of rows and of the two system collections; a change counts it up. */
const FORMAT = 1;
const REINDEX_PAGE = 200;
const ATTEMPTS = 20;

/** What the database knows of a collection. */
interface Known {
  _id: string;
  schemaVersion: number;
  indexes: string[];
  /** Counts up when a newer program changes keys or indexes; every row says which one it was written under. */
  layout: number;
  /** False while rows of an older layout may be left. */
  settled: boolean;
}
export type KnownModel = Model<Known>;

interface State {
  _id: string;
  format: number;
  pings: number;
}
export type StateModel = Model<State>;

const KNOWN = '#collections';
const STATE = '#state';
const ONE = 'store';

export const knownModelOf = (connection: Connection): KnownModel => {
  const schema = new Schema<Known>(
    { _id: String, schemaVersion: Number, indexes: [String], layout: Number, settled: Boolean },
    { versionKey: false, strict: 'throw' },
  );
  return connection.model<Known>(KNOWN, schema, KNOWN);
};

export const stateModelOf = (connection: Connection): StateModel => {
  const schema = new Schema<State>(
    { _id: String, format: Number, pings: Number },
    { versionKey: false, strict: 'throw' },
  );
  return connection.model<State>(STATE, schema, STATE);
};

/** A real write, acknowledged by the majority: only that shows that the database takes one. */
export const writePing = async (states: StateModel): Promise<void> => {
  await states.updateOne({ _id: ONE }, { $inc: { pings: 1 } });
};

/** 0: the database does not know the collection any more. */
export const layoutOf = async (known: KnownModel, name: string): Promise<number> =>
  (await known.findById(name, { layout: 1 }).lean())?.layout ?? 0;

const insertUnlessThere = async (insert: () => Promise<unknown>): Promise<boolean> => {
  try {
    await insert();
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
};

const checkFormat = async (states: StateModel): Promise<void> => {
  const state = await states.findById(ONE).lean();
  if (state === null) await insertUnlessThere(() => states.insertOne({ _id: ONE, format: FORMAT, pings: 0 }));
  else if (state.format > FORMAT) throw newerSchema('This database');
};

/** What the database must know of the collection from now on; null: it knows that already. */
const wanted = (collection: AnyCollection, known: Known): Known | null => {
  const { name, schemaVersion } = collection;
  const declared = Object.keys(collection.indexes).sort();
  const unchanged = known.schemaVersion === schemaVersion;
  // An index that this program would not keep up to date: taking one away needs a new schema version.
  const unknownIndex = known.indexes.some((index) => !declared.includes(index));
  if (known.schemaVersion > schemaVersion || (unchanged && unknownIndex))
    throw newerSchema(`The collection ${name} of this database`);
  if (unchanged && declared.length === known.indexes.length) return null;
  return { _id: name, schemaVersion, indexes: declared, layout: known.layout + 1, settled: false };
};

/** Refuses before anything is changed. */
const checkAll = async (model: KnownModel, collections: readonly AnyCollection[]): Promise<void> => {
  const all = await model.find().lean();
  for (const collection of collections) {
    const known = all.find(({ _id }) => _id === collection.name);
    if (known) wanted(collection, known);
  }
};

/** Announces this program's keys and indexes; from then on an older one writes no more. */
const announce = async (model: KnownModel, collection: AnyCollection): Promise<Known> => {
  const { name, schemaVersion, indexes } = collection;
  for (let tried = 0; tried < ATTEMPTS; tried += 1) {
    const known = await model.findById(name).lean();
    if (known === null) {
      const first = {
        _id: name,
        schemaVersion,
        indexes: Object.keys(indexes).sort(),
        layout: 1,
        settled: true,
      };
      if (await insertUnlessThere(() => model.insertOne(first))) return first;
      continue;
    }
    const next = wanted(collection, known);
    if (next === null) return known;
    const { matchedCount } = await model.replaceOne({ _id: name, layout: known.layout }, next);
    if (matchedCount === 1) return next;
  }
  throw new OperationalError(
    503,
    'store_busy',
    'Other programs keep changing the database; try again later.',
  );
};

/** Keys and index entries as the current declarations have them, for documents written under older ones. */
const reindex = async (rows: RowModel, collection: AnyCollection, layout: number): Promise<void> => {
  const older = { layout: { $lt: layout } };
  const page = (after: string) =>
    rows
      .find({ _id: { $gt: after }, ...older })
      .sort({ _id: 1 })
      .limit(REINDEX_PAGE)
      .lean();
  for (let found = await page(''); found.length > 0; found = await page(found.at(-1)?._id ?? ''))
    for (const { _id } of found) await renew(rows, collection, _id, layout);
};

/** Again where somebody wrote it in between: an older program may, until this is done. */
const renew = async (
  rows: RowModel,
  collection: AnyCollection,
  id: string,
  layout: number,
): Promise<void> => {
  for (;;) {
    const found = await rows.findOne({ _id: id, layout: { $lt: layout } }).lean();
    if (found === null) return;
    const record = recordOf(found);
    const doc = readDocument(collection, record);
    const row = rowOf(record, layout, termsOf(collection, decodeText(id), doc));
    await rows.replaceOne({ _id: id, revision: record.revision, layout: found.layout }, row);
  }
};

/** Indexes of ours that are declared no more; whatever an operator has added stays. */
const dropIndexes = async (rows: RowModel, collection: AnyCollection): Promise<void> => {
  const declared = indexesOf(collection).map(({ name }) => name);
  for (const { name } of z.array(z.object({ name: z.string() })).parse(await rows.listIndexes()))
    if (name.startsWith(`${collection.name}.`) && !declared.includes(name))
      await rows.collection.dropIndex(name);
};

const settle = async (
  connection: Connection,
  model: KnownModel,
  collection: AnyCollection,
): Promise<number> => {
  const known = await announce(model, collection);
  const rows = modelOf(connection, collection);
  await rows.collection.createIndexes(indexesOf(collection));
  if (!known.settled) {
    await reindex(rows, collection, known.layout);
    await dropIndexes(rows, collection);
    await model.updateOne({ _id: collection.name, layout: known.layout }, { settled: true });
  }
  return known.layout;
};

/** Without a model: whether the collection is one of ours is not known yet. */
const presentIn =
  (connection: Connection): Present =>
  async (collection, id) => {
    const rows = connection.collection<{ _id: string }>(collection.name);
    const row = await rows.findOne({ _id: encodeText(id) });
    return row === null ? undefined : readDocument(collection, recordOf(row));
  };

/**
 * Makes the indexes of these collections, or brings everything up to date, and tells the layout each is of.
 * @throws OperationalError 503 `newer_schema`, with nothing changed.
 */
export const prepareSchema = async (
  connection: Connection,
  collections: readonly AnyCollection[],
  admit?: Admit,
): Promise<ReadonlyMap<string, number>> => {
  checkNames(collections);
  await checkFormat(stateModelOf(connection));
  await admit?.(presentIn(connection));
  const known = knownModelOf(connection);
  await checkAll(known, collections);
  const layouts = new Map<string, number>();
  for (const collection of collections)
    layouts.set(collection.name, await settle(connection, known, collection));
  return layouts;
};
