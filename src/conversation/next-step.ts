import { appealable } from '../domain/case/appeal.ts';
import { reopensUntil, useOfInformation } from '../domain/case/information.ts';
import { isLapsed, openOffer } from '../domain/case/offer.ts';
import type { Case } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';

/** Who acts next in a case, and by when, as far as its customer may know. */
export type NextStep =
  | {
      readonly kind: 'we_answer';
      readonly by: Instant;
      readonly provisional: boolean;
      readonly late: boolean;
      /** It is an appeal that we answer. */
      readonly onAppeal: boolean;
      /** We have missed a date, and the customer can appeal because of it. */
      readonly mayAppeal: boolean;
    }
  | { readonly kind: 'you_inform'; readonly what: string; readonly until: Instant }
  | { readonly kind: 'you_answer_offer'; readonly amountFen: number; readonly until: Instant }
  /** The offer has lapsed this very moment: we answer anew. */
  | { readonly kind: 'we_answer_anew' }
  /** Approved, but the order has not let the amount go yet: no amount is named. */
  | { readonly kind: 'we_prepare_payment' }
  | {
      readonly kind: 'money_on_its_way';
      readonly amountFen: number;
      readonly refundBy: Instant | null;
      readonly arrivalBy: Instant | null;
      readonly provisional: boolean;
      readonly late: boolean;
    }
  | {
      readonly kind: 'paid';
      readonly amountFen: number;
      /** What of it were coupons, which do not come back as money; 0 where that is not said. */
      readonly couponFen: number;
      readonly at: Instant | null;
      readonly account: string | null;
    }
  | { readonly kind: 'you_may_appeal'; readonly until: Instant }
  /** It has lapsed, and is taken up again with the information. */
  | { readonly kind: 'you_may_reopen'; readonly what: string; readonly until: Instant }
  | { readonly kind: 'you_may_apply_again' }
  | { readonly kind: 'ended' };

/** What the latest successful payout paid. */
export const paidOut = (kase: Case): Extract<NextStep, { kind: 'paid' }> => {
  const attempt = kase.attempts.findLast((each) => each.state === 'SUCCESS');
  return {
    kind: 'paid',
    amountFen: attempt?.amountFen ?? kase.refundedFen,
    couponFen: attempt?.payerRefundFen === undefined ? 0 : attempt.amountFen - attempt.payerRefundFen,
    at: attempt?.successTime ?? null,
    account: attempt?.userReceivedAccount ?? null,
  };
};

const onItsWay = (kase: Case, now: Instant): NextStep => {
  const attempt = kase.attempts.at(-1);
  if (kase.approval === null || !attempt || attempt.state === 'planned' || attempt.state === 'refused')
    return { kind: 'we_prepare_payment' };
  const { refundBy, arrivalBy, provisional } = kase.deadlines;
  return {
    kind: 'money_on_its_way',
    amountFen: kase.approval.amountFen,
    refundBy,
    arrivalBy,
    provisional,
    late: refundBy !== null && now > refundBy,
  };
};

const weAnswer = (kase: Case, now: Instant): NextStep => {
  const { reviewBy, provisional } = kase.deadlines;
  const onAppeal = kase.status === 'appealed';
  const mayAppeal = !onAppeal && appealable(kase, now).ok;
  return { kind: 'we_answer', by: reviewBy, provisional, late: now > reviewBy, onAppeal, mayAppeal };
};

export const nextStep = (kase: Case, now: Instant): NextStep => {
  const { information } = kase;
  switch (kase.status) {
    case 'in_review':
    case 'awaiting_second_approval':
    case 'appealed':
      return weAnswer(kase, now);
    case 'awaiting_customer':
      return information === null
        ? weAnswer(kase, now)
        : { kind: 'you_inform', what: information.message, until: information.lapsesAt };
    case 'offered': {
      const offer = openOffer(kase.offers);
      return offer && !isLapsed(offer, now)
        ? { kind: 'you_answer_offer', amountFen: offer.amountFen, until: offer.lapsesAt }
        : { kind: 'we_answer_anew' };
    }
    case 'refunding':
      return onItsWay(kase, now);
    case 'refunded':
      return paidOut(kase);
    case 'rejected':
      return kase.rejection !== null && appealable(kase, now).ok
        ? { kind: 'you_may_appeal', until: kase.rejection.appealBy }
        : { kind: 'ended' };
    case 'lapsed':
      return information !== null && useOfInformation(kase, now) === 'reopen'
        ? { kind: 'you_may_reopen', what: information.message, until: reopensUntil(information) }
        : { kind: 'ended' };
    case 'withdrawn':
      return { kind: 'you_may_apply_again' };
    case 'settled_outside':
    case 'closed':
      return { kind: 'ended' };
  }
};
