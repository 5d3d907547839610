import { system } from '../domain/case/actor.ts';
import { moveDeadlines } from '../domain/case/deadlines.ts';
import { evolve } from '../domain/case/evolve.ts';
import { pagesOf } from '../store/pages.ts';
import { orderKey } from '../store/store.ts';
import { change } from './change.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { policyOf } from './policy-of.ts';
import { moveThreadDates } from './threads/move-dates.ts';

const PAGE = 50;

type RecomputeDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'calendar' | 'policies' | 'limits'>;

/** One case, by compare-and-swap: of several processes at once one moves the dates, the others find them moved. */
const recompute = async (deps: RecomputeDeps, id: string): Promise<void> => {
  const { store, clock, calendar, limits } = deps;
  await change(store, cases, id, (kase) => {
    const moved = moveDeadlines(kase, policyOf(deps, kase), calendar, limits);
    return moved === null ? kase : evolve(kase, moved, clock.now(), system);
  });
};

/**
 * Computes the provisional dates of open cases anew where this process's calendar knows more years than whoever gave
 * them, and those promised to customers who wait for a person; asks only for those. May run at any time, in any number
 * of processes; a case that cannot be done is reported and does not hold up the others.
 * @returns how many cases it looked at
 */
export const recomputeDeadlines = async (deps: RecomputeDeps): Promise<number> => {
  let looked = 0;
  const range = { facet: '', to: orderKey(deps.calendar.lastAnnouncedYear), limit: PAGE };
  for await (const { items } of pagesOf(deps.store, cases, 'movable', range))
    for (const { id } of items) {
      looked += 1;
      await recompute(deps, id).catch((error: unknown) => {
        deps.log.error({ caseNo: id, err: error }, 'the dates of a case could not be computed anew');
      });
    }
  await moveThreadDates(deps);
  if (looked > 0)
    deps.log.info(
      { cases: looked, through: deps.calendar.lastAnnouncedYear },
      'holidays are announced for a further year: dates computed anew',
    );
  return looked;
};
