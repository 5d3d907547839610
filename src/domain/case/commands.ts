import type { StaffMember } from '../staff.ts';

/** What staff ask of a case. */
export type StaffCommand =
  | {
      readonly type: 'approve';
      readonly amountFen: number;
      readonly note: string;
      readonly message: string | null;
    }
  | { readonly type: 'second_approve'; readonly note: string }
  | { readonly type: 'second_decline'; readonly note: string }
  | {
      readonly type: 'reject';
      readonly clauses: readonly string[];
      readonly note: string;
      readonly message: string;
    };

/** Why a command is refused; the transport gives each its status and words. */
export type CommandRefusal =
  | 'forbidden'
  | 'second_person_required'
  | 'version_conflict'
  | 'illegal_transition'
  | 'unverified_order'
  | 'amount_exceeds_refundable'
  | 'partial_needs_offer'
  | 'refund_window_closed'
  | 'unknown_clause';

export interface Commander {
  readonly staff: StaffMember;
  /** The version the person saw; null: they did not say. */
  readonly version: number | null;
}
