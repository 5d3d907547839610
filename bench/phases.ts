import type { Database } from '../src/store/open.ts';
import type { Account } from '../test/support/wechat-wire.ts';
import {
  APPLICATION,
  type Customer,
  ROUND,
  type TurnShot,
  forget,
  inTurn,
  oneByOne,
  orderShot,
  prepare,
} from './customers.ts';
import { type Figures, measure } from './figures.ts';
import { type Run, type Shots, fire } from './load.ts';
import type { Options } from './options.ts';
import type { ServerProcess } from './server-process.ts';
import { ORDERS_API_TOKEN } from './servers.ts';

/** More is prepared than the warm-up promises, for the server gets faster. */
const SPARE = 1.6;
const MAX_PREPARED = 400_000;
/** No part of the load but the measured one takes longer than this. */
const PATIENCE_SECONDS = 120;
const KILL_AFTER_MS = 700;
const APPLICANTS = 200;
/** Customers whose next round is what the other servers get. */
const SAMPLED = 500;

export interface Desk {
  readonly account: Account;
  readonly database: Database;
  readonly server: ServerProcess;
}

export interface Load {
  readonly desk: Desk;
  readonly customers: readonly Customer[];
  readonly options: Options;
}

export const feed = async ({ desk, customers, options }: Load): Promise<string[]> => {
  const orders = customers.map((customer) => orderShot(desk.account, ORDERS_API_TOKEN, customer));
  const limits = { connections: options.connections, seconds: PATIENCE_SECONDS };
  const { answers, failures } = await fire(desk.server.url, { take: () => orders.shift() }, limits);
  const refused = answers.filter(({ status }) => status !== 201).map(({ text }) => `an order: ${text}`);
  const missing = customers.length - answers.length;
  return [...failures, ...refused, ...(missing > 0 ? [`${String(missing)} orders not fed`] : [])];
};

export const talk = (
  { desk, options }: Load,
  shots: Shots<TurnShot>,
  seconds = PATIENCE_SECONDS,
): Promise<Run<TurnShot>> => fire(desk.server.url, shots, { connections: options.connections, seconds });

/**
 * Once round and then each customer to another step, so that every second holds the whole mix; with a server too slow
 * to get through, the customers it did get to.
 */
export const warmUp = (load: Load): Promise<Run<TurnShot>> => {
  load.customers.forEach((customer, i) => {
    prepare(load.desk.account, customer, ROUND.length + (i % ROUND.length));
  });
  return talk(load, oneByOne(load.customers));
};

export const prepareFor = (
  { desk }: Load,
  customers: readonly Customer[],
  before: Run<TurnShot>,
  seconds: number,
): void => {
  const expected = (before.answers.length / before.elapsedMs) * 1000 * seconds * SPARE;
  const each = Math.ceil(Math.min(expected, MAX_PREPARED) / customers.length) + ROUND.length;
  for (const customer of customers) prepare(desk.account, customer, each);
};

/** Requests as the desk gets them, from customers who go on where they are as if nothing had been. */
export const samplePushes = ({ desk, customers }: Load): TurnShot[] => {
  const pushes = customers.slice(0, SAMPLED).flatMap((customer) => {
    prepare(desk.account, customer, ROUND.length);
    return customer.ahead;
  });
  forget(customers);
  return pushes;
};

/** The server ends in the middle of the load, so that some turns are written and never acknowledged. */
export const killWhileTalking = async (load: Load, before: Run<TurnShot>): Promise<Run<TurnShot>> => {
  const talking = load.customers.filter(({ step }) => step > APPLICATION.length);
  prepareFor(load, talking, before, (KILL_AFTER_MS * 2) / 1000);
  const killed = new Promise<void>((resolve, reject) => {
    setTimeout(() => {
      load.desk.server.end('SIGKILL').then(resolve, reject);
    }, KILL_AFTER_MS);
  });
  const run = await talk(load, inTurn(talking));
  await killed;
  return run;
};

/** Those who have just gone round apply in earnest. */
export const apply = async (load: Load): Promise<{ figures: Figures; run: Run<TurnShot> }> => {
  const applicants = load.customers.filter(({ step }) => step % ROUND.length === 0).slice(0, APPLICANTS);
  for (const customer of applicants) {
    customer.step = 0;
    prepare(load.desk.account, customer, APPLICATION.length, APPLICATION);
  }
  return measure(load.desk.server, () => talk(load, inTurn(applicants)));
};
