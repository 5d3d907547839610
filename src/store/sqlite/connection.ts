import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Libsql from 'libsql';
import { z } from 'zod';
import { OperationalError } from '../../errors.ts';
import { storeUnavailable } from '../unavailable.ts';

/** libsql ends the process when a boolean is bound, so none can be. */
export type Value = string | number | Buffer | null;

export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** One connection; everything on it is synchronous, so nothing comes between BEGIN and COMMIT. */
export interface Connection {
  /** Every row, checked. Errors: what SQLite says, with `code` `SQLITE_…`. */
  all<R>(row: z.ZodType<R>, sql: string, values?: readonly Value[]): R[];
  run(sql: string, values?: readonly Value[]): void;
  inTransaction(): boolean;
  close(): void;
}

/**
 * How long SQLite itself waits for another process's write, blocking this one; short, because `patiently` then
 * waits without blocking.
 */
const BUSY_TIMEOUT_MS = 10;
const PAUSE_MS = 10;

/** About ten seconds. */
export const BUSY_ATTEMPTS = 500;

const engineFault = z.object({ code: z.string().startsWith('SQLITE_'), message: z.string() });

/** Whether an error came from SQLite, and not from a program or a document. */
export const isEngineFault = (error: unknown): boolean => engineFault.safeParse(error).success;

export const isBusy = (error: unknown): boolean => {
  const fault = engineFault.safeParse(error);
  return fault.success && /^SQLITE_BUSY/.test(fault.data.code);
};

/**
 * Tries again while another process holds the database.
 * @throws OperationalError 503 `store_busy` when it never lets go.
 */
export const patiently = async <R>(attempt: () => R, attempts = BUSY_ATTEMPTS): Promise<R> => {
  for (let tried = 1; tried <= attempts; tried += 1) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    await pause(PAUSE_MS);
  }
  throw new OperationalError(503, 'store_busy', 'Another process holds the database; try again later.');
};

/**
 * @param opened the file that is being opened, which the fault then names with what SQLite says of it
 * @throws OperationalError 503 `store_unavailable` for any fault of the engine
 */
export const reaching = async <R>(work: () => Promise<R>, opened?: string): Promise<R> => {
  try {
    return await work();
  } catch (error) {
    const fault = engineFault.safeParse(error);
    if (!fault.success) throw error;
    throw storeUnavailable(
      error,
      opened === undefined ? undefined : `The database ${opened} cannot be used: ${fault.data.message}`,
    );
  }
};

const configure = (db: Connection): void => {
  const [mode] = db.all(z.object({ journal_mode: z.string() }), 'PRAGMA journal_mode = WAL');
  if (mode?.journal_mode !== 'wal') throw new Error('The database file cannot be kept in WAL mode');
  // An acknowledged write survives a power failure, not only the end of the process.
  db.run('PRAGMA synchronous = FULL');
};

const wrap = (libsql: Libsql.Database): Connection => {
  const statements = new Map<string, Libsql.Statement>();
  const prepared = (sql: string): Libsql.Statement => {
    if (!libsql.open) throw new OperationalError(503, 'store_closed', 'The store has been closed.');
    const statement = statements.get(sql) ?? libsql.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    // Always `all`: `get` may leave a statement unfinished, and with it a read transaction open.
    all: (row, sql, values = []) =>
      prepared(sql)
        .all([...values])
        .map((found) => row.parse(found)),
    run: (sql, values = []) => {
      prepared(sql).run([...values]);
    },
    inTransaction: () => libsql.open && libsql.inTransaction,
    close: () => {
      // Statements keep a connection open, and closing one twice is an error.
      statements.clear();
      if (libsql.open) libsql.close();
    },
  };
};

/** Opens a database file, made with its folder where there is none. The only caller of libsql. */
export const openConnection = async (path: string): Promise<Connection> => {
  mkdirSync(dirname(path), { recursive: true });
  const db = wrap(new Libsql(path, { timeout: BUSY_TIMEOUT_MS }));
  try {
    await patiently(() => {
      configure(db);
    });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** How long a command waits for a server's write to end. */
const COMMAND_TIMEOUT_MS = 5_000;

/**
 * A database file as it is, for one that copies or replaces it: nothing is made, and its journal stays what it is.
 * @throws OperationalError 404 `no_database` where there is no such file
 */
export const openFile = (path: string): Connection => {
  // libsql would make one.
  if (!existsSync(path)) throw new OperationalError(404, 'no_database', `There is no database ${path}.`);
  return wrap(new Libsql(path, { timeout: COMMAND_TIMEOUT_MS }));
};

/** @throws whatever `work` throws, after taking back all it wrote. */
export const immediately = <R>(db: Connection, work: () => R): R => {
  // A rollback that failed after a fault of the disk would leave one open.
  if (db.inTransaction()) db.run('ROLLBACK');
  db.run('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.run('COMMIT');
    return result;
  } catch (error) {
    // SQLite itself has rolled back after some faults, a full disk for one.
    if (db.inTransaction()) db.run('ROLLBACK');
    throw error;
  }
};
