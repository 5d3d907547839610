import type { Deps } from '../usecases/deps.ts';
import { replayCase, replaySince, untoldCases } from '../usecases/shop/replay.ts';
import type { Webhooks } from './webhooks-command.ts';

/** What the shop has heard of the cases kept in this store. */
export const webhooksIn = (deps: Pick<Deps, 'store' | 'clock'>, url: string | null): Webhooks => ({
  url,
  replayCase: (caseNo, fromLine) => replayCase(deps, caseNo, fromLine),
  replaySince: (since, fromLine) => replaySince(deps, since, fromLine),
  untold: () => untoldCases(deps),
});
