import { composeAlerts } from '../../conversation/alerts/compose.ts';
import { type AlertRecord, newsFor } from '../../domain/alerts/record.ts';
import { HOUR_MS } from '../../domain/time.ts';
import type { AlertChannel } from '../../gateways/alerts/types.ts';
import { type HeldLease, acquireLease, renewLease } from '../../store/lease.ts';
import type { Stored } from '../../store/store.ts';
import type { Deps } from '../deps.ts';
import { SLOT_MS, dueOver, gather, markTold } from './due-alerts.ts';

/** A receiver that fails is tried at least this often. */
const LONGEST_WAIT_MS = HOUR_MS;

type SendDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'alerting' | 'instanceId' | 'publicUrl'>;

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
  const first = await dueOver(deps, channel.name, now, { limit: 1, cursor: null });
  if (first.items.length === 0) return false;
  const request = { name: `alerts:${channel.name}`, holder: instanceId, now, ttlMs: SLOT_MS };
  const slot = await acquireLease(store, request);
  if (!slot.ok) return false;
  const gathered = await gather(deps, channel.name, now);
  if (gathered.length === 0) return false;
  const message = composeAlerts(
    gathered.map(({ doc }) => newsFor(doc, channel.name)),
    { language: alerting.language, consoleUrl: `${publicUrl}/staff` },
    (composed) => channel.fits(composed),
  );
  const delivered = await channel.send(message);
  if (delivered.kind === 'sent') {
    await markTold(deps, channel.name, gathered);
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
