import type { StaffCommand } from '../../domain/case/commands.ts';
import type { Case } from '../../domain/case/state.ts';
import type { StaffMember } from '../../domain/staff.ts';
import { possibleCommands } from '../../usecases/console-view.ts';

/** The forms on the page of a case, in their order; an appeal has one for each way to decide it. */
export const caseForms = [
  'second_approve',
  'second_decline',
  'appeal_refund',
  'appeal_offer',
  'appeal_uphold',
  'verify',
  'approve',
  'offer',
  'reject',
  'withdraw_offer',
  'settle_outside',
  'request_information',
  'record_facts',
  'reply',
  'claim',
  'release',
] as const;
export type CaseForm = (typeof caseForms)[number];
type Command = StaffCommand['type'];

/** What moves the case on stands open to the eye, whatever else can be done behind one line. */
const beside: readonly CaseForm[] = ['request_information', 'record_facts', 'reply'];
const claims: readonly CaseForm[] = ['claim', 'release'];
const positive: readonly CaseForm[] = ['approve', 'second_approve', 'appeal_refund', 'verify'];
const negative: readonly CaseForm[] = ['reject', 'second_decline', 'appeal_uphold', 'withdraw_offer'];

export const placeOf = (form: CaseForm): 'main' | 'beside' | 'claim' => {
  if (claims.includes(form)) return 'claim';
  return beside.includes(form) ? 'beside' : 'main';
};

export const kindOf = (form: CaseForm): 'positive' | 'negative' | 'calm' => {
  if (positive.includes(form)) return 'positive';
  return negative.includes(form) ? 'negative' : 'calm';
};

export const commandOf = (form: CaseForm): Command => {
  switch (form) {
    case 'appeal_refund':
    case 'appeal_offer':
    case 'appeal_uphold':
      return 'decide_appeal';
    default:
      return form;
  }
};

/** `second_approve` is given at `…/second-approve`, as in the API. */
export const pathOf = (form: CaseForm): string => commandOf(form).replaceAll('_', '-');

/** How the form decides an appeal; null: it is about something else. */
export const outcomeOf = (form: CaseForm): string | null =>
  commandOf(form) === 'decide_appeal' ? form.replace('appeal_', '') : null;

/** The form that was sent to this path; an appeal's says in a field how it decides. */
export const formAt = (action: string, outcome: string): CaseForm | undefined =>
  caseForms.find((form) => pathOf(form) === action && (outcomeOf(form) ?? outcome) === outcome);

interface Money {
  readonly refundableFen: number | null;
  readonly offerRounds: number;
}

/** The forms this person has something to do with now. */
export const formsFor = (
  kase: Case,
  staff: StaffMember,
  { refundableFen, offerRounds }: Money,
): readonly CaseForm[] => {
  const possible = possibleCommands(kase, staff);
  const isThere = (refundableFen ?? 0) > 0;
  const canPay: Partial<Record<CaseForm, boolean>> = {
    approve: isThere,
    appeal_refund: isThere,
    offer: isThere && kase.offers.length < offerRounds,
    appeal_offer: isThere && kase.offers.length < offerRounds,
  };
  return caseForms.filter((form) => possible.includes(commandOf(form)) && (canPay[form] ?? true));
};
