import { join } from 'node:path';
import { loadConfig } from '../config.ts';
import { openStore } from '../store/open.ts';
import { audit } from '../usecases/documents/audit.ts';
import { staffAccounts } from '../usecases/documents/staff.ts';
import { accountsIn } from './staff-accounts-in.ts';
import type { Print } from './outcome.ts';
import { runStaffCommand } from './staff-command.ts';

const print: Print = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

/** `npm run staff`: works on the database the server of the same environment uses, while it runs too. */
const main = async (): Promise<0 | 1> => {
  const loaded = loadConfig(process.env, join(import.meta.dirname, '../..'));
  if (!loaded.ok) {
    loaded.faults.forEach(print.err);
    return 1;
  }
  const store = await openStore(loaded.config.database, [staffAccounts, audit]);
  try {
    return await runStaffCommand(process.argv.slice(2), accountsIn(store), print);
  } finally {
    await store.close();
  }
};

try {
  process.exitCode = await main();
} catch (error) {
  print.err(
    `The staff accounts cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 1;
}
