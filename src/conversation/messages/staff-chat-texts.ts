import type { Case } from '../../domain/case/state.ts';
import type { Instant } from '../../domain/time.ts';
import type { StaffCaseView, StaffOutcome } from '../staff-chat/outcome.ts';
import type { Confirmation } from '../state.ts';

type Kind<T extends StaffOutcome['kind']> = T;

/** What members of staff read who chat with the account from their own WeChat. */
export interface StaffChatTexts {
  bound(name: string): string;
  readonly notices: Readonly<
    Record<Kind<'code_not_valid' | 'unbound' | 'not_bound' | 'no_second_factor'>, string>
  >;
  queue(cases: readonly Case[], hasMore: boolean, now: Instant): string;
  case(view: StaffCaseView): string;
  readonly said: Readonly<
    Record<Kind<'claimed' | 'replied' | 'text_empty' | 'text_too_long'>, (caseNo: string) => string>
  >;
  confirm(view: StaffCaseView, asked: Confirmation, changed: boolean): string;
  wrongCode(left: number): string;
  confirmationEnded(why: 'expired' | 'too_many', caseNo: string): string;
  /** What stands as the note of a decision that was taken from a phone. */
  readonly note: string;
  approved(kase: Case, amountFen: number): string;
  refused(caseNo: string, code: string): string;
}
