import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { OperationalError } from '../../errors.ts';
import type { AnyCollection } from '../collection.ts';
import type { Collection, Store } from '../store.ts';
import { damageOf } from './backup.ts';
import { type Connection, isBusy, isEngineFault, openFile } from './connection.ts';
import { moveInPlace, syncFile } from './durable-file.ts';
import { sqliteStore } from './open.ts';
import { presentIn } from './schema.ts';
import { hasTable } from './tables.ts';

/** A copy of a backup, checked, that can take the place of a database; until then the database is untouched. */
export interface Replacement {
  /** The copy. */
  readonly store: Store;
  /** A document of the database that is there; undefined where it has none such, or cannot be read. */
  present<T>(collection: Collection<T>, id: string): T | undefined;
  /** Puts the copy in the database's place; what was there goes on under the name `aside`, if there was anything. */
  commit(aside: string): void;
  /** Ends it; without `commit` nothing has happened. */
  close(): Promise<void>;
}

const JOURNALS = ['-wal', '-shm', '-journal'];

const notBackup = (file: string, why: string): OperationalError =>
  new OperationalError(422, 'not_a_backup', `${file} cannot be restored: ${why}.`);

/** Of the file as given: whether SQLite can read all of it, and it is a database of this program. */
const inspect = (db: Connection, file: string): void => {
  let damage: readonly string[];
  try {
    damage = damageOf(db);
  } catch (error) {
    if (!isEngineFault(error)) throw error;
    throw notBackup(file, 'it is damaged, or no database at all');
  }
  if (damage.length > 0) throw notBackup(file, `it is damaged (${damage.join('; ')})`);
  if (!hasTable(db, '#collections')) throw notBackup(file, 'it is a database of another program');
};

/**
 * Takes the database for itself alone. Leaving WAL needs that: SQLite refuses while any other connection is open,
 * in any process, however idle; and what stands in the log goes into the file. null: it cannot be read.
 * @throws OperationalError 409 `database_in_use`
 */
const seize = (database: string): Connection | null => {
  if (!existsSync(database)) return null;
  const db = openFile(database);
  try {
    db.all(z.object({ locking_mode: z.literal('exclusive') }), 'PRAGMA locking_mode = EXCLUSIVE');
    db.all(z.object({ journal_mode: z.literal('delete') }), 'PRAGMA journal_mode = DELETE');
    db.run('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if (isBusy(error))
      throw new OperationalError(
        409,
        'database_in_use',
        `A server has ${database} open; stop every server first.`,
      );
    if (isEngineFault(error)) return null;
    throw error;
  }
};

/**
 * Under its new name before the old one is taken, so that at no moment there is no database.
 * @param isWhole the file alone holds everything
 */
const setAside = (database: string, aside: string, isWhole: boolean): void => {
  if (!existsSync(database)) return;
  try {
    linkSync(database, aside);
  } catch {
    // A file system without links.
    renameSync(database, aside);
  }
  // Left behind they would be taken for the copy's; those of a database that could not be read belong to it.
  for (const journal of JOURNALS)
    if (isWhole) rmSync(database + journal, { force: true });
    else if (existsSync(database + journal)) renameSync(database + journal, aside + journal);
};

const copyOf = (source: string, to: string): Connection => {
  if (!existsSync(source) || !statSync(source).isFile()) throw notBackup(source, 'there is no such file');
  if (existsSync(`${source}-wal`))
    throw notBackup(source, `${source}-wal lies beside it: it is a database in use, not a backup`);
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(source, to);
  return openFile(to);
};

/**
 * Prepares to put a backup in the place of a database. Nothing changes before `commit`.
 * @throws OperationalError 409 `database_in_use`; 422 `not_a_backup`; 503 `newer_schema`
 */
export const prepareReplacement = async (
  database: string,
  source: string,
  collections: readonly AnyCollection[],
): Promise<Replacement> => {
  const unfinished = `${database}.restoring`;
  const held = seize(database);
  const opened: Connection[] = held ? [held] : [];
  const close = (): Promise<void> => {
    for (const db of opened) db.close();
    for (const suffix of ['', ...JOURNALS]) rmSync(unfinished + suffix, { force: true });
    return Promise.resolve();
  };
  try {
    for (const suffix of ['', ...JOURNALS]) rmSync(unfinished + suffix, { force: true });
    const copy = copyOf(source, unfinished);
    opened.push(copy);
    inspect(copy, source);
    copy.run('PRAGMA synchronous = FULL');
    return {
      store: await sqliteStore(copy, { collections }),
      present: (collection, id) => (held ? presentIn(held, collection, id) : undefined),
      commit: (aside) => {
        // A backup made by copying a database at rest may still be in WAL mode; its log must not be left behind.
        copy.all(z.object({ journal_mode: z.literal('delete') }), 'PRAGMA journal_mode = DELETE');
        syncFile(unfinished);
        setAside(database, aside, held !== null);
        moveInPlace(unfinished, database);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
