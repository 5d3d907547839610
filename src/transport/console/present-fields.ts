import { formatYuan, yuanDigits } from '../../domain/money.ts';
import type { Case } from '../../domain/case/state.ts';
import { refusalChoices } from '../../usecases/console-view.ts';
import type { Deps } from '../../usecases/deps.ts';
import type { CaseDescription } from '../../usecases/describe-case.ts';
import type { CaseForm } from './case-forms.ts';
import type { StaffVisit } from './console.ts';
import { type Values, factFields } from './present-facts.ts';
import type { ConsoleTexts } from './texts/texts.ts';

type Actions = ConsoleTexts['actions'];

const area = (name: string, label: string, hint: string, maxLength: number, isRequired = true) => ({
  kind: 'area' as const,
  name,
  label,
  hint,
  maxLength,
  isRequired,
});

const noteField = (actions: Actions) => area('note', actions.note, actions.noteHint, 1000);
const messageField = (actions: Actions) => area('message', actions.message, actions.messageHint, 500);
const optionalMessageField = (actions: Actions) =>
  area('message', actions.messageOptional, actions.messageHint, 500, false);

/** What an offer would come to by clause 5.2, and how, beside the amount that people settle on. */
const amountField = (
  { kase, refundableFen, suggestion }: CaseDescription,
  actions: Actions,
  offerRounds: number,
) => ({
  kind: 'amount' as const,
  name: 'amount',
  label: actions.amount,
  hint: actions.amountHint(formatYuan(refundableFen ?? 0)),
  calculation: suggestion?.calculation ?? [],
  total: formatYuan(suggestion?.amountFen ?? 0),
  missing: suggestion === null ? actions.notSuggested : null,
  round: actions.round(kase.offers.length + 1, offerRounds),
  suggested: suggestion && suggestion.amountFen > 0 ? yuanDigits(suggestion.amountFen) : '',
});

/** The clauses that stand chosen before anybody has chosen: those of the decision appealed against, or of the policy's advice. */
const likelyClauses = ({ rejection, assessment }: Case, form: CaseForm): readonly string[] =>
  form === 'reject' ? assessment.clauses : (rejection?.clauses ?? []);

const clausesField = (
  deps: Deps,
  form: CaseForm,
  { kase }: CaseDescription,
  { texts: { actions }, language }: StaffVisit,
  typed: readonly string[] | null,
) => {
  const chosen = typed ?? likelyClauses(kase, form);
  return {
    kind: 'clauses' as const,
    name: 'clauses',
    label: form === 'reject' ? actions.clauses : actions.clausesOptional,
    options: refusalChoices(deps, kase, language).map((clause) => ({
      ...clause,
      chosen: chosen.includes(clause.id),
    })),
  };
};

/** What a form asks for; each field with what was typed into it, where it was sent and refused. */
export const fieldsOf = (
  deps: Deps,
  form: CaseForm,
  described: CaseDescription,
  visit: StaffVisit,
  values: Values,
) => {
  const { actions } = visit.texts;
  const [note, message] = [noteField(actions), messageField(actions)];
  const fields = () => {
    switch (form) {
      case 'approve':
        return [optionalMessageField(actions), note];
      case 'offer':
        return [
          amountField(described, actions, deps.limits.offerRounds),
          optionalMessageField(actions),
          note,
        ];
      case 'appeal_offer':
        return [amountField(described, actions, deps.limits.offerRounds), message, note];
      case 'reject':
      case 'appeal_uphold': {
        // A form with no box ticked does not name them at all.
        const typed = values.size === 0 ? null : (values.get('clauses') ?? []);
        return [clausesField(deps, form, described, visit, typed), message, note];
      }
      case 'appeal_refund':
      case 'withdraw_offer':
        return [message, note];
      case 'second_approve':
      case 'second_decline':
      case 'verify':
        return [note];
      case 'settle_outside':
        return [area('proof', actions.proof, actions.proofHint, 500), note];
      case 'request_information':
        return [area('message', actions.message, actions.requestHint, 500)];
      case 'reply':
        return [area('text', actions.message, actions.messageHint, 500)];
      case 'record_facts':
        return [...factFields(described, visit, values), note];
      case 'claim':
      case 'release':
        return [];
    }
  };
  return fields().map((field) => ({ ...field, typed: values.get(field.name)?.[0] ?? null }));
};
