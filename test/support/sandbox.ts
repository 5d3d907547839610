import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCredentials } from '../../src/sandbox/credentials.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.ts';
import type { Credentials } from '../../src/sandbox/world/schema.ts';

export const START = Date.parse('2026-11-24T10:00:00+08:00');

/** Time that passes only when a test says so: the clock, and the waits that were begun. */
export class HandTime {
  #now = START;
  #passed = 0;
  #waits: { readonly at: number; readonly done: () => void }[] = [];

  readonly clock = { now: (): number => this.#now };
  readonly wait = (ms: number): Promise<void> =>
    new Promise((done) => {
      if (!Number.isFinite(ms)) throw new RangeError(`a wait of ${String(ms)} ms`);
      this.#waits.push({ at: this.#passed + ms, done });
    });

  /** The clock jumps; nothing has been waited for. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Real time goes by: the clock with it, and waits come to their end. */
  elapse(ms: number): void {
    this.#now += ms;
    this.#passed += ms;
    const due = this.#waits.filter(({ at }) => at <= this.#passed);
    this.#waits = this.#waits.filter(({ at }) => at > this.#passed);
    for (const { done } of due) done();
  }
}

let credentials: Promise<Credentials> | null = null;
/** Making RSA keys takes long: once a test file. */
export const sharedCredentials = (): Promise<Credentials> =>
  (credentials ??= makeCredentials(randomBytes, START));

export interface Bench {
  readonly sandbox: Sandbox;
  readonly time: HandTime;
  readonly stateDir: string;
  /** Stops it and starts it again on the same state. */
  restart(): Promise<Bench>;
  /** Stops it and removes its state. */
  end(): Promise<void>;
}

const startOn = async (
  stateDir: string,
  time: HandTime,
  options: Partial<SandboxOptions>,
): Promise<Bench> => {
  const failures: unknown[] = [];
  const sandbox = await startSandbox({
    onFailure: (error) => failures.push(error),
    clock: time.clock,
    wait: time.wait,
    random: randomBytes,
    stateDir,
    credentials: await sharedCredentials(),
    ...options,
  });
  return {
    sandbox,
    time,
    stateDir,
    restart: async () => {
      await sandbox.close();
      return startOn(stateDir, time, options);
    },
    end: async () => {
      await sandbox.close();
      await rm(stateDir, { recursive: true, force: true });
      if (failures.length > 0) throw new AggregateError(failures, `in the sandbox: ${String(failures[0])}`);
    },
  };
};

export const startBench = async (options: Partial<SandboxOptions> = {}): Promise<Bench> =>
  startOn(await mkdtemp(join(tmpdir(), 'sandbox-')), new HandTime(), options);

/** The first demo customer, whose first order cost ¥198. */
export const firstPhone = (sandbox: Sandbox) => {
  const phone = sandbox.phones()[0];
  const order = sandbox.pay.orders()[0];
  if (phone === undefined || order === undefined) throw new Error('no demo customers');
  return { phone, order };
};
