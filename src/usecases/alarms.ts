import { alertsOf } from '../domain/alerts/of-case.ts';
import type { CaseEvent } from '../domain/case/events.ts';
import type { Case } from '../domain/case/state.ts';
import { type AlertDeps, raiseAlert } from './alerts/raise-alert.ts';
import { openIncident } from './incidents.ts';

/**
 * Tells staff what of these events a person must look at. Called before the case is written: after a crash in between
 * the work is done again and what was raised only counts once more, whereas raised afterwards it could be lost.
 */
export const raiseAlarms = async (
  deps: AlertDeps,
  before: Case,
  after: Case,
  events: readonly CaseEvent[],
): Promise<void> => {
  for (const alert of alertsOf(before, after, events, deps.clock.now())) {
    const isNew = alert.kind === 'refund_overdue' && !before.missed.refund;
    await (isNew ? openIncident(deps, alert) : raiseAlert(deps, alert));
  }
};
