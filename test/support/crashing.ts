/** One server at a time on one database, which fails where it is told to and is then started anew. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { busyText } from '../../src/conversation/busy.ts';
import type { Reply } from '../../src/conversation/types.ts';
import { createLogger } from '../../src/logger.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Store } from '../../src/store/store.ts';
import { systemRandom } from '../../src/system.ts';
import { NOTE_WITHIN_MS, type Timer, answerMessage } from '../../src/usecases/answer-message.ts';
import type { InboundMessage } from '../../src/usecases/chat/inbound-message.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { collections } from '../../src/usecases/documents/index.ts';
import { loadInstallation } from '../../src/usecases/load-installation.ts';
import { addStaff, issueToken } from '../../src/usecases/staff-accounts.ts';
import { crashingClients } from './crashing-clients.ts';
import { type CrashingProcess, type Failure, aProcess } from './crashing-process.ts';
import { newFolder, rootDir } from './desk.ts';
import { dropTestStore, openTestStore, storeEnvironment } from './engine.ts';
import { HandTime, sharedCredentials } from './sandbox.ts';

export const SESSION_SECRET = 'a secret of at least thirty-two characters';
/** Clocks of leases and back-offs run out within this. */
const LEASE_MS = 61_000;
/** More than WeChat waits between two deliveries, too. */
const TOKEN_LEASE_MS = 16_000;
/** More than a second: longer than a server takes to try again by itself. */
const STANDSTILL_POLLS = 1_000;
/** Of a push while no request is under way: it waits for the time to deliver again. */
const IDLE_POLLS = 20;

/** Of what is begun again where the process has ended meanwhile. */
const MAX_TRIES = 5;

/** Whatever a turn takes, it is too long: the time for an answer is over at once, pauses likewise. */
const tooLate: Timer = {
  after: (ms, run) => {
    if (ms !== NOTE_WITHIN_MS) queueMicrotask(run);
    return () => undefined;
  },
};

