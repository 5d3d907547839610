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
import type { OfficialAccount } from '../../src/gateways/official-account/types.ts';
import type { WechatPay } from '../../src/gateways/wechat-pay/types.ts';
import { createLogger } from '../../src/logger.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Store } from '../../src/store/store.ts';
import { systemRandom } from '../../src/system.ts';
import { collections } from '../../src/usecases/documents/index.ts';
import { loadInstallation } from '../../src/usecases/load-installation.ts';
import { addStaff, issueToken } from '../../src/usecases/staff-accounts.ts';
import { newFolder, rootDir } from './desk.ts';
import { dropTestStore, openTestStore, storeEnvironment } from './engine.ts';
import { HandTime, sharedCredentials } from './sandbox.ts';

/** The n-th of its kind (from 1) fails before it takes effect or after; the process ends with it, or goes on. */
export interface Failure {
  readonly on: 'write' | 'call';
  readonly nth: number;
  readonly when: 'before' | 'after';
  readonly ends: boolean;
}

const fault = new Error('the connection is lost');
/** Clocks of leases and back-offs run out within this. */
const LEASE_MS = 61_000;
/** More than WeChat waits between two deliveries, too. */
const TOKEN_LEASE_MS = 16_000;
/** More than a second: longer than a server takes to try again by itself. */
const STANDSTILL_POLLS = 1_000;
/** Of a push while no request is under way: it waits for the time to deliver again. */
const IDLE_POLLS = 20;

const aProcess = (store: Store, failure: () => Failure | null) => {
  let dead = false;
  let failed = false;
  const counts = { write: 0, call: 0 };
  const alive = <T>(act: () => Promise<T>): Promise<T> => (dead ? Promise.reject(fault) : act());
  const step = async <T>(on: Failure['on'], act: () => Promise<T>, unknown?: T): Promise<T> => {
    if (dead) throw fault;
    const planned = failure();
    if (planned?.on !== on || (counts[on] += 1) !== planned.nth) return act();
    failed = true;
    if (planned.when === 'after') await act();
    dead = planned.ends;
    // A process that goes on is told that nobody knows; one that has ended is told nothing.
    if (!dead && unknown !== undefined) return unknown;
    throw fault;
  };
  const stepping: Store = {
    get: (...all) => alive(() => store.get(...all)),
    getByKey: (...all) => alive(() => store.getByKey(...all)),
    scan: (...all) => alive(() => store.scan(...all)),
    explain: (...all) => store.explain(...all),
    getBlob: (id) => alive(() => store.getBlob(id)),
    insert: (...all) => step('write', () => store.insert(...all)),
    replace: (...all) => step('write', () => store.replace(...all)),
    putBlob: (...all) => step('write', () => store.putBlob(...all)),
    ping: () => alive(() => store.ping()),
    close: () => store.close(),
  };
  const unknown = { kind: 'unknown', detail: 'the connection is lost' } as const;
  return {
    store: stepping,
    account: (real: OfficialAccount): OfficialAccount => ({
      sendText: (...all) => step('call', () => real.sendText(...all), unknown),
      sendTemplate: (...all) => step('call', () => real.sendTemplate(...all), unknown),
      downloadMedia: (id) => step('call', () => real.downloadMedia(id), unknown),
    }),
    pay: (real: WechatPay): WechatPay => ({
      ...real,
      refund: (request) => step('call', () => real.refund(request), unknown),
      queryRefund: (number) => step('call', () => real.queryRefund(number), unknown),
      queryTransaction: (by) => step('call', () => real.queryTransaction(by), unknown),
    }),
    isDead: () => dead,
    hasFailed: () => failed,
    /** Counting begins anew. */
    begin: () => {
      failed = false;
      counts.write = 0;
      counts.call = 0;
    },
  };
};

export const startCrashing = async () => {
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
    credentials: await sharedCredentials(),
    target: url,
  });
  const environment = { ...simulators.environment, ...storeEnvironment(folder) };
  const loaded = loadConfig(environment, rootDir);
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  const { config } = loaded;
  const installation = loadInstallation(join(rootDir, 'config'), time.clock.now());
  const store = await openTestStore(folder, collections);
  const tokens = new Map<string, string>();
  const deps = { store, clock: time.clock, random: systemRandom };
  for (const [name, role] of [
    ['小林', 'agent'],
    ['周主管', 'supervisor'],
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
  let running: { app: App; process: ReturnType<typeof aProcess> };
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
    const { officialAccount, wechatPay } = app.deps;
    if (!officialAccount || !wechatPay) throw new Error('a channel is off');
    Object.assign(app.deps, {
      officialAccount: process.account(officialAccount),
      wechatPay: process.pay(wechatPay),
    });
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
    /** From here on what is planned happens. */
    plan: (failure: Failure): void => {
      running.process.begin();
      planned = failure;
      hasFailed = false;
    },
    /** Nothing fails any more. @returns whether anything did */
    heal: async (): Promise<boolean> => {
      await recover();
      planned = null;
      return hasFailed;
    },
    /** Pushed, and delivered again as WeChat does, until it is answered or given up. */
    say: (openid: string, text: string) => pushed(simulators.phone(openid).say(text)),
    sendPicture: (openid: string, bytes: Buffer) => pushed(simulators.phone(openid).sendPicture(bytes)),
    /** Staff press the button again where no answer comes: the same decision, under the same key. */
    decide: async (who: string, caseNo: string, action: string, body: object): Promise<number> => {
      for (let tries = 0; tries < 5; tries += 1) {
        const answer = await fetch(`${url}/api/staff/cases/${caseNo}/${action}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${tokens.get(who) ?? ''}`,
            'content-type': 'application/json',
            'idempotency-key': `${caseNo}-${action}`,
          },
          body: JSON.stringify(body),
        }).catch(() => null);
        await recover();
        if (answer !== null && answer.status < 500) return answer.status;
      }
      throw new Error(`${action} was never answered`);
    },
    putOrder: async (outTradeNo: string, body: object): Promise<void> => {
      const { ordersApiToken } = simulators.credentials;
      const answer = await fetch(`${url}/api/orders/${outTradeNo}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${ordersApiToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (answer.status !== 201) throw new Error(await answer.text());
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
