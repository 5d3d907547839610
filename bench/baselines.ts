import type { Account } from '../test/support/wechat-wire.ts';
import { faultOf } from './answers.ts';
import type { TurnShot } from './customers.ts';
import { type Figures, measure } from './figures.ts';
import { type Run, fire } from './load.ts';
import type { Options } from './options.ts';
import type { ServerProcess } from './server-process.ts';

const WARM_UP_SECONDS = 1;

/** What the desk is measured against, with the very requests it gets. */
export interface Baselines {
  readonly coWechat: ServerProcess;
  readonly bare: ServerProcess;
}

interface Baseline {
  readonly figures: Figures;
  readonly run: Run<TurnShot>;
}

/** Neither remembers a message, so the same ones serve over and over. */
const measureOne = async (
  server: ServerProcess,
  pushes: readonly TurnShot[],
  { connections, seconds }: Options,
): Promise<Baseline> => {
  let next = 0;
  const shots = { take: () => pushes[(next += 1) % pushes.length] };
  await fire(server.url, shots, { connections, seconds: WARM_UP_SECONDS });
  return measure(server, () => fire(server.url, shots, { connections, seconds }));
};

export const measureBaselines = async (
  account: Account,
  servers: Baselines,
  pushes: readonly TurnShot[],
  options: Options,
): Promise<{ readonly coWechat: Figures; readonly bare: Figures; readonly errors: readonly string[] }> => {
  const bare = await measureOne(servers.bare, pushes, options);
  const coWechat = await measureOne(servers.coWechat, pushes, options);
  const wrong = coWechat.run.answers.map((answer) => faultOf(account, answer, answer.shot.turn.says));
  const faults = [...bare.run.failures, ...coWechat.run.failures, ...wrong.filter((fault) => fault !== null)];
  return {
    bare: bare.figures,
    coWechat: coWechat.figures,
    errors: faults.map((fault) => `not the desk: ${fault}`),
  };
};
