import type { Instant } from '../../time.ts';
import type { CaseEvent } from '../events.ts';
import type { Case } from '../state.ts';
import { move } from './move.ts';
import { endedOffer, reopenAppeal } from './pending.ts';

type DecisionEvent = Extract<
  CaseEvent,
  { type: 'Approved' | 'SecondApproved' | 'SecondDeclined' | 'ApprovalVoided' | 'Rejected' }
>;

export const isDecision = (event: CaseEvent): event is DecisionEvent =>
  ['Approved', 'SecondApproved', 'SecondDeclined', 'ApprovalVoided', 'Rejected'].includes(event.type);

/** What staff decide about the money. */
export const applyDecision = (before: Case, event: DecisionEvent, at: Instant, by: string): Case => {
  switch (event.type) {
    case 'Approved': {
      const { amountFen, note, message, needsSecond } = event;
      return {
        ...move(before, event.type, needsSecond ? 'awaiting_second_approval' : 'refunding'),
        approval: {
          amountFen,
          by,
          at,
          note,
          message,
          returnTo: before.status,
          offerId: null,
          boundVersion: before.version + 1,
          second: null,
        },
      };
    }
    case 'SecondApproved': {
      const { approval } = before;
      const second = { by, at, note: event.note };
      return { ...move(before, event.type, 'refunding'), approval: approval && { ...approval, second } };
    }
    case 'SecondDeclined':
    case 'ApprovalVoided':
      return returned(before, event.type, at);
    case 'Rejected': {
      const { clauses, note, message, appealBy } = event;
      return {
        ...move(before, event.type, 'rejected'),
        rejection: { clauses, by, at, note, message, appealBy },
      };
    }
  }
};

/** An approval comes to nothing: the case is back whence it came, and the offer it was to pay no longer stands. */
export const returned = (before: Case, event: string, at: Instant): Case => {
  const { approval } = before;
  const to = approval?.returnTo ?? 'in_review';
  const back = { ...move(before, event, to), approval: null };
  const withoutOffer =
    approval?.offerId == null
      ? back
      : { ...back, offers: endedOffer(back.offers, approval.offerId, 'not_approved', at) };
  return to === 'appealed' ? reopenAppeal(withoutOffer) : withoutOffer;
};
