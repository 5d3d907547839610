import { offerLines, paidParts, reasonLabel, statusText } from '../conversation/timeline.ts';
import { amountIn } from '../conversation/amount.ts';
import { openAppeal, whoHadPart } from '../domain/case/appeal.ts';
import { needsSecond } from '../domain/case/decide/four-eyes.ts';
import { openOffer } from '../domain/case/offer.ts';
import { possibleCommands } from '../domain/case/possible.ts';
import type { Case } from '../domain/case/state.ts';
import type { Status } from '../domain/case/status.ts';
import { refusalClauses } from '../domain/policy/types.ts';
import type { Language } from '../domain/reason.ts';
import { type Permission, type StaffMember, may, permissionsOf } from '../domain/staff.ts';
import type { Instant } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { policyOf } from './policy-of.ts';

export {
  amountIn,
  needsSecond,
  offerLines,
  openAppeal,
  openOffer,
  paidParts,
  possibleCommands,
  reasonLabel,
  statusText,
  whoHadPart,
};

/** What the console shows of a person: the rules' own answer, so that no page knows roles. */
export const allowedTo = (staff: StaffMember, permission: Permission): boolean => may(staff.role, permission);
export const permissions = (staff: StaffMember): readonly string[] => permissionsOf(staff.role);

/** The clauses a refusal may name, in the words of the policy the case is pinned to. */
export const refusalChoices = (
  deps: Pick<Deps, 'policies'>,
  kase: Case,
  language: Language,
): readonly { readonly id: string; readonly text: string }[] => {
  const clauses = policyOf(deps, kase).sections.flatMap((section) => section.clauses);
  return refusalClauses.flatMap((id) => {
    const clause = clauses.find((each) => each.id === id);
    return clause ? [{ id, text: clause.text[language] }] : [];
  });
};

/** Cases that somebody still has something to do with. */
export const openStatuses: readonly Status[] = [
  'in_review',
  'awaiting_customer',
  'offered',
  'awaiting_second_approval',
  'refunding',
  'appealed',
];

/** answer, refund: ours to keep. The others end what is the customer's to do. */
export interface Due {
  readonly kind: 'answer' | 'refund' | 'appeal' | 'offer' | 'information';
  readonly by: Instant;
}

/** The date that counts in the case's present state; null: none does. */
export const dueOf = ({ status, deadlines, rejection, offers, information }: Case): Due | null => {
  switch (status) {
    case 'in_review':
    case 'awaiting_second_approval':
    case 'appealed':
      return { kind: 'answer', by: deadlines.reviewBy };
    case 'refunding':
      return deadlines.refundBy === null ? null : { kind: 'refund', by: deadlines.refundBy };
    case 'offered': {
      const offer = openOffer(offers);
      return offer ? { kind: 'offer', by: offer.lapsesAt } : null;
    }
    case 'awaiting_customer':
      return information && { kind: 'information', by: information.lapsesAt };
    case 'rejected':
      return rejection === null ? null : { kind: 'appeal', by: rejection.appealBy };
    default:
      return null;
  }
};
