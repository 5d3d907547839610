import type { Facts } from '../../../domain/policy/types.ts';
import { shiftDate, chinaDate, startOfChinaDay } from '../../../domain/time.ts';
import type { StaffTexts } from '../texts.ts';
import { event } from './events.ts';
import { trouble } from './troubles.ts';
import { fullDay, plainClause } from './format.ts';

const outcomes = {
  full: 'Recommendation: refund in full.',
  partial: 'Recommendation: refund in part, the amount to be agreed with the customer.',
  none: 'Recommendation: no refund; only a person may decide that.',
  case_by_case: 'Recommendation: a person decides on the merits of the case.',
} as const;

const unknownFacts: Readonly<Record<Facts['unknown'][number], string>> = {
  paidAt: 'time of purchase',
  usage: 'usage',
  promotional: 'whether it was a promotional order',
  terminatedForViolation: 'whether the service was terminated for a violation',
  order: 'the order itself (not verified yet)',
};

const yes = (value: boolean | null, text: string): readonly string[] => (value === true ? [text] : []);

const usage = ({ paidFeaturesUsed, quotaUsed, quotaTotal }: Facts): readonly string[] => [
  ...(paidFeaturesUsed === null ? [] : [paidFeaturesUsed ? 'paid features used' : 'paid features not used']),
  ...(quotaUsed === null || quotaTotal === null || quotaTotal === 0
    ? []
    : [`quota used ${String(quotaUsed)}/${String(quotaTotal)}`]),
];

const purchase = (facts: Facts, days: number, until: number | null): readonly string[] => {
  if (facts.paidAt === null) return [];
  const lastDay = startOfChinaDay(shiftDate(chinaDate(facts.paidAt), days));
  const moved = until !== null && chinaDate(until) !== chinaDate(lastDay);
  return [
    `bought on ${fullDay(facts.paidAt)}; day ${String(days)} is ${fullDay(lastDay)}${
      moved ? ` (a day off, moved to ${fullDay(until)})` : ''
    }`,
  ];
};

const assessment: StaffTexts['assessment'] = (given, policy) => {
  const { facts, clauses } = given;
  const texts = new Map(policy.sections.flatMap((section) => section.clauses.map((c) => [c.id, c.text.en])));
  // A claim nobody has confirmed is what the customer says, not yet a ground.
  const ground = given.outcome === 'case_by_case' ? 'The customer claims' : 'Rests on';
  const known = [
    ...purchase(facts, policy.parameters.fullRefundDays, given.fullRefundUntil),
    ...usage(facts),
    ...yes(facts.promotional, 'a promotional order'),
    ...yes(facts.terminatedForViolation, 'terminated for a violation'),
    ...(facts.claimConfirmed === null ? [] : [`staff have confirmed what ${facts.claimConfirmed} describes`]),
  ];
  return [
    outcomes[given.outcome],
    ...clauses.map(
      (id) =>
        `${ground} ${id}: ${plainClause(texts.get(id) ?? 'this version of the policy has no such clause')}`,
    ),
    ...(known.length === 0 ? [] : [`Facts: ${known.join('; ')}.`]),
    ...(facts.unknown.length === 0
      ? []
      : [`Not known: ${facts.unknown.map((name) => unknownFacts[name]).join('; ')}.`]),
    `Assessed on ${fullDay(given.assessedAt)}.`,
  ].join('\n');
};

/** In English it stands as it is stored. */
export const staff: StaffTexts = { event, assessment, trouble };
