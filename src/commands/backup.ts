import { join, resolve } from 'node:path';
import { loadConfig } from '../config.ts';
import { backUp } from '../store/sqlite/backup.ts';

const usage = 'Usage: npm run backup -- FILE   copies the embedded database into FILE, while servers run';

/** `npm run backup`: what it did, or throws with what is in the way. */
const main = (): string => {
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined || file.startsWith('-') || rest.length > 0) throw new Error(usage);
  const loaded = loadConfig(process.env, join(import.meta.dirname, '../..'));
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  const { database } = loaded.config;
  if (database.kind !== 'sqlite')
    throw new Error('DATABASE_URL names a MongoDB; back that up with its own tools (mongodump).');
  const target = resolve(file);
  const bytes = backUp(database.file, target);
  return `${target}: ${String(bytes)} bytes, whole and checked.`;
};

try {
  process.stdout.write(`${main()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
