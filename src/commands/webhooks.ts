import { join } from 'node:path';
import { loadConfig } from '../config.ts';
import { openStore } from '../store/open.ts';
import { systemClock } from '../system.ts';
import { cases } from '../usecases/documents/cases.ts';
import type { Print } from './outcome.ts';
import { runWebhooksCommand } from './webhooks-command.ts';
import { webhooksIn } from './webhooks-in.ts';

const print: Print = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

/** `npm run webhooks`: works on the database the server of the same environment uses, while it runs too. */
const main = async (): Promise<0 | 1> => {
  const loaded = loadConfig(process.env, join(import.meta.dirname, '../..'));
  if (!loaded.ok) {
    loaded.faults.forEach(print.err);
    return 1;
  }
  const { database, shop } = loaded.config;
  const store = await openStore(database, [cases]);
  try {
    const webhooks = webhooksIn({ store, clock: systemClock }, shop?.url ?? null);
    return await runWebhooksCommand(process.argv.slice(2), webhooks, print);
  } finally {
    await store.close();
  }
};

try {
  process.exitCode = await main();
} catch (error) {
  print.err(`The cases cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
