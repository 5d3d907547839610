import type { StaffCommand } from '../../domain/case/commands.ts';
import type { Case } from '../../domain/case/state.ts';
import type { StaffMember } from '../../domain/staff.ts';
import type { Confirmation } from '../state.ts';

/** A case as a phone shows it to staff. */
export interface StaffCaseView {
  readonly kase: Case;
  /** null: the order is not known, or not proven to be the customer's. */
  readonly refundableFen: number | null;
  /** What the policy recommends and why. */
  readonly explanation: string;
  /** What this member may do. */
  readonly commands: readonly StaffCommand['type'][];
}

/** What came of a word of staff. */
export type StaffOutcome =
  | { readonly kind: 'bound'; readonly staff: StaffMember }
  /** Wrong, expired, used, or tried too often: nobody learns which. */
  | { readonly kind: 'code_not_valid' }
  | { readonly kind: 'unbound' }
  /** Their WeChat is nobody's any more. */
  | { readonly kind: 'not_bound' }
  | { readonly kind: 'queue'; readonly cases: readonly Case[]; readonly hasMore: boolean }
  | { readonly kind: 'case'; readonly view: StaffCaseView }
  | { readonly kind: 'claimed' | 'replied'; readonly caseNo: string }
  | { readonly kind: 'text_empty' | 'text_too_long'; readonly caseNo: string }
  /** `changed`: the case is another since they were asked. */
  | {
      readonly kind: 'confirm';
      readonly view: StaffCaseView;
      readonly confirmation: Confirmation;
      readonly changed: boolean;
    }
  | { readonly kind: 'no_second_factor' }
  /** `confirmation`: what may still be tried. */
  | { readonly kind: 'wrong_code'; readonly confirmation: Confirmation; readonly left: number }
  | { readonly kind: 'confirmation_ended'; readonly why: 'expired' | 'too_many'; readonly caseNo: string }
  | { readonly kind: 'approved'; readonly kase: Case; readonly amountFen: number }
  /** `code`: that of `CommandRefusal` and the like. */
  | { readonly kind: 'refused'; readonly caseNo: string; readonly code: string };
