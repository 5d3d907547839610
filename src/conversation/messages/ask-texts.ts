import type { Offer } from '../../domain/case/offer.ts';
import type { Case } from '../../domain/case/state.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { Instant } from '../../domain/time.ts';
import type { AmountFault } from '../amount.ts';
import type { NoAppeal } from '../asks/why-none.ts';
import type { Ask, AskFlow } from '../state.ts';
import type { CaseCommand, CaseCommandRefusal } from '../types.ts';

/** What is said while a customer asks something of one of their cases. */
export interface AskTexts {
  /** As a line of the list, and as what may be typed to choose it. */
  caseLabel(flow: AskFlow, kase: Case, about: string | null, offer: Offer | null): string;
  whichCase(ask: Ask, labels: readonly string[]): string;
  /** `pictures`: how many have been sent along. */
  askReason(kase: Case, about: string, pictures: number): string;
  confirm(
    ask: Ask,
    kase: Case,
    offer: Offer | null,
    reply: { readonly at: Instant; readonly provisional: boolean },
  ): string;
  readonly retryCase: string;
  readonly retryConfirm: string;
  /** `chars`: how long the reasons were that could not be used. */
  retryReason(chars: number): string;
  readonly informationTooLong: string;
  readonly pictureNotNow: string;
  pictureKept(count: number): string;
  /** What was listed or chosen is not as it was. */
  readonly changed: string;
  readonly gone: string;
  readonly firstStep: string;
  cancelled(flow: AskFlow): string;
  /** Left lying for longer than a day; nothing came of it. */
  stale(flow: AskFlow): string;
  help(ask: Ask): string;
  /** None of the customer's cases fits; followed by how they stand. */
  none(flow: AskFlow, policy: Policy): string;
  noAppeal(why: NoAppeal, policy: Policy): string;
  amountFault(fault: AmountFault): string;
  readonly offerWaits: string;
}

/** What is said once it has been done, before who acts next and by when; or why nothing was done. */
export interface AnswerTexts {
  accepted(kase: Case, amountFen: number): string;
  declined(kase: Case): string;
  countered(kase: Case, amountFen: number): string;
  informed(kase: Case, isReopened: boolean): string;
  withdrawn(kase: Case): string;
  appealed(kase: Case): string;
  /** Says that nothing was done, why, and what there is to do. */
  refused(command: CaseCommand, code: CaseCommandRefusal, policy: Policy): string;
}
