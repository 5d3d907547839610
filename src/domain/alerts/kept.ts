import { nextActionAt } from '../case/next-action.ts';
import type { Case } from '../case/state.ts';
import type { Instant } from '../time.ts';
import { type Alert, alertKey } from './alert.ts';

/** The case with what staff are to hear of it, in the same write as what it is of: it is told if that happened, and only then. */
export const keepAlerts = (kase: Case, alerts: readonly Alert[], at: Instant): Case => {
  if (alerts.length === 0) return kase;
  const kept = { ...kase, alerts: [...kase.alerts, ...alerts.map((alert) => ({ at, alert }))] };
  return { ...kept, nextActionAt: nextActionAt(kept) };
};

/** These have been raised; another worker may have said so before. */
export const dropAlerts = (kase: Case, raised: Case['alerts']): Case => {
  const isRaised = ({ at, alert }: Case['alerts'][number]): boolean =>
    raised.some((each) => each.at === at && alertKey(each.alert) === alertKey(alert));
  const left = { ...kase, alerts: kase.alerts.filter((each) => !isRaised(each)) };
  return { ...left, nextActionAt: nextActionAt(left) };
};
