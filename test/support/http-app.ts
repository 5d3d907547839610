import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../src/logger.ts';
import type { AnyCollection } from '../../src/store/collection.ts';
import type { Store } from '../../src/store/store.ts';
import { type Routes, createHttpApp } from '../../src/transport/http/server.ts';
import type { Random } from '../../src/usecases/deps.ts';
import type { Log } from '../../src/usecases/log.ts';
import { emptyTestStore, openTestStore } from './engine.ts';

/** What must be put away after a test, last first. */
export class Cleanup {
  readonly #steps: (() => Promise<unknown>)[] = [];
  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }
  async run(): Promise<void> {
    for (const step of this.#steps.splice(0).reverse()) await step();
  }
}

/** Bytes nobody can guess to be random: 1, 2, 3 … */
export const countingRandom = (): Random => {
  let next = 0;
  return {
    bytes: (length) => Buffer.from(Array.from({ length }, () => (next = (next + 1) % 256))),
  };
};

export interface CapturedLog {
  readonly log: Log;
  /** Everything written so far. */
  text(): string;
  lines(): Record<string, unknown>[];
}

export const capturedLog = (): CapturedLog => {
  const written: string[] = [];
  const log = createLogger({
    level: 'info',
    destination: { write: (line: string) => void written.push(line) },
  });
  return {
    log,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
};

/** A real database in a new folder. */
export const temporaryStore = async (
  cleanup: Cleanup,
  collections: readonly AnyCollection[],
): Promise<Store> => {
  const folder = await mkdtemp(join(tmpdir(), 'refund-desk-'));
  cleanup.add(() => rm(folder, { recursive: true }));
  cleanup.add(() => emptyTestStore(folder));
  const store = await openTestStore(folder, collections);
  cleanup.add(() => store.close());
  return store;
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The error of the answer, where it is one. */
  readonly error: { code: string; message: string; details?: unknown } | undefined;
  /** The field at a path such as `cases.0.order`. */
  at(path: string): unknown;
}

export interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Buffer;
  readonly headers?: Record<string, string>;
}

export type Client = (path: string, call?: Call) => Promise<Answer>;

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const field = (json: unknown, path: string): unknown =>
  path === ''
    ? json
    : path.split('.').reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);

/** Serves the routes as the process does, on a free port; calls go over the wire. */
export const serve = async (
  cleanup: Cleanup,
  routes: readonly Routes[],
  options: { log: Log; now: () => number },
): Promise<Client> => {
  const { log, now } = options;
  const app = createHttpApp({ log, clock: { now }, random: countingRandom(), https: false, routes });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanup.add(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return async (path, { method = 'GET', token, body, raw, headers = {} } = {}) => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
      method,
      headers: {
        ...(payload === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    });
    const text = await response.text();
    const json = asJson(text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      error: field(json, 'error') as Answer['error'],
      at: (wanted) => field(json, wanted),
    };
  };
};
