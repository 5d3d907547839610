import type { CaseDescription } from '../../usecases/describe-case.ts';
import { claimsToConfirm } from '../../usecases/case-vocabulary.ts';
import type { StaffVisit } from './console.ts';
import { FORGET } from './facts-form.ts';
import type { FactTexts } from './texts/texts.ts';

/** What was typed, by the name of the field. */
export type Values = ReadonlyMap<string, readonly string[]>;

interface Option {
  readonly value: string;
  readonly label: string;
}

const yesNo = (fact: boolean | null, { yes, no, unknown }: FactTexts): string =>
  fact === null ? unknown : fact ? yes : no;

/** What staff have found out: every field stands at "leave as it is" and says what holds now. */
export const factFields = (
  { kase: { recorded, assessment } }: CaseDescription,
  { texts: { actions } }: StaffVisit,
  values: Values,
) => {
  const t = actions.facts;
  const { facts } = assessment;
  const typedOrEmpty = (name: string): string => values.get(name)?.[0] ?? '';
  const choice = (
    name: string,
    label: string,
    now: string,
    options: readonly Option[],
    isRecorded: boolean,
  ) => {
    const typed = typedOrEmpty(name);
    const all = [
      { value: '', label: t.keep },
      ...options,
      // Only what has been recorded can be taken back.
      ...(isRecorded ? [{ value: FORGET, label: t.forget }] : []),
    ];
    return {
      kind: 'choice' as const,
      name,
      label,
      hint: t.now(now),
      options: all.map((option) => ({ ...option, chosen: option.value === typed })),
    };
  };
  const both = [
    { value: 'yes', label: t.yes },
    { value: 'no', label: t.no },
  ];
  const count = (name: string, label: string, now: number | null) => ({
    name,
    label,
    hint: t.now(now === null ? t.unknown : String(now)),
    typed: typedOrEmpty(name),
  });
  const quota = {
    kind: 'counts' as const,
    name: 'quota',
    hint: t.quotaHint,
    counts: [
      count('quotaUsed', t.quotaUsed, facts.quotaUsed),
      count('quotaTotal', t.quotaTotal, facts.quotaTotal),
    ],
  };
  return [
    choice('usage', t.usage, yesNo(facts.paidFeaturesUsed, t), both, recorded.usage !== null),
    quota,
    choice(
      'claimConfirmed',
      t.claimConfirmed,
      facts.claimConfirmed === null ? t.none : t.claims[facts.claimConfirmed],
      claimsToConfirm.map((claim) => ({ value: claim, label: t.claims[claim] })),
      recorded.claimConfirmed !== null,
    ),
    choice('promotional', t.promotional, yesNo(facts.promotional, t), both, recorded.promotional !== null),
    choice(
      'terminatedForViolation',
      t.terminatedForViolation,
      yesNo(facts.terminatedForViolation, t),
      both,
      recorded.terminatedForViolation !== null,
    ),
  ];
};
