import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadConfig } from '../config.ts';
import type { Store } from '../store/store.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { staffAccounts } from '../usecases/documents/staff.ts';
import { addStaff, disableStaff, issueToken, listStaff } from '../usecases/staff-accounts.ts';
import { type Accounts, type Print, runStaffCommand } from './staff-command.ts';

const print: Print = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

const accountsIn = (store: Store): Accounts => {
  const deps = { store, clock: { now: () => Date.now() }, random: { bytes: randomBytes } };
  return {
    add: (name, role) => addStaff(deps, { name, role }),
    issueToken: (name) => issueToken(deps, name),
    disable: (name) => disableStaff(deps, name),
    list: () => listStaff(deps),
  };
};

/** `npm run staff`: works on the database the server of the same environment uses, while it runs too. */
const main = async (): Promise<0 | 1> => {
  const loaded = loadConfig(process.env, join(import.meta.dirname, '../..'));
  if (!loaded.ok) {
    loaded.faults.forEach(print.err);
    return 1;
  }
  const store = await openSqliteStore({ path: loaded.config.databaseFile, collections: [staffAccounts] });
  try {
    return await runStaffCommand(process.argv.slice(2), accountsIn(store), print);
  } finally {
    await store.close();
  }
};

process.exitCode = await main();
