import { existsSync, rmSync, statSync } from 'node:fs';
import { z } from 'zod';
import { OperationalError } from '../../errors.ts';
import { type Connection, openFile } from './connection.ts';
import { moveInPlace, syncFile } from './durable-file.ts';

/** What SQLite finds wrong with the file, a few lines at most; empty: nothing. */
export const damageOf = (db: Connection): readonly string[] =>
  db
    .all(z.object({ integrity_check: z.string() }), 'PRAGMA integrity_check(5)')
    .map((row) => row.integrity_check)
    .filter((line) => line !== 'ok');

/**
 * Copies the database into one new file, as it stands at one moment, while servers go on reading and writing: all
 * that was acknowledged before this began is in it. The file appears under its name when it is whole and checked.
 * @returns its size in bytes
 * @throws OperationalError 404 `no_database`; 409 `file_exists`; 500 `damaged_copy`
 */
export const backUp = (database: string, target: string): number => {
  if (existsSync(target))
    throw new OperationalError(409, 'file_exists', `${target} is there already and is not overwritten.`);
  const unfinished = `${target}.unfinished`;
  const db = openFile(database);
  try {
    rmSync(unfinished, { force: true });
    db.run('VACUUM INTO ?', [unfinished]);
    check(unfinished);
    syncFile(unfinished);
    moveInPlace(unfinished, target);
  } finally {
    db.close();
    rmSync(unfinished, { force: true });
  }
  return statSync(target).size;
};

const check = (copy: string): void => {
  const db = openFile(copy);
  try {
    const damage = damageOf(db);
    if (damage.length > 0)
      throw new OperationalError(500, 'damaged_copy', `The copy is not whole: ${damage.join('; ')}`);
  } finally {
    db.close();
  }
};
