import type { Instant } from '../../time.ts';
import type { CaseEvent } from '../events.ts';
import { type Offer, openOffer } from '../offer.ts';
import type { Case } from '../state.ts';
import { move, runClock, stopClock } from './move.ts';
import { changedOffer, endedOffer, reopenAppeal } from './pending.ts';

type OfferEvent = Extract<CaseEvent, { offerId: string }>;
export const isOfferEvent = (event: CaseEvent): event is OfferEvent => 'offerId' in event;

/** What happens to an offer. Of two who end it at once the first counts: the second finds it ended. */
export const applyOffer = (before: Case, event: OfferEvent, at: Instant, by: string): Case => {
  if (event.type === 'OfferMade') return made(before, event, at, by);
  const offer = openOffer(before.offers);
  if (before.status !== 'offered' || offer?.id !== event.offerId) return before;
  switch (event.type) {
    case 'OfferReminded':
      return { ...before, offers: changedOffer(before.offers, offer.id, { remindAt: null }) };
    case 'OfferAccepted':
      return accepted(before, offer, event, at);
    case 'OfferEnded': {
      const ended = {
        ...move(before, event.type, offer.returnTo),
        ...runClock(before, event.review, at),
        offers: endedOffer(before.offers, offer.id, event.ending, at, event.counterFen),
      };
      return offer.returnTo === 'appealed' ? reopenAppeal(ended) : ended;
    }
  }
};

const made = (
  before: Case,
  event: Extract<OfferEvent, { type: 'OfferMade' }>,
  at: Instant,
  by: string,
): Case => {
  const { offerId, amountFen, lines, note, message, lapsesAt, remindAt, daysLeft } = event;
  const offer: Offer = {
    id: offerId,
    amountFen,
    lines,
    note,
    message,
    by,
    at,
    lapsesAt,
    remindAt,
    returnTo: before.status === 'appealed' ? 'appealed' : 'in_review',
    state: 'open',
    counterFen: null,
    endedAt: null,
  };
  return {
    ...move(before, event.type, 'offered'),
    ...stopClock(before, daysLeft),
    offers: [...before.offers, offer],
  };
};

const accepted = (
  before: Case,
  offer: Offer,
  event: Extract<OfferEvent, { type: 'OfferAccepted' }>,
  at: Instant,
): Case => ({
  ...move(before, event.type, event.needsSecond ? 'awaiting_second_approval' : 'refunding'),
  ...runClock(before, event.review, at),
  offers: changedOffer(before.offers, offer.id, { state: 'accepted', remindAt: null, endedAt: at }),
  approval: {
    amountFen: event.amountFen,
    by: offer.by,
    at,
    note: offer.note,
    message: null,
    returnTo: offer.returnTo,
    offerId: offer.id,
    boundVersion: before.version + 1,
    second: null,
  },
});
