import type { OfferLine } from '../domain/case/offer.ts';
import type { Case } from '../domain/case/state.ts';
import type { Status } from '../domain/case/status.ts';
import type { Assessment, Policy } from '../domain/policy/types.ts';
import type { Language, ReasonCategory } from '../domain/reason.ts';
import { textsFor } from './messages/texts-for.ts';
import { clean } from './plain-text.ts';

/** One line for staff; who and when stand beside it in the timeline. */
export const timelineText = (
  entry: Pick<Case['timeline'][number], 'actor' | 'event'>,
  language: Language = 'zh',
): string => clean(textsFor(language).staff.event(entry.event, entry.actor));

/** What the policy recommends and why, a few lines: the clauses with their texts, the facts, what is not known. */
export const explainAssessment = (
  assessment: Assessment,
  policy: Policy,
  language: Language = 'zh',
): string => clean(textsFor(language).staff.assessment(assessment, policy));

/** What the payout meets, for staff. */
export const troubleText = (stored: string, language: Language = 'zh'): string =>
  clean(textsFor(language).staff.trouble(stored));

export const statusText = (status: Status, language: Language = 'zh'): string =>
  textsFor(language).cases.statuses[status];

export const reasonLabel = (category: ReasonCategory, language: Language = 'zh'): string =>
  textsFor(language).form.reasons[category];

/** The calculation behind an offer, a line each. */
export const offerLines = (lines: readonly OfferLine[], language: Language = 'zh'): readonly string[] =>
  textsFor(language).requests.offerLines(lines);

/** What the customer paid of the price, and what coupons did; null: not known, or no coupon was used. */
export const paidParts = (
  paidFen: number | null,
  payerFen: number | null,
  language: Language = 'zh',
): string | null =>
  paidFen === null || payerFen === null ? null : textsFor(language).requests.paidParts(paidFen, payerFen);
