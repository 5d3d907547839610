import { replayShop } from '../../domain/case/shop.ts';
import { shopEvents } from '../../domain/case/shop-events.ts';
import type { Case } from '../../domain/case/state.ts';
import { type Result, ok, refuse } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import { pagesOf } from '../../store/pages.ts';
import { type Range, orderKey } from '../../store/store.ts';
import { change } from '../change.ts';
import type { Deps } from '../deps.ts';
import { cases } from '../documents/cases.ts';

type ReplayDeps = Pick<Deps, 'store' | 'clock'>;

/** What will be told again. */
export interface Replayed {
  readonly cases: number;
  readonly events: number;
}

const PAGE = 100;

const waiting = (kase: Case): ReturnType<typeof shopEvents> => shopEvents(kase, kase.shop?.told ?? 0);

/** How many events of the case will be told again; undefined: there is no such case. */
const replay = async (deps: ReplayDeps, caseNo: string, fromLine: number): Promise<number | undefined> => {
  const replayed = await change(deps.store, cases, caseNo, (kase) =>
    replayShop(kase, fromLine, deps.clock.now()),
  );
  return replayed && waiting(replayed.doc).length;
};

/** The shop is told of this case again, from that line of its timeline on (the first is 1), under the ids of the first time. */
export const replayCase = async (
  deps: ReplayDeps,
  caseNo: string,
  fromLine: number,
): Promise<Result<Replayed, 'case_not_found'>> => {
  const events = await replay(deps, caseNo, fromLine);
  return events === undefined ? refuse('case_not_found') : ok({ cases: 1, events });
};

/** The same of every case opened at that instant or later. No case is to be answered before it was opened. */
export const replaySince = async (deps: ReplayDeps, since: Instant, fromLine: number): Promise<Replayed> => {
  const found = { cases: 0, events: 0 };
  for await (const kase of everyCase(deps, 'queue', { facet: 'all', from: orderKey(since) })) {
    if (kase.openedAt < since) continue;
    found.cases += 1;
    found.events += (await replay(deps, kase.caseNo, fromLine)) ?? 0;
  }
  return found;
};

/** A case of which the shop is still to hear. */
export interface Untold {
  readonly caseNo: string;
  readonly events: number;
  /** When the oldest of them happened. */
  readonly since: Instant;
  readonly failures: number;
  readonly nextAt: Instant;
}

/** Everything the shop is still to hear, what is tried next first. */
export const untoldCases = async (deps: Pick<Deps, 'store'>): Promise<readonly Untold[]> => {
  const untold: Untold[] = [];
  for await (const kase of everyCase(deps, 'shop', { facet: '' })) {
    const [oldest, ...others] = waiting(kase);
    if (!oldest || kase.shop?.nextAt == null) continue;
    const { failures, nextAt } = kase.shop;
    const { caseNo } = kase;
    untold.push({ caseNo, events: 1 + others.length, since: oldest.entry.at, failures, nextAt });
  }
  return untold;
};

async function* everyCase(
  { store }: Pick<Deps, 'store'>,
  index: 'queue' | 'shop',
  range: Pick<Range, 'facet' | 'from'>,
): AsyncGenerator<Case> {
  for await (const { items } of pagesOf(store, cases, index, { ...range, limit: PAGE }))
    for (const { doc } of items) yield doc;
}
