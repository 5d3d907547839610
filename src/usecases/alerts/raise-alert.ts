import { alertText } from '../../conversation/alerts/texts.ts';
import { type Alert, type AlertKind, alertKey } from '../../domain/alerts/alert.ts';
import { type ChannelName, happened } from '../../domain/alerts/record.ts';
import type { Store } from '../../store/store.ts';
import { changeOrInsert } from '../change.ts';
import type { Alerting, Deps } from '../deps.ts';
import { alerts } from '../documents/alerts.ts';

export type AlertDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'alerting' | 'wake'>;

/** Nothing is wrong, or nothing yet that cannot wait for the morning. */
const mild: readonly AlertKind[] = [
  'payouts_stopped',
  'payouts_released',
  'daily_cap_set',
  'review_overdue',
  'refund_due_soon',
  'review_due_soon',
  'person_due_soon',
  'appeal_filed',
  'second_approval_waits',
  'customer_answered',
  'person_waits',
  'notice_undeliverable',
];

/** What is to be written of one alert together: raised again while the write before is under way, it only counts. */
interface Batch {
  alert: Alert;
  times: number;
  begun: boolean;
  readonly done: Promise<void>;
}

const batches = new WeakMap<Store, Map<string, Batch>>();

/** Every way to staff that is on. */
export const waysOf = ({ channels, toWechat }: Alerting): readonly ChannelName[] => [
  ...channels.map(({ name }) => name),
  ...(toWechat ? (['wechat'] as const) : []),
];

const write = async (deps: AlertDeps, key: string, batch: Batch): Promise<void> => {
  batch.begun = true;
  const { store, clock, alerting } = deps;
  const rules = { channels: waysOf(alerting), quietMs: alerting.quietMs };
  const { alert, times } = batch;
  await changeOrInsert(store, alerts, key, (before) =>
    happened(before, { alert, times, at: clock.now() }, rules),
  );
};

/** Many at once of one process are one write: neither the store nor the document is flooded. */
const count = (deps: AlertDeps, alert: Alert): Promise<void> => {
  const key = alertKey(alert);
  const pending = batches.get(deps.store) ?? new Map<string, Batch>();
  batches.set(deps.store, pending);
  const last = pending.get(key);
  if (last && !last.begun) {
    last.alert = alert;
    last.times += 1;
    return last.done;
  }
  const before = last?.done.catch(() => undefined) ?? Promise.resolve();
  const batch: Batch = {
    alert,
    times: 1,
    begun: false,
    done: before.then(() => write(deps, key, batch)),
  };
  pending.set(key, batch);
  const forget = (): void => {
    if (pending.get(key) === batch) pending.delete(key);
  };
  batch.done.then(forget, forget);
  return batch.done;
};

/**
 * Says it in the log, and to staff: durable when it resolves, told soon after. Of what happens again and again only
 * the count grows until it is told. Without a channel to staff the log is all there is.
 */
export const raiseAlert = async (deps: AlertDeps, alert: Alert): Promise<void> => {
  const { kind, ...about } = alert;
  deps.log[mild.includes(kind) ? 'warn' : 'error']({ alert: kind, ...about }, alertText(alert, 'en'));
  if (waysOf(deps.alerting).length === 0) return;
  await count(deps, alert);
  deps.wake();
};
