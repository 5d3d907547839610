import type { StaffMember } from '../staff.ts';
import type { AppealRefusal, Appeal } from './appeal.ts';
import type { GivenInformation } from './information.ts';
import type { Recorded } from './facts.ts';

/** What staff ask of a case. `note` is for colleagues, `message` for the customer. */
export type StaffCommand =
  | { readonly type: 'claim' }
  | { readonly type: 'release' }
  /** What is left out stays as it was recorded; null takes it back. */
  | { readonly type: 'record_facts'; readonly facts: Partial<Recorded>; readonly note: string }
  | { readonly type: 'request_information'; readonly message: string }
  | {
      readonly type: 'approve';
      readonly amountFen: number;
      readonly note: string;
      readonly message: string | null;
    }
  | { readonly type: 'second_approve'; readonly note: string }
  | { readonly type: 'second_decline'; readonly note: string }
  | {
      readonly type: 'offer';
      readonly amountFen: number;
      readonly note: string;
      readonly message: string | null;
    }
  | { readonly type: 'withdraw_offer'; readonly note: string; readonly message: string }
  | {
      readonly type: 'reject';
      readonly clauses: readonly string[];
      readonly note: string;
      readonly message: string;
    }
  | {
      readonly type: 'decide_appeal';
      readonly outcome: NonNullable<Appeal['outcome']>;
      /** Only of an offer. */
      readonly amountFen: number | null;
      /** Only where it is upheld; none: the clauses of the decision appealed against. */
      readonly clauses: readonly string[];
      readonly note: string;
      readonly message: string;
    }
  | { readonly type: 'reply'; readonly text: string }
  | { readonly type: 'verify'; readonly note: string }
  | { readonly type: 'settle_outside'; readonly proof: string; readonly note: string };

/** What a customer asks of their case. */
export type CustomerCommand =
  | { readonly type: 'accept_offer'; readonly offerId: string }
  | { readonly type: 'decline_offer'; readonly offerId: string }
  | { readonly type: 'counter_offer'; readonly offerId: string; readonly amountFen: number }
  | { readonly type: 'give_information'; readonly given: GivenInformation }
  | { readonly type: 'withdraw' }
  | { readonly type: 'appeal'; readonly text: string; readonly evidence: readonly string[] };

/** Why a command of staff is refused; the transport gives each its status and words. */
export type CommandRefusal =
  | 'forbidden'
  | 'own_case'
  | 'second_person_required'
  | 'claimed_by_other'
  | 'version_conflict'
  | 'illegal_transition'
  | 'unverified_order'
  | 'already_verified'
  | 'order_unknown'
  | 'order_has_open_case'
  | 'nothing_refundable'
  | 'amount_exceeds_refundable'
  | 'partial_needs_offer'
  | 'refund_window_closed'
  | 'offer_rounds_exhausted'
  | 'unknown_clause'
  | 'nothing_to_record'
  | 'payout_not_ended'
  | 'payout_unknown';

/** Why a command of a customer is refused; the conversation has words for each. */
export type CustomerRefusal =
  | AppealRefusal
  | 'no_open_offer'
  | 'below_offer'
  | 'amount_exceeds_refundable'
  | 'refund_window_closed'
  | 'nothing_asked'
  | 'cannot_withdraw'
  | 'order_has_open_case';

export interface Commander {
  readonly staff: StaffMember;
  /** The version the person saw; null: they did not say. */
  readonly version: number | null;
}
