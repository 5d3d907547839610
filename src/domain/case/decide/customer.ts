import { type Result, ok, refuse } from '../../result.ts';
import { appealable } from '../appeal.ts';
import type { CustomerCommand, CustomerRefusal } from '../commands.ts';
import type { CaseEvent } from '../events.ts';
import { type GivenInformation, useOfInformation } from '../information.ts';
import { type Offer, isLapsed, openOffer } from '../offer.ts';
import { beginReview, resumeReview } from '../review.ts';
import type { Case } from '../state.ts';
import { targets } from '../transitions.ts';
import type { DecideContext } from './context.ts';
import { needsSecond } from './four-eyes.ts';
import { endOffer } from './offer.ts';
import { isWindowClosed, plan } from './plan.ts';

type CustomerDecision = Result<readonly CaseEvent[], CustomerRefusal>;

/** Decides what follows from what a customer asks of their case: events, or a refusal that changes nothing. */
export const decideForCustomer = (
  kase: Case,
  command: CustomerCommand,
  context: DecideContext,
): CustomerDecision => {
  switch (command.type) {
    case 'accept_offer':
      return onOffer(kase, command.offerId, context, (offer) => accept(kase, offer, context));
    case 'decline_offer':
      return onOffer(kase, command.offerId, context, (offer) =>
        ok([endOffer(kase, offer, 'declined', context)]),
      );
    case 'counter_offer':
      return onOffer(kase, command.offerId, context, (offer) =>
        counter(kase, offer, command.amountFen, context),
      );
    case 'give_information':
      return giveInformation(kase, command.given, context);
    case 'withdraw':
      return targets(kase.status, 'Withdrawn').length === 0
        ? refuse('cannot_withdraw')
        : ok([{ type: 'Withdrawn' }]);
    case 'appeal':
      return appeal(kase, command, context);
  }
};

/** Only the offer the customer has seen, while it stands. */
const onOffer = (
  kase: Case,
  offerId: string,
  { now }: DecideContext,
  answer: (offer: Offer) => CustomerDecision,
): CustomerDecision => {
  const offer = openOffer(kase.offers);
  if (kase.status !== 'offered' || offer?.id !== offerId || isLapsed(offer, now))
    return refuse('no_open_offer');
  return answer(offer);
};

/** The payout is bound to the offer that was accepted: its amount, no other. */
const accept = (kase: Case, offer: Offer, context: DecideContext): CustomerDecision => {
  const { now, calendar, refundableFen } = context;
  if (isWindowClosed(kase, now)) return refuse('refund_window_closed');
  if (refundableFen === null || offer.amountFen > refundableFen) return refuse('amount_exceeds_refundable');
  const waits = needsSecond(kase, offer.amountFen, context);
  const accepted: CaseEvent = {
    type: 'OfferAccepted',
    offerId: offer.id,
    amountFen: offer.amountFen,
    needsSecond: waits,
    review: resumeReview(calendar, now, kase.review),
  };
  return ok(waits ? [accepted] : [accepted, plan(kase, offer.amountFen, now, context)]);
};

/** Another amount than ours; ours itself is an acceptance, and less than ours a mistake that is asked about. */
const counter = (kase: Case, offer: Offer, amountFen: number, context: DecideContext): CustomerDecision => {
  if (amountFen === offer.amountFen) return accept(kase, offer, context);
  if (amountFen < offer.amountFen) return refuse('below_offer');
  if (context.refundableFen === null || amountFen > context.refundableFen)
    return refuse('amount_exceeds_refundable');
  return ok([endOffer(kase, offer, 'countered', context, { counterFen: amountFen })]);
};

const giveInformation = (
  kase: Case,
  given: GivenInformation,
  { now, calendar, policy }: DecideContext,
): CustomerDecision => {
  switch (useOfInformation(kase, now)) {
    case 'answer':
      return ok([{ type: 'InformationGiven', given, review: resumeReview(calendar, now, kase.review) }]);
    case 'more':
      return ok([{ type: 'InformationAdded', given }]);
    case 'reopen':
      return ok([
        {
          type: 'Reopened',
          given,
          review: beginReview(calendar, now, policy.parameters.reviewBusinessDays),
        },
      ]);
    case null:
      return refuse('nothing_asked');
  }
};

const appeal = (
  kase: Case,
  { text, evidence }: Extract<CustomerCommand, { type: 'appeal' }>,
  { now, calendar, policy }: DecideContext,
): CustomerDecision => {
  const found = appealable(kase, now);
  if (!found.ok) return found;
  return ok([
    {
      type: 'AppealFiled',
      against: found.value,
      text,
      evidence: [...evidence],
      review: beginReview(calendar, now, policy.parameters.reviewBusinessDays),
    },
  ]);
};
