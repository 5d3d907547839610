import { formatYuan } from '../../domain/money.ts';
import type { Case } from '../../domain/case/state.ts';
import { needsSecond, openAppeal, whoHadPart } from '../../usecases/console-view.ts';
import type { Deps } from '../../usecases/deps.ts';
import type { CaseDescription } from '../../usecases/describe-case.ts';
import type { FormFault, Typed } from './action-form.ts';
import { type CaseForm, formsFor, kindOf, outcomeOf, pathOf, placeOf } from './case-forms.ts';
import type { StaffVisit } from './console.ts';
import { fieldsOf } from './present-fields.ts';
import type { Refused } from './texts/texts.ts';

/** What was sent and refused: shown again as it was typed, with why. */
export interface Refusal {
  readonly code: Refused | FormFault;
  readonly typed: Typed;
}

/** What the buttons that pay would pay; null: not known. */
const amountOf = (kase: Case, refundable: number | null): number | null =>
  kase.status === 'awaiting_second_approval' ? (kase.approval?.amountFen ?? null) : refundable;

const testIdOf = (form: CaseForm): string => form.replaceAll('_', '-');

const hiddenOf = (form: CaseForm, amountFen: number | null, { version }: Case, key: string) => [
  { name: 'version', value: String(version) },
  // One form, one command: sent twice it is done once.
  { name: 'key', value: key },
  ...(form === 'approve' ? [{ name: 'amountFen', value: String(amountFen) }] : []),
  ...(outcomeOf(form) === null ? [] : [{ name: 'outcome', value: outcomeOf(form) }]),
];

/** Why somebody whose role could decide finds nothing to decide here. */
const whyNone = ({ status, approval, assignee, ...kase }: Case, { staff, texts }: StaffVisit): string => {
  const { actions } = texts;
  if (status === 'awaiting_second_approval' && approval?.by === staff.name) return actions.waitingForOther;
  const appeal = openAppeal(kase);
  if (status === 'appealed' && appeal && whoHadPart(kase, appeal).has(staff.name))
    return actions.appealOthers;
  const isOthers = assignee !== null && assignee !== staff.name;
  return isOthers && status === 'in_review' ? actions.claimedBy(assignee) : actions.none;
};

/** The forms of a case, in the groups its page shows them in. */
export const presentActions = (
  deps: Deps,
  described: CaseDescription,
  visit: StaffVisit,
  refusal: Refusal | null,
) => {
  const { kase, refundableFen } = described;
  const { actions } = visit.texts;
  const { limits } = deps;
  const { offerRounds } = limits;
  const amountFen = amountOf(kase, refundableFen);
  const amount = amountFen === null ? '' : formatYuan(amountFen);
  const fourEyes = amountFen !== null && needsSecond(kase, amountFen, { limits, refundableFen });
  const forms = formsFor(kase, visit.staff, { refundableFen, offerRounds }).map((form) => {
    const mine = refusal?.typed.form === form ? refusal : null;
    return {
      place: placeOf(form),
      path: pathOf(form),
      testId: testIdOf(form),
      kind: kindOf(form),
      label: actions.label(form, amount),
      explain: actions.explain(form, fourEyes),
      confirm: actions.confirm(form, amount),
      hidden: hiddenOf(form, amountFen, kase, deps.random.bytes(16).toString('hex')),
      fields: fieldsOf(deps, form, described, visit, mine?.typed.values ?? new Map()),
      open: mine !== null,
      fault: mine && actions.refusals[mine.code],
    };
  });
  const main = forms.filter(({ place }) => place === 'main');
  const beside = forms.filter(({ place }) => place === 'beside');
  return {
    main,
    beside,
    besideOpen: beside.some(({ open }) => open),
    claim: forms.filter(({ place }) => place === 'claim'),
    none: main.every(({ kind }) => kind === 'negative' && kase.status === 'awaiting_second_approval')
      ? whyNone(kase, visit)
      : null,
  };
};
