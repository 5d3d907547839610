import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig } from '../config.ts';
import { markDatabase, restoreDatabase } from './restore-database.ts';

const usage = `Usage:
  npm run restore -- FILE     puts a backup in the place of the embedded database; stop every server first
  npm run restore -- --mark   says that the database was brought back by other means (mongorestore, a snapshot)`;

const next =
  'Every order is held against WeChat Pay again before its next payout; one that was refunded since the backup waits for a person.';

/** `npm run restore`: what it did, or throws with what is in the way; then nothing has changed. */
const main = async (): Promise<string> => {
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined || (file.startsWith('-') && file !== '--mark') || rest.length > 0)
    throw new Error(usage);
  const loaded = loadConfig(process.env, join(import.meta.dirname, '../..'));
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  const { database } = loaded.config;
  if (file === '--mark') {
    await markDatabase(loaded.config);
    return `The database is marked as restored. ${next}`;
  }
  if (database.kind !== 'sqlite')
    throw new Error(
      'DATABASE_URL names a MongoDB; restore that with its own tools (mongorestore), then run: npm run restore -- --mark',
    );
  const aside = await restoreDatabase(database.file, resolve(file), loaded.config);
  const kept = existsSync(aside) ? ` What was there is kept as ${aside}.` : '';
  return `${database.file} is restored from ${resolve(file)}.${kept} ${next}`;
};

try {
  process.stdout.write(`${await main()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