/** @param environment beside what every server has */
export const startCrashing = async (environment: Readonly<Record<string, string>> = {}) => {
  const folder = newFolder();
  const time = new HandTime();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const simulators = await startSandbox({
    clock: time.clock,
    wait: time.wait,
    random: randomBytes,
    stateDir: join(folder, 'simulators'),
    isKept: false,
    credentials: await sharedCredentials(),
    target: url,
  });
  const given = { ...simulators.environment, ...storeEnvironment(folder), SESSION_SECRET, ...environment };
  const loaded = loadConfig(given, rootDir);
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  const { config } = loaded;
  const installation = loadInstallation(join(rootDir, 'config'), time.clock.now());
  const store = await openTestStore(folder, collections);
  const tokens = new Map<string, string>();
  const deps = { store, clock: time.clock, random: systemRandom };
  for (const [name, role] of [
    ['小林', 'agent'],
    ['周主管', 'supervisor'],
    ['吴财务', 'finance'],
  ] as const) {
    await addStaff(deps, { name, role });
    const issued = await issueToken(deps, name);
    if (issued.ok) tokens.set(name, issued.value.token);
  }

  let planned: Failure | null = null;
  let hasFailed = false;
  let refusals = 0;
  let seenRefusals = 0;
  let requests = 0;
  let underWay = 0;
  const ended: Store[] = [];
  let running: { app: App; process: CrashingProcess };
  let handler: RequestListener;

  const boot = async (): Promise<void> => {
    const process = aProcess(await openTestStore(folder, collections), () => planned);
    const app = createApp({
      config,
      installation,
      clock: time.clock,
      wallClock: time.clock,
      random: systemRandom,
      log: createLogger({ level: 'silent' }),
      store: process.store,
      publicUrl: url,
      version: '0',
      extraRoutes: [],
      demoStaff: [],
    });
    Object.assign(app.deps, process.outside(app.deps));
    running = { app, process };
    handler = (request, response) => {
      requests += 1;
      underWay += 1;
      response.on('close', () => {
        underWay -= 1;
        if (response.writableFinished && response.statusCode >= 500) refusals += 1;
      });
      app.handler(request, response);
    };
  };
  server.on('request', (request, response) => {
    handler(request, response);
  });
  await boot();

  /** Where the process has ended: its connections break, and another one starts. */
  const revive = async (): Promise<void> => {
    if (!running.process.isDead()) return;
    planned = null;
    server.closeAllConnections();
    // It writes no more, so that how its last work ends is of no interest; its connection goes with the test's.
    ended.push(running.process.store);
    await boot();
  };

  /**
   * What follows from a failure: a process that has ended is followed by another, and what it held on to (the
   * renewal of the access token, which others wait for) is given up in time.
   */
  const recover = async (): Promise<void> => {
    const isNew = !hasFailed && running.process.hasFailed();
    hasFailed ||= isNew;
    await revive();
    if (isNew || refusals > seenRefusals) time.elapse(TOKEN_LEASE_MS);
    seenRefusals = refusals;
  };

  /**
   * Waits for work while the failure in it, if any, has its consequences.
   * @param standstill whether nothing more will come of it until time goes by
   */
  const through = async <T>(
    work: Promise<T>,
    standstill = (polls: number): boolean => polls % STANDSTILL_POLLS === 0,
  ): Promise<T> => {
    let over = false;
    const isOver = (): boolean => over;
    const done = work.finally(() => {
      over = true;
    });
    for (let polls = 1; !isOver(); polls += 1) {
      await pause(1);
      await recover();
      // What was lost on the way is sent again, by WeChat too, when its time has come.
      if (standstill(polls)) time.elapse(TOKEN_LEASE_MS);
    }
    return done;
  };
  /** A push, and whatever it takes until it is answered or given up. */
  const pushed = <T>(push: Promise<T>): Promise<T> => {
    let idle = 0;
    return through(push, (polls) => {
      idle = underWay === 0 ? idle + 1 : 0;
      return polls % STANDSTILL_POLLS === 0 || (idle > 0 && idle % IDLE_POLLS === 0);
    });
  };
  const drain = async (): Promise<void> => {
    const { app } = running;
    await through(app.worker.drain());
    // Again where that was the worker of a process that has ended.
    if (app !== running.app) await through(running.app.worker.drain());
  };

  /** Work is done until none is left, while minutes go by. */
  const settle = async (minutes = 4): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await drain();
      const before = requests;
      await pushed(simulators.idle());
      if (requests !== before) await drain();
      time.elapse(LEASE_MS);
      await pushed(simulators.runDue());
    }
    await pushed(simulators.idle());
  };

  return {
    store,
    simulators,
    time,
    settle,
    ...crashingClients({
      url,
      ordersApiToken: simulators.credentials.ordersApiToken,
      tokens,
      recover,
      waitForLease: () => {
        time.elapse(LEASE_MS);
      },
    }),
    /** From here on what is planned happens; null: nothing, and the points are counted. */
    plan: (failure: Failure | null): void => {
      running.process.begin();
      planned = failure;
      hasFailed = false;
    },
    points: () => running.process.points(),
    /** Nothing fails any more. @returns whether anything did */
    heal: async (): Promise<boolean> => {
      await recover();
      planned = null;
      return hasFailed;
    },
    /** Pushed, and delivered again as WeChat does, until it is answered or given up. */
    say: (openid: string, text: string) => pushed(simulators.phone(openid).say(text)),
    sendPicture: (openid: string, bytes: Buffer) => pushed(simulators.phone(openid).sendPicture(bytes)),
    /** A colleague joins or leaves in WeChat's own console, say. */
    raise: (openid: string, event: string) => pushed(simulators.phone(openid).raise(event, 'xiaolin@desk')),
    /**
     * The turn of this message takes longer than WeChat waits; it is delivered again where the process ends before it has
     * answered.
     */
    answerLate: async (message: InboundMessage): Promise<Reply> => {
      for (let deliveries = 0; deliveries < MAX_TRIES; deliveries += 1) {
        const { app, process } = running;
        const settings = { timer: tooLate, busyText: busyText(null) };
        const answering = answerMessage(app.deps, settings, message).then((reply) =>
          process.isDead() ? null : reply,
        );
        const reply = await through(answering);
        if (reply !== null) return reply;
      }
      throw new Error('it was never answered');
    },
    /** What the clock calls for: where it fails it is begun again a minute later, by whichever process is there then. */
    job: async (work: (deps: Deps) => Promise<unknown>): Promise<void> => {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const done = work(running.app.deps).then(
          () => true,
          () => false,
        );
        if (await through(done)) return;
        time.elapse(LEASE_MS);
      }
      throw new Error('it was never done');
    },
    close: async (): Promise<void> => {
      await running.app.stopWork();
      for (const each of [running.process.store, ...ended, store]) await each.close();
      await simulators.close();
      server.closeAllConnections();
      server.close();
      await dropTestStore(folder);
      rmSync(folder, { recursive: true });
    },
  };
};
export type Crashing = Awaited<ReturnType<typeof startCrashing>>;
