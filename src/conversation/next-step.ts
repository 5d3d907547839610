import type { Case } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';

/** Who acts next in a case, and by when, as far as its customer may know. */
export type NextStep =
  | {
      readonly kind: 'we_answer';
      readonly by: Instant;
      readonly provisional: boolean;
      readonly late: boolean;
    }
  | { readonly kind: 'you_inform' }
  | { readonly kind: 'you_answer_offer' }
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
      readonly at: Instant | null;
      readonly account: string | null;
    }
  | { readonly kind: 'you_may_appeal'; readonly until: Instant }
  | { readonly kind: 'ended' };

/** What the latest successful payout paid. */
export const paidOut = (kase: Case): Extract<NextStep, { kind: 'paid' }> => {
  const attempt = kase.attempts.findLast((each) => each.state === 'SUCCESS');
  return {
    kind: 'paid',
    amountFen: attempt?.amountFen ?? kase.refundedFen,
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

export const nextStep = (kase: Case, now: Instant): NextStep => {
  switch (kase.status) {
    case 'in_review':
    case 'awaiting_second_approval':
    case 'appealed': {
      const { reviewBy, provisional } = kase.deadlines;
      return { kind: 'we_answer', by: reviewBy, provisional, late: now > reviewBy };
    }
    case 'awaiting_customer':
      return { kind: 'you_inform' };
    case 'offered':
      return { kind: 'you_answer_offer' };
    case 'refunding':
      return onItsWay(kase, now);
    case 'refunded':
      return paidOut(kase);
    case 'rejected':
      return kase.rejection !== null && now <= kase.rejection.appealBy
        ? { kind: 'you_may_appeal', until: kase.rejection.appealBy }
        : { kind: 'ended' };
    case 'settled_outside':
    case 'closed':
    case 'lapsed':
    case 'withdrawn':
      return { kind: 'ended' };
  }
};
