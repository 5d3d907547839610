import { faultOf } from './answers.ts';
import { type Baselines, measureBaselines } from './baselines.ts';
import { type TurnShot, createCustomers, forget, inTurn } from './customers.ts';
import { type Durability, checkDurability } from './durability.ts';
import { type Figures, measure } from './figures.ts';
import type { Answer } from './load.ts';
import type { Options } from './options.ts';
import {
  type Desk,
  type Load,
  apply,
  feed,
  killWhileTalking,
  prepareFor,
  samplePushes,
  talk,
  warmUp,
} from './phases.ts';

export interface TurnReport {
  readonly desk: Figures;
  readonly coWechat: Figures;
  readonly bare: Figures;
  /** Whole applications with 确认, a case each. */
  readonly applications: Figures;
  /** null: not looked at, because the server was profiled. */
  readonly durability: Durability | null;
  readonly errors: readonly string[];
}

const durabilityOf = (
  { desk, customers, options }: Load,
  answers: readonly Answer<TurnShot>[],
): Promise<Durability | null> => {
  if (options.profile !== null) return Promise.resolve(null);
  const acknowledged = answers.filter(({ status }) => status === 200).map(({ shot }) => shot);
  return checkDurability(desk.database, desk.account.appid, customers, acknowledged);
};

/** Everything there is to measure of conversation turns on one freshly started server, which then has ended. */
export const measureTurns = async (desk: Desk, others: Baselines, options: Options): Promise<TurnReport> => {
  const customers = createCustomers(options.customers);
  const load: Load = { desk, customers, options };
  const fed = await feed(load);
  const warm = await warmUp(load);
  const baselines = await measureBaselines(desk.account, others, samplePushes(load), options);
  prepareFor(load, customers, warm, options.seconds);
  const measured = await measure(desk.server, () => talk(load, inTurn(customers), options.seconds));
  forget(customers);
  const applied = await apply(load);
  const runs = [warm, measured.run, applied.run];
  const failures = runs.flatMap((run) => run.failures);
  if (options.profile === null) runs.push(await killWhileTalking(load, measured.run));
  else await desk.server.end('SIGTERM');
  const answers = runs.flatMap((run) => run.answers);
  const faults = answers.map((answer) => faultOf(desk.account, answer)).filter((fault) => fault !== null);
  return {
    desk: measured.figures,
    coWechat: baselines.coWechat,
    bare: baselines.bare,
    applications: applied.figures,
    durability: await durabilityOf(load, answers),
    errors: [...fed, ...failures, ...faults, ...baselines.errors],
  };
};
