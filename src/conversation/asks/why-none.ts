import { appealable, openAppeal } from '../../domain/case/appeal.ts';
import type { Case } from '../../domain/case/state.ts';
import type { Instant } from '../../domain/time.ts';
import type { Desk } from '../desk.ts';
import { countBytes, paragraphs } from '../plain-text.ts';
import { progressText } from '../progress.ts';
import type { AskFlow } from '../state.ts';

/** Why a case cannot be appealed, where that says more than that there is nothing to appeal. */
export type NoAppeal =
  | { readonly kind: 'in_progress'; readonly kase: Case }
  | { readonly kind: 'appealed_before'; readonly kase: Case }
  | { readonly kind: 'too_late'; readonly kase: Case; readonly appealBy: Instant };

const noAppealOf = (kase: Case, now: Instant): readonly NoAppeal[] => {
  if (kase.status === 'appealed' && openAppeal(kase)) return [{ kind: 'in_progress', kase }];
  const found = appealable(kase, now);
  const isUpheld = kase.status === 'closed' && kase.appeals.some(({ outcome }) => outcome === 'uphold');
  if (isUpheld || (!found.ok && found.code === 'already_appealed'))
    return [{ kind: 'appealed_before', kase }];
  const isOver = kase.status === 'rejected' || kase.status === 'closed';
  return isOver && kase.rejection !== null
    ? [{ kind: 'too_late', kase, appealBy: kase.rejection.appealBy }]
    : [];
};

/** Nothing of the customer's fits what they asked for: said, with what there is to know instead. */
export const whyNone = (desk: Desk, flow: AskFlow, cases: readonly Case[], roomBytes: number): string => {
  const { asks } = desk.texts;
  const { now, policy } = desk.context;
  if (flow === 'appeal') {
    const [newest] = cases.flatMap((kase) => noAppealOf(kase, now));
    if (newest) return asks.noAppeal(newest, policy);
  }
  const text = asks.none(flow, policy);
  return paragraphs(text, progressText(cases, desk.texts, now, roomBytes - countBytes(text) - 2));
};
