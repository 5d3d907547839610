import type { Calendar } from '../calendar.ts';
import type { Instant } from '../time.ts';
import { endOffer } from './decide/offer.ts';
import type { CaseEvent } from './events.ts';
import type { ClockEvent } from './next-action.ts';
import { openOffer } from './offer.ts';
import type { Case } from './state.ts';

/** What the clock has brought about, as an event. Throws where the case has no such thing: a fault of ours. */
export const clockEvent = (
  kase: Case,
  due: ClockEvent,
  context: { readonly calendar: Calendar; readonly now: Instant },
): CaseEvent => {
  switch (due) {
    case 'review_due_soon':
      return { type: 'ReviewDueSoon' };
    case 'review_overdue':
      return { type: 'ReviewOverdue' };
    case 'refund_due_soon':
      return { type: 'RefundDueSoon' };
    case 'refund_overdue':
      return { type: 'RefundOverdue' };
    case 'information_reminder':
      return { type: 'InformationReminded' };
    case 'information_lapsed':
      return { type: 'InformationLapsed' };
    case 'appeal_window_closed':
      return { type: 'AppealWindowClosed' };
    case 'offer_reminder':
    case 'offer_lapsed': {
      const offer = openOffer(kase.offers);
      if (!offer) throw new Error(`${kase.caseNo} has no offer to remind of`);
      return due === 'offer_reminder'
        ? { type: 'OfferReminded', offerId: offer.id }
        : endOffer(kase, offer, 'lapsed', context);
    }
  }
};
