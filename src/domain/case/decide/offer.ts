import { addDays } from '../../calendar.ts';
import { ok, refuse } from '../../result.ts';
import { DAY_MS, type Instant } from '../../time.ts';
import type { StaffCommand } from '../commands.ts';
import type { CaseEvent } from '../events.ts';
import { type Offer, type OfferEnding, linesFor, openOffer, suggestOffer, withPayerPart } from '../offer.ts';
import { daysLeftOf, resumeReview } from '../review.ts';
import type { Case } from '../state.ts';
import { payableFen } from './approve.ts';
import type { DecideContext, Decision } from './context.ts';

/** So long before an offer lapses its customer is reminded. */
const REMIND_BEFORE_MS = 2 * DAY_MS;

const remindAt = (now: Instant, lapsesAt: Instant): Instant | null => {
  const at = lapsesAt - REMIND_BEFORE_MS;
  return at > now + DAY_MS ? at : null;
};

/** What we offer in negotiation (clause 5.2), itemised from what was used. */
export const makeOffer = (
  kase: Case,
  {
    amountFen,
    note,
    message,
  }: Pick<Extract<StaffCommand, { type: 'offer' }>, 'amountFen' | 'note' | 'message'>,
  context: DecideContext,
): Decision => {
  const { now, calendar, limits } = context;
  const payable = payableFen(kase, context);
  if (!payable.ok) return payable;
  if (amountFen > payable.value) return refuse('amount_exceeds_refundable');
  if (kase.offers.length >= limits.offerRounds) return refuse('offer_rounds_exhausted');
  const paidFen = kase.order.paidFen ?? payable.value;
  const { quotaUsed, quotaTotal } = kase.assessment.facts;
  const usage = quotaUsed === null || quotaTotal === null ? null : { quotaUsed, quotaTotal };
  const lines = linesFor(amountFen, paidFen, payable.value, suggestOffer(paidFen, payable.value, usage));
  const lapsesAt = addDays(calendar, now, limits.offerLapseDays).at;
  return ok([
    {
      type: 'OfferMade',
      offerId: `offer-${String(kase.offers.length + 1)}`,
      amountFen,
      lines: withPayerPart(lines, context.order?.payerTotalFen),
      note,
      message,
      lapsesAt,
      remindAt: remindAt(now, lapsesAt),
      daysLeft: daysLeftOf(calendar, now, kase.deadlines.reviewBy),
    },
  ]);
};

/** How an open offer comes to nothing; the review clock runs on. */
export const endOffer = (
  kase: Case,
  offer: Pick<Offer, 'id'>,
  ending: OfferEnding,
  { now, calendar }: Pick<DecideContext, 'now' | 'calendar'>,
  said: { readonly counterFen?: number; readonly note?: string; readonly message?: string } = {},
): CaseEvent => ({
  type: 'OfferEnded',
  offerId: offer.id,
  ending,
  counterFen: said.counterFen ?? null,
  note: said.note ?? null,
  message: said.message ?? null,
  review: resumeReview(calendar, now, kase.review),
});

export const withdrawOffer = (
  kase: Case,
  { note, message }: Extract<StaffCommand, { type: 'withdraw_offer' }>,
  context: DecideContext,
): Decision => {
  const offer = openOffer(kase.offers);
  return offer
    ? ok([endOffer(kase, offer, 'withdrawn', context, { note, message })])
    : refuse('illegal_transition');
};
