import { type AlertRecord, type ChannelName, told } from '../../domain/alerts/record.ts';
import { type Instant, MINUTE_MS } from '../../domain/time.ts';
import { type Page, type Stored, orderKey } from '../../store/store.ts';
import { changeExisting } from '../change.ts';
import type { Deps } from '../deps.ts';
import { alerts } from '../documents/alerts.ts';
import { readable } from '../readable.ts';

/** Between two messages over one channel, whichever processes send them. */
export const SLOT_MS = MINUTE_MS;
/** What one message tells of, most of it by its number only; the rest waits for the next. */
const MAX_GATHERED = 2_000;
const PAGE = 200;
const WRITTEN_AT_ONCE = 50;

type DueDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'alerting'>;

/** One page of what a channel still has to tell, the longest waiting first. */
export const dueOver = (
  { store }: DueDeps,
  channel: ChannelName,
  now: Instant,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<Page<AlertRecord>> =>
  store.scan(alerts, channel, {
    facet: '',
    to: orderKey(now + 1),
    limit,
    ...(cursor === null ? {} : { cursor }),
  });

export const gather = async (
  deps: DueDeps,
  channel: ChannelName,
  now: Instant,
): Promise<Stored<AlertRecord>[]> => {
  const gathered: Stored<AlertRecord>[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<AlertRecord> = await dueOver(deps, channel, now, { limit: PAGE, cursor });
    gathered.push(...readable(deps.log, page.items));
    cursor = page.next;
  } while (cursor !== null && gathered.length < MAX_GATHERED);
  return gathered;
};

/** What happened while the message was on its way has not been told. */
export const markTold = async (
  { store, clock, alerting }: DueDeps,
  channel: ChannelName,
  gathered: readonly Stored<AlertRecord>[],
): Promise<void> => {
  const rules = { at: clock.now(), quietMs: alerting.quietMs };
  for (let start = 0; start < gathered.length; start += WRITTEN_AT_ONCE)
    await Promise.all(
      gathered
        .slice(start, start + WRITTEN_AT_ONCE)
        .map(({ id, doc: { count } }) =>
          changeExisting(store, alerts, id, (record) => told(record, channel, count, rules)),
        ),
    );
};
