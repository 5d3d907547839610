import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, loadConfig } from '../../src/config.ts';
import type { Clock } from '../../src/domain/time.ts';
import { createLogger } from '../../src/logger.ts';
import { start } from '../../src/start.ts';
import { systemRandom } from '../../src/system.ts';
import type { Log } from '../../src/usecases/log.ts';
import { dropTestStore, storeEnvironment } from './engine.ts';

export const rootDir = fileURLToPath(new URL('../..', import.meta.url));

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'refund-desk-'));

export const sandboxConfig = (folder = newFolder(), environment: Record<string, string> = {}): Config => {
  const loaded = loadConfig({ PORT: '0', ...storeEnvironment(folder, 'sandbox'), ...environment }, rootDir);
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  return loaded.config;
};

export type Json = Record<string, unknown>;

export interface DeskOptions {
  readonly folder?: string;
  /** Where the installation is, if not here: see `installedWith`. */
  readonly rootDir?: string;
  readonly timeouts?: Partial<Config['timeouts']>;
  readonly limits?: Partial<Config['limits']>;
  readonly log?: Log;
  /** The shop's own system, where there is one that listens. */
  readonly shop?: Config['shop'];
  /** The time as staff's phones have it; default: the machine's. */
  readonly wallClock?: Clock;
  /** Beside what every desk has. */
  readonly environment?: Record<string, string>;
}

/**
 * The whole product in sandbox mode on a port of its own, with nothing done behind the test's back: work is done
 * when `settle` is called, time passes when `advance` is.
 */
export const startDesk = async (options: DeskOptions = {}) => {
  const { folder = newFolder(), log = createLogger({ level: 'silent' }) } = options;
  const loaded = sandboxConfig(folder, options.environment);
  const timeouts = { ...loaded.timeouts, ...options.timeouts };
  const limits = { ...loaded.limits, ...options.limits };
  const installed = options.rootDir ?? rootDir;
  const config = { ...loaded, timeouts, limits, rootDir: installed, shop: options.shop ?? null };
  const running = await start({
    config,
    log,
    random: systemRandom,
    jobs: false,
    ...(options.wallClock === undefined ? {} : { clock: options.wallClock }),
  });
  const { sandbox } = running;
  if (!sandbox) throw new Error('not in sandbox mode');
  const { simulators } = sandbox;

  const settle = async (): Promise<void> => {
    do {
      await running.app.worker.drain();
      await simulators.idle();
      await running.app.worker.drain();
    } while ((await simulators.reportTemplates()) > 0);
  };
  const call = async (
    name: string,
    method: string,
    path: string,
    body?: Json,
    headers: Record<string, string> = {},
  ) => {
    const token = sandbox.staff.find((each) => each.name === name)?.token ?? name;
    const response = await fetch(`${running.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Json };
  };
  return {
    ...running,
    folder,
    /** Stops it and, where the folder was made for it, removes that. */
    stop: async (): Promise<void> => {
      await running.stop();
      if (options.folder !== undefined) return;
      await dropTestStore(folder, 'sandbox');
      rmSync(folder, { recursive: true, force: true });
    },
    simulators,
    settle,
    /** Moves the sandbox's clock on, and lets everything happen that is then due. */
    advance: async (advance: string): Promise<void> => {
      const answer = await fetch(`${running.url}/sandbox/api/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      await settle();
    },
    /** A staff member calls the API. */
    as: (name: string) => ({
      get: (path: string) => call(name, 'GET', path),
      post: (path: string, body: Json, headers?: Record<string, string>) =>
        call(name, 'POST', path, body, headers),
      put: (path: string, body: Json) => call(name, 'PUT', path, body),
    }),
    /** The phone of the customer with this name. */
    phoneOf: (name: string) => {
      const phone = simulators.phones().find((each) => each.screen().name === name);
      if (!phone) throw new Error(`no phone of ${name}`);
      return phone;
    },
  };
};
export type Desk = Awaited<ReturnType<typeof startDesk>>;
