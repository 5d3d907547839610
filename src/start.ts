import { readFileSync } from 'node:fs';
import { type RequestListener, type Server, createServer } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type App, createApp } from './app.ts';
import type { Config } from './config.ts';
import type { Clock } from './domain/time.ts';
import { openPatiently } from './open-patiently.ts';
import { type SandboxMode, startSandboxMode } from './sandbox-mode.ts';
import type { Store } from './store/store.ts';
import { systemClock, systemTimer } from './system.ts';
import type { Timer } from './usecases/answer-message.ts';
import type { Random } from './usecases/deps.ts';
import { loadInstallation } from './usecases/load-installation.ts';
import type { Log } from './usecases/log.ts';
import { type WaitingApp, createWaitingApp } from './waiting-app.ts';

export interface StartOptions {
  readonly config: Config;
  readonly log: Log;
  readonly random: Random;
  /** Default: the machine's; in sandbox mode the desk has the sandbox's own, and staff sign in by this one. */
  readonly clock?: Clock;
  /** False: due work waits to be woken (tests decide when). Default: true. */
  readonly jobs?: boolean;
  /** Waits until a database that cannot be reached is asked for again. Default: the machine's. */
  readonly timer?: Timer;
  /** Aborted: a start that waits for its database is given up at once. */
  readonly stopping?: AbortSignal;
}

export interface Running {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  readonly app: App;
  readonly store: Store;
  readonly sandbox: SandboxMode | null;
  /** What a person at the terminal reads. */
  readonly greeting: string;
  /** Takes no new requests, lets those under way and the work under way end, closes the store; within 10 s. */
  readonly stop: () => Promise<void>;
}

/**
 * Brings the whole server up: store, simulators in sandbox mode, application, jobs. Until then, and for as long as a
 * MongoDB cannot be reached, the waiting application answers. Rejects with what keeps it from starting, and with
 * StoppedBeforeUp.
 */
export const start = async (options: StartOptions): Promise<Running> => {
  const { config, clock = systemClock } = options;
  const server = createServer();
  const version = readVersion(config.rootDir);
  const waiting = createWaitingApp({ ...options, clock, version });
  const url = await listen(server, config, waiting.handler);
  try {
    return await startOn({ server, url, waiting, version }, options);
  } catch (error) {
    server.close();
    throw error;
  }
};

/** A server that listens and waits. */
interface Waiting {
  readonly server: Server;
  readonly url: string;
  readonly waiting: WaitingApp;
  readonly version: string;
}

const startOn = async (
  { server, url, waiting, version }: Waiting,
  options: StartOptions,
): Promise<Running> => {
  const { log, random, clock = systemClock } = options;
  const installation = loadInstallation(join(options.config.rootDir, 'config'), clock.now());
  const store = await openPatiently(options.config, {
    timer: options.timer ?? systemTimer,
    stopping: options.stopping ?? new AbortController().signal,
    onAway: (err, retryMs) => {
      waiting.storeIsAway();
      const until = 'until it can, customers are asked to send their messages again';
      log.error({ err, url, retryMs }, `the database cannot be reached; ${until}`);
    },
  });
  let app: App | null = null;
  const onAdvance = (): void => app?.worker.wake();
  const sandbox = options.config.sandbox
    ? await startSandboxMode({ config: options.config, url, random, log, store, onAdvance })
    : null;
  const config = sandbox?.config ?? options.config;
  app = createApp({
    config,
    installation,
    clock: sandbox?.clock ?? clock,
    wallClock: clock,
    random,
    log,
    store,
    publicUrl: config.publicUrl ?? url,
    version,
    extraRoutes: sandbox ? [sandbox.routes] : [],
    demoStaff: sandbox?.consoleStaff ?? [],
  });
  serve(server, waiting, app.handler, log);
  await sandbox?.open();
  if (options.jobs !== false) app.startJobs();
  for (const note of config.notes) log.warn({}, note);
  if (waiting.hasStoreBeenAway()) log.info({ url }, 'the database has been reached; the server is up');
  const stopNow = stopper(server, app, store, sandbox, config.timeouts.shutdownMs);
  return { url, app, store, sandbox, greeting: greet(url, config, sandbox), stop: stopNow };
};

const listen = (server: Server, config: Config, handler: RequestListener): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `port ${String(config.port)} is taken; stop what uses it, or set PORT`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.on('request', handler);
    server.listen(config.port, config.host, () => {
      const host = config.host.includes(':') ? `[${config.host}]` : config.host;
      resolve(`http://${host}:${String(portOf(server))}`);
    });
  });

const serve = (server: Server, waiting: WaitingApp, handler: RequestListener, log: Log): void => {
  // Too many open files, say: one connection is lost, the server is not.
  server.on('error', (err) => {
    log.error({ err }, 'a connection could not be taken');
  });
  server.off('request', waiting.handler);
  server.on('request', handler);
};

const addressSchema = z.object({ port: z.number() });
const portOf = (server: Server): AddressInfo['port'] => addressSchema.parse(server.address()).port;

const packageSchema = z.object({ version: z.string() });
const readVersion = (rootDir: string): string =>
  packageSchema.parse(JSON.parse(readFileSync(join(rootDir, 'package.json'), 'utf8'))).version;

const greet = (url: string, config: Config, sandbox: SandboxMode | null): string =>
  sandbox
    ? `\nRefund desk is running in sandbox mode: WeChat and WeChat Pay are simulated, no money moves.\n  Open ${url}/sandbox\n\n`
    : [`\nRefund desk is running at ${url}`, ...config.notes.map((note) => `  ${note}`), '', ''].join('\n');

/** Stops once, however often it is asked to. */
const stopper = (
  server: Server,
  app: App,
  store: Store,
  sandbox: SandboxMode | null,
  shutdownMs: number,
): (() => Promise<void>) => {
  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    server.closeIdleConnections();
    let force: NodeJS.Timeout | undefined;
    // Work that is still waiting for an answer then is cut off as a crash would do it: it goes on after the next start.
    const timeIsUp = new Promise<void>((resolve) => {
      force = setTimeout(() => {
        server.closeAllConnections();
        resolve();
      }, shutdownMs);
    });
    await Promise.race([Promise.all([app.stopWork(), sandbox?.close(), closed]), timeIsUp]);
    clearTimeout(force);
    await store.close();
  };
  let stopping: Promise<void> | null = null;
  return () => (stopping ??= stop());
};
