import type { Instant } from '../../time.ts';
import type { Appeal } from '../appeal.ts';
import type { Offer, OfferEnding } from '../offer.ts';
import type { Case } from '../state.ts';

export const changedOffer = (offers: readonly Offer[], id: string, change: Partial<Offer>): Offer[] =>
  offers.map((each) => (each.id === id ? { ...each, ...change } : each));

export const endedOffer = (
  offers: readonly Offer[],
  id: string,
  ending: OfferEnding,
  at: Instant,
  counterFen: number | null = null,
): Offer[] => changedOffer(offers, id, { state: ending, counterFen, remindAt: null, endedAt: at });

export const changedLastAppeal = (appeals: readonly Appeal[], change: Partial<Appeal>): Appeal[] =>
  appeals.map((each, i) => (i === appeals.length - 1 ? { ...each, ...change } : each));

/** What was decided on it came to nothing: it is to be decided again. */
export const reopenAppeal = (kase: Case): Case => ({
  ...kase,
  appeals: changedLastAppeal(kase.appeals, {
    outcome: null,
    by: null,
    decidedAt: null,
    note: null,
    message: null,
  }),
});
