import { appealable } from '../../domain/case/appeal.ts';
import { type InformationUse, useOfInformation } from '../../domain/case/information.ts';
import { type Offer, isLapsed, openOffer } from '../../domain/case/offer.ts';
import type { Case } from '../../domain/case/state.ts';
import { targets } from '../../domain/case/transitions.ts';
import type { Instant } from '../../domain/time.ts';
import type { AskFlow } from '../state.ts';

/** A case that can be asked something now. `about`: the offer's id, or what an appeal is against. */
export interface Candidate {
  readonly kase: Case;
  readonly about: string | null;
}

export const offerOf = (kase: Case, now: Instant): Offer | null => {
  const offer = openOffer(kase.offers);
  return kase.status === 'offered' && offer && !isLapsed(offer, now) ? offer : null;
};

/**
 * Whether the customer may well mean another offer than this one: there was an earlier one, and this one has not
 * reached them yet.
 */
export const isUnseen = ({ offers, outbox }: Case, offer: Offer): boolean =>
  offers.length > 1 &&
  !outbox.some(
    ({ outcome, createdAt, state }) =>
      (outcome === 'offer' || outcome === 'offer_reminder') && createdAt >= offer.at && state === 'sent',
  );

const offers = (cases: readonly Case[], now: Instant): readonly Candidate[] =>
  cases.flatMap((kase) => {
    const offer = offerOf(kase, now);
    return offer === null ? [] : [{ kase, about: offer.id }];
  });

/** What we wait for goes first; a case that has lapsed is only thought of where we wait for nothing. */
const information = (cases: readonly Case[], now: Instant): readonly Candidate[] => {
  const usable = (use: InformationUse) =>
    cases.flatMap((kase) => (useOfInformation(kase, now) === use ? [{ kase, about: null }] : []));
  const wanted = usable('answer');
  return [...wanted, ...usable('more'), ...(wanted.length === 0 ? usable('reopen') : [])];
};

const withdrawals = (cases: readonly Case[]): readonly Candidate[] =>
  cases.flatMap((kase) => (targets(kase.status, 'Withdrawn').length === 0 ? [] : [{ kase, about: null }]));

const appeals = (cases: readonly Case[], now: Instant): readonly Candidate[] =>
  cases.flatMap((kase) => {
    const found = appealable(kase, now);
    return found.ok ? [{ kase, about: found.value }] : [];
  });

/** Which of a customer's cases a flow can be about, in the order in which they are listed. */
export const candidates: Readonly<
  Record<AskFlow, (cases: readonly Case[], now: Instant) => readonly Candidate[]>
> = { offer: offers, information, withdraw: withdrawals, appeal: appeals };
