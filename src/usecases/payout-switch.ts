import type { Alert } from '../domain/alerts/alert.ts';
import { type PayoutQueue, type PayoutSettings, SYSTEM, sentOn, setPayouts } from '../domain/payout-queue.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import { may } from '../domain/staff.ts';
import { type ChinaDate, type Instant, chinaDate } from '../domain/time.ts';
import { type AlertDeps, raiseAlert } from './alerts/raise-alert.ts';
import { recordDone } from './audit.ts';
import type { Reader } from './case-access.ts';
import type { Deps } from './deps.ts';
import { changePayoutQueue, readPayoutQueue } from './payout/queue.ts';

/** The switch and the cap, and what has been sent today in China. */
export interface PayoutsView {
  readonly queue: PayoutQueue;
  /** On nobody's word: too much of what was sent was called wrong. */
  readonly isStoppedByItself: boolean;
  readonly today: { readonly date: ChinaDate; readonly fen: number; readonly refunds: number };
}

const view = (queue: PayoutQueue, now: Instant): PayoutsView => {
  const date = chinaDate(now);
  return { queue, isStoppedByItself: queue.stoppedBy === SYSTEM, today: { date, ...sentOn(queue, date) } };
};

export const readPayouts = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  { staff }: Reader,
): Promise<Result<PayoutsView, 'forbidden'>> =>
  may(staff.role, 'run_payouts') ? ok(view(await readPayoutQueue(store), clock.now())) : refuse('forbidden');

/** What colleagues must hear of a change. */
const alertsOf = (before: PayoutQueue, after: PayoutQueue, by: string, at: Instant): Alert[] => [
  ...(before.stopped === after.stopped
    ? []
    : [{ kind: after.stopped ? ('payouts_stopped' as const) : ('payouts_released' as const), by, at }]),
  ...(before.dailyCapFen === after.dailyCapFen
    ? []
    : [{ kind: 'daily_cap_set' as const, by, at, dailyCapFen: after.dailyCapFen }]),
];

const inWords = ({ stopped, dailyCapFen }: PayoutSettings): string =>
  [
    ...(stopped === undefined ? [] : [`stopped=${String(stopped)}`]),
    ...(dailyCapFen === undefined ? [] : [`dailyCapFen=${String(dailyCapFen)}`]),
  ].join(' ');

/**
 * Stops or releases all payouts, sets or removes the daily cap; recorded, and alerted: before it is done, so that no
 * crash in between leaves it untold. What was on its way to WeChat Pay when the stop was written still arrives there,
 * and nothing else is sent; what was released, or fits now, goes on by itself within a minute.
 */
export const changePayouts = async (
  deps: AlertDeps & Pick<Deps, 'random'>,
  { staff, address }: Reader,
  settings: PayoutSettings,
): Promise<Result<PayoutsView, 'forbidden'>> => {
  const at = deps.clock.now();
  const apply = (queue: PayoutQueue): PayoutQueue => setPayouts(queue, settings, staff.name, at);
  const allowed = may(staff.role, 'run_payouts');
  if (allowed) {
    const before = await readPayoutQueue(deps.store);
    for (const alert of alertsOf(before, apply(before), staff.name, at)) await raiseAlert(deps, alert);
  }
  const after = allowed ? await changePayoutQueue(deps.store, apply) : null;
  await recordDone(deps, {
    staff: staff.name,
    action: 'set_payouts',
    detail: inWords(settings),
    address,
    outcome: allowed ? 'ok' : 'forbidden',
  });
  if (!after) return refuse('forbidden');
  deps.wake();
  return ok(view(after, at));
};
