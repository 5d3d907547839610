import type { Account } from '../test/support/wechat-wire.ts';
import {
  APPLICATION,
  type Customer,
  ROUND,
  type TurnShot,
  createCustomers,
  faultOf,
  forget,
  inTurn,
  orderShot,
  prepare,
} from './customers.ts';
import { type Durability, checkDurability } from './durability.ts';
import { type Figures, measure } from './figures.ts';
import { type Run, fire } from './load.ts';
import type { Options } from './options.ts';
import type { ServerProcess } from './server-process.ts';

/** More is prepared than the warm-up promises, for the server gets faster. */
const SPARE = 1.6;
const MAX_PREPARED = 400_000;
/** No part of the load but the measured one takes longer than this. */
const PATIENCE_SECONDS = 60;
const KILL_AFTER_MS = 700;
const BARE_WARM_UP_SECONDS = 1;
const APPLICANTS = 200;

export interface TurnReport {
  readonly desk: Figures;
  readonly bare: Figures;
  /** Whole applications with 确认, a case each. */
  readonly applications: Figures;
  readonly rssAfterLoadMb: number | null;
  /** null: not looked at, because the server was profiled. */
  readonly durability: Durability | null;
  readonly errors: readonly string[];
}

export interface Desk {
  readonly account: Account;
  readonly ordersApiToken: string;
  readonly databaseFile: string;
  readonly server: ServerProcess;
}

interface Load {
  readonly desk: Desk;
  readonly customers: readonly Customer[];
  readonly options: Options;
}

const feed = async ({ desk, customers, options }: Load): Promise<string[]> => {
  const orders = customers.map((customer) => orderShot(desk.account, desk.ordersApiToken, customer));
  const limits = { connections: options.connections, seconds: PATIENCE_SECONDS };
  const { answers, failures } = await fire(desk.server.url, { take: () => orders.shift() }, limits);
  const refused = answers.filter(({ status }) => status !== 201).map(({ text }) => `an order: ${text}`);
  const missing = customers.length - answers.length;
  return [...failures, ...refused, ...(missing > 0 ? [`${String(missing)} orders not fed`] : [])];
};

const talk = (
  { desk, options }: Load,
  customers: readonly Customer[],
  seconds: number,
): Promise<Run<TurnShot>> =>
  fire(desk.server.url, inTurn(customers), { connections: options.connections, seconds });

/** Once round and then each customer to another step, so that every second holds the whole mix. */
const warmUp = (load: Load): Promise<Run<TurnShot>> => {
  load.customers.forEach((customer, i) => {
    prepare(load.desk.account, customer, ROUND.length + (i % ROUND.length));
  });
  return talk(load, load.customers, PATIENCE_SECONDS);
};

const prepareFor = (
  { desk }: Load,
  customers: readonly Customer[],
  before: Run<TurnShot>,
  seconds: number,
): void => {
  const expected = (before.answers.length / before.elapsedMs) * 1000 * seconds * SPARE;
  const each = Math.ceil(Math.min(expected, MAX_PREPARED) / customers.length) + ROUND.length;
  for (const customer of customers) prepare(desk.account, customer, each);
};

/** The same requests, which the bare server does not look at, over and over. */
const bareShots = ({ desk, customers }: Load) => {
  const pushes = customers.slice(0, 500).flatMap((customer) => {
    prepare(desk.account, customer, ROUND.length);
    return customer.ahead;
  });
  forget(customers);
  let next = 0;
  return { take: () => pushes[(next += 1) % pushes.length] };
};

const measureBare = async (load: Load, bare: ServerProcess): Promise<Figures> => {
  const { connections, seconds } = load.options;
  const shots = bareShots(load);
  await fire(bare.url, shots, { connections, seconds: BARE_WARM_UP_SECONDS });
  return (await measure(bare, () => fire(bare.url, shots, { connections, seconds }))).figures;
};

/** The server ends in the middle of the load, so that some turns are written and never acknowledged. */
const killWhileTalking = async (load: Load, before: Run<TurnShot>): Promise<Run<TurnShot>> => {
  const talking = load.customers.filter(({ step }) => step > APPLICATION.length);
  prepareFor(load, talking, before, (KILL_AFTER_MS * 2) / 1000);
  const killed = new Promise<void>((resolve, reject) => {
    setTimeout(() => {
      load.desk.server.end('SIGKILL').then(resolve, reject);
    }, KILL_AFTER_MS);
  });
  const run = await talk(load, talking, PATIENCE_SECONDS);
  await killed;
  return run;
};

/** Those who have just gone round apply in earnest. */
const apply = async (load: Load): Promise<{ figures: Figures; run: Run<TurnShot> }> => {
  const applicants = load.customers.filter(({ step }) => step % ROUND.length === 0).slice(0, APPLICANTS);
  for (const customer of applicants) {
    customer.step = 0;
    prepare(load.desk.account, customer, APPLICATION.length, APPLICATION);
  }
  return measure(load.desk.server, () => talk(load, applicants, PATIENCE_SECONDS));
};

/** Everything there is to measure of conversation turns on one freshly started server, which then has ended. */
export const measureTurns = async (
  desk: Desk,
  bareServer: ServerProcess,
  options: Options,
): Promise<TurnReport> => {
  const customers = createCustomers(options.customers);
  const load: Load = { desk, customers, options };
  const errors = await feed(load);
  const warm = await warmUp(load);
  const bare = await measureBare(load, bareServer);
  prepareFor(load, customers, warm, options.seconds);
  const measured = await measure(desk.server, () => talk(load, customers, options.seconds));
  forget(customers);
  const applied = await apply(load);
  const rssAfterLoadMb = desk.server.rssMb();
  const runs = [warm, measured.run, applied.run];
  for (const { failures } of runs) errors.push(...failures);
  if (options.profile === null) runs.push(await killWhileTalking(load, measured.run));
  else await desk.server.end('SIGTERM');
  const answers = runs.flatMap((run) => run.answers);
  errors.push(...answers.map((answer) => faultOf(desk.account, answer)).filter((fault) => fault !== null));
  const acknowledged = answers.filter(({ status }) => status === 200).map(({ shot }) => shot);
  return {
    desk: measured.figures,
    bare,
    applications: applied.figures,
    rssAfterLoadMb,
    durability:
      options.profile === null
        ? await checkDurability(desk.databaseFile, desk.account.appid, customers, acknowledged)
        : null,
    errors,
  };
};
