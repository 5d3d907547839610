import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import { openStore } from '../../src/store/open.ts';
import { systemClock, systemRandom } from '../../src/system.ts';
import { collections } from '../../src/usecases/documents/index.ts';
import { addStaff, issueToken } from '../../src/usecases/staff-accounts.ts';
import { newFolder, rootDir } from './desk.ts';
import { storeEnvironment } from './engine.ts';
import { startServerProcess } from './server-process.ts';

/**
 * WeChat, WeChat Pay and phones as a real server meets them: outside, configured by environment alone, in secure
 * mode; and a database with two members of staff.
 */
export const startOutside = async () => {
  const folder = newFolder();
  const simulators = await startSandbox({
    clock: systemClock,
    random: randomBytes,
    stateDir: join(folder, 'simulators'),
    refundDelayMs: 100,
  });
  // A server that was killed holds its case for one lease: a short one, so that the test need not wait a minute.
  const configFile = join(folder, 'config.json');
  const given = simulators.environment['CONFIG_FILE'] ?? '';
  const sandboxConfig = JSON.parse(readFileSync(given, 'utf8')) as object;
  const timeouts = { wechatMs: 1_500, wechatPayMs: 1_500, shopMs: 1_500, leaseMs: 4_500 };
  writeFileSync(configFile, JSON.stringify({ ...sandboxConfig, timeouts }));
  const environment = {
    ...simulators.environment,
    CONFIG_FILE: configFile,
    ...storeEnvironment(folder, 'desk'),
  };
  const loaded = loadConfig(environment, rootDir);
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  const store = await openStore(loaded.config.database, collections);
  const deps = { store, clock: systemClock, random: systemRandom };
  const tokens = new Map<string, string>();
  for (const [name, role] of [
    ['agent', 'agent'],
    ['auditor', 'auditor'],
  ] as const) {
    await addStaff(deps, { name, role });
    const issued = await issueToken(deps, name);
    if (issued.ok) tokens.set(name, issued.value.token);
  }
  return {
    simulators,
    environment,
    store,
    /** A server process on the one database. */
    startServer: () => startServerProcess(environment),
    /** The staff API of the server at this address. */
    staff: async (url: string, path: string, body?: object, name = 'agent') => {
      const response = await fetch(`${url}/api/staff/cases${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${tokens.get(name) ?? ''}`,
          'content-type': 'application/json',
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    close: async () => {
      await store.close();
      await simulators.close();
    },
  };
};
export type Outside = Awaited<ReturnType<typeof startOutside>>;
