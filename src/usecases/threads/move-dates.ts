import { moveDate } from '../../domain/thread/thread.ts';
import { pagesOf } from '../../store/pages.ts';
import { change } from '../change.ts';
import type { Deps } from '../deps.ts';
import { threadFacet, threads } from '../documents/threads.ts';
import { readable } from '../readable.ts';

const PAGE = 100;

type MoveDeps = Pick<Deps, 'store' | 'log' | 'calendar'>;

/**
 * Computes the provisional dates promised to customers who wait for a person anew, by what this process knows of
 * holidays. May run at any time, in any number of processes.
 */
export const moveThreadDates = async ({ store, log, calendar }: MoveDeps): Promise<void> => {
  const range = { facet: threadFacet('open'), limit: PAGE };
  for await (const { items } of pagesOf(store, threads, 'queue', range))
    for (const { id, doc } of readable(log, items))
      if (moveDate(doc, calendar) !== doc)
        await change(store, threads, id, (thread) => moveDate(thread, calendar));
};
