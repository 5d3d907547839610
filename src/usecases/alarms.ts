import { dropAlerts } from '../domain/alerts/kept.ts';
import { alertsOf } from '../domain/alerts/of-case.ts';
import { ALARM_AFTER_FAILURES } from '../domain/case/outbox.ts';
import type { CaseEvent } from '../domain/case/events.ts';
import type { Case } from '../domain/case/state.ts';
import type { ShopRefused, ShopUnknown } from '../gateways/shop/types.ts';
import { type AlertDeps, raiseAlert } from './alerts/raise-alert.ts';
import { changeExisting } from './change.ts';
import { cases } from './documents/cases.ts';
import { raise } from './incidents.ts';

/**
 * Tells staff what of these events of a worker's a person must look at. Called before the case is written: after a crash in
 * between the work is done again and what was raised only counts once more, whereas raised afterwards it could be lost.
 * Nothing refuses what a worker has found; what a person asks for may be, and is kept with the case instead (`raiseKept`).
 */
export const raiseAlarms = async (
  deps: AlertDeps,
  before: Case,
  after: Case,
  events: readonly CaseEvent[],
): Promise<void> => {
  for (const alert of alertsOf(before, after, events, deps.clock.now())) {
    // Said again every day; the incident is that of the first, and does not come back once it is settled.
    const isSaidAgain = alert.kind === 'refund_overdue' && before.missed.refund;
    await (isSaidAgain ? raiseAlert : raise)(deps, alert);
  }
};

/** Tells staff what the case has kept for them; after a crash before it says so, once more. */
export const raiseKept = async (deps: AlertDeps, { caseNo, alerts }: Case): Promise<Case> => {
  for (const { alert } of alerts) await raise(deps, alert);
  const { doc } = await changeExisting(deps.store, cases, caseNo, (kase) => dropAlerts(kase, alerts));
  return doc;
};

const GONE = 410;

/**
 * The shop's own system has not taken an event: said when it has gone on for long, at once where it wants no more. Called
 * before the case is written, as `raiseAlarms` is.
 */
export const raiseShopAlarm = async (
  deps: AlertDeps,
  { shop }: Pick<Case, 'shop'>,
  answer: ShopRefused | ShopUnknown,
): Promise<void> => {
  const failures = shop?.failures ?? 0;
  const isGone = failures === 1 && answer.kind === 'refused' && answer.status === GONE;
  if (isGone || failures === ALARM_AFTER_FAILURES)
    await raise(deps, { kind: 'shop_not_told', detail: answer.detail });
};
