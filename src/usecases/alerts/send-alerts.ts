import { composeAlerts } from '../../conversation/alerts/compose.ts';
import { type AlertRecord, newsFor, told } from '../../domain/alerts/record.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../../domain/time.ts';
import type { AlertChannel } from '../../gateways/alerts/types.ts';
import { type HeldLease, acquireLease, renewLease } from '../../store/lease.ts';
import { type Page, type Stored, orderKey } from '../../store/store.ts';
import { changeExisting } from '../change.ts';
import type { Deps } from '../deps.ts';
import { alerts } from '../documents/alerts.ts';
import { readable } from '../readable.ts';

/** Between two messages over one channel, whichever processes send them. */
const SLOT_MS = MINUTE_MS;
/** A receiver that fails is tried at least this often. */
const LONGEST_WAIT_MS = HOUR_MS;
/** What one message tells of, most of it by its number only; the rest waits for the next. */
const MAX_GATHERED = 2_000;
const PAGE = 200;
const WRITTEN_AT_ONCE = 50;

type SendDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'alerting' | 'instanceId' | 'publicUrl'>;

/** One page of what a channel still has to tell, the longest waiting first. */
const dueOver = (
  { store }: SendDeps,
  channel: AlertChannel,
  now: Instant,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<Page<AlertRecord>> =>
  store.scan(alerts, channel.name, {
    facet: '',
    to: orderKey(now + 1),
    limit,
    ...(cursor === null ? {} : { cursor }),
  });

const gather = async (
  deps: SendDeps,
  channel: AlertChannel,
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
const markTold = async (
  { store, clock, alerting }: SendDeps,
  channel: AlertChannel,
  gathered: readonly Stored<AlertRecord>[],
): Promise<void> => {
  const rules = { at: clock.now(), quietMs: alerting.quietMs };
  for (let start = 0; start < gathered.length; start += WRITTEN_AT_ONCE)
    await Promise.all(
      gathered
        .slice(start, start + WRITTEN_AT_ONCE)
        .map(({ id, doc: { count } }) =>
          changeExisting(store, alerts, id, (record) => told(record, channel.name, count, rules)),
        ),
    );
};

/** The longer it has failed, the longer until the next try; by what waits, so that a restart forgets nothing. */
const backOff = async (
  { store, clock }: SendDeps,
  slot: HeldLease,
  channel: AlertChannel,
  gathered: readonly Stored<AlertRecord>[],
): Promise<void> => {
  const now = clock.now();
  const oldest = Math.min(...gathered.map(({ doc }) => doc[channel.name].dueAt ?? now));
  await renewLease(store, slot, {
    now,
    ttlMs: Math.min(Math.max(now - oldest, SLOT_MS), LONGEST_WAIT_MS),
  });
};

/**
 * Tells over one channel everything that is due, as one message. The slot is a lease that nobody gives back: whoever
 * has it may send, and until it has run out no one sends again. A crash between sending and noting it tells twice.
 */
const sendOver = async (deps: SendDeps, channel: AlertChannel): Promise<boolean> => {
  const { store, clock, log, alerting, instanceId, publicUrl } = deps;
  const now = clock.now();
  const first = await dueOver(deps, channel, now, { limit: 1, cursor: null });
  if (first.items.length === 0) return false;
  const request = { name: `alerts:${channel.name}`, holder: instanceId, now, ttlMs: SLOT_MS };
  const slot = await acquireLease(store, request);
  if (!slot.ok) return false;
  const gathered = await gather(deps, channel, now);
  if (gathered.length === 0) return false;
  const message = composeAlerts(
    gathered.map(({ doc }) => newsFor(doc, channel.name)),
    { language: alerting.language, consoleUrl: `${publicUrl}/staff` },
    (composed) => channel.fits(composed),
  );
  const delivered = await channel.send(message);
  if (delivered.kind === 'sent') {
    await markTold(deps, channel, gathered);
    return true;
  }
  const fields = { channel: channel.name, ...delivered, alerts: gathered.length };
  log.error(fields, 'staff could not be alerted; it will be tried again');
  await backOff(deps, slot.value, channel, gathered);
  return false;
};

/**
 * Tells staff what there is to tell, over every channel side by side; one that fails or hangs holds up no other. May be
 * called at any time, in any number of processes: at most one message a minute leaves over each.
 * @returns how many messages were sent
 */
export const sendAlerts = async (deps: SendDeps): Promise<number> => {
  const sent = await Promise.all(deps.alerting.channels.map((channel) => sendOver(deps, channel)));
  return sent.filter(Boolean).length;
};
