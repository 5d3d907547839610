import { type Calendar, addDays } from '../calendar.ts';
import type { Usage } from '../order.ts';
import type { ReasonCategory } from '../reason.ts';
import type { Instant } from '../time.ts';
import type { Assessment, Facts, Policy } from './types.ts';

/** What is known of the order; null where nobody has told us. */
export interface OrderFacts {
  readonly paidAt: Instant | null;
  readonly usage: Usage | null;
  readonly promotional: boolean | null;
  readonly terminatedForViolation: boolean | null;
}

export interface AssessInput {
  readonly policy: Policy;
  readonly calendar: Calendar;
  /** null: the order itself is not known to us. */
  readonly order: OrderFacts | null;
  readonly category: ReasonCategory;
  readonly claimConfirmed: Facts['claimConfirmed'];
  readonly now: Instant;
  /** When the customer applied, where that was before `now`: the 14 days end for the application, not for us. */
  readonly appliedAt?: Instant;
}

/** The clause a customer claims by the reason they choose; null where the reason claims none. */
export const claimedClause = {
  technical_failure: '2.1',
  unused_within_14_days: '2.2',
  service_unavailable: '2.3',
  required_by_law: '2.4',
  personal_emergency: '7.1',
  maintenance_interruption: '7.2',
  force_majeure: '7.3',
  own_reasons: null,
  other: null,
} as const satisfies Record<ReasonCategory, string | null>;

/** Claims that a person has to look at before anything can be said. */
const claimsForPeople: readonly string[] = ['2.1', '2.3', '2.4', '7.1', '7.2', '7.3'];

/** Every clause an assessment can name: a policy without one of them cannot be applied. */
export const assessableClauses = [
  '2.1',
  '2.2',
  '2.3',
  '2.4',
  '3.1',
  '3.2',
  '3.3',
  '3.4',
  '3.5',
  '7.1',
  '7.2',
  '7.3',
] as const;

const unknownFacts = (order: OrderFacts | null): Facts['unknown'] => {
  const needed = ['paidAt', 'usage', 'promotional', 'terminatedForViolation'] as const;
  const missing = needed.filter((name) => (order?.[name] ?? null) === null);
  return order === null ? ['order', ...missing] : missing;
};

const factsOf = (input: AssessInput): Facts => ({
  paidAt: input.order?.paidAt ?? null,
  paidFeaturesUsed: input.order?.usage?.paidFeaturesUsed ?? null,
  quotaUsed: input.order?.usage?.quotaUsed ?? null,
  quotaTotal: input.order?.usage?.quotaTotal ?? null,
  promotional: input.order?.promotional ?? null,
  terminatedForViolation: input.order?.terminatedForViolation ?? null,
  claimConfirmed: input.claimConfirmed,
  unknown: unknownFacts(input.order),
});

/** The clauses that speak against a refund, the one that weighs most first; only where every fact is known. */
const clausesAgainst = (facts: Facts, late: boolean, category: ReasonCategory): string[] => {
  const against: string[] = [];
  if (facts.terminatedForViolation === true) against.push('3.4');
  if (facts.promotional === true) against.push('3.5');
  if (facts.paidFeaturesUsed === true || (facts.quotaUsed ?? 0) > 0) against.push('3.1');
  if (late) against.push('3.2');
  // Own reasons alone speak against nothing: within the 14 days, unused, 2.2 holds whatever the reason.
  if (against.length > 0 && category === 'own_reasons') against.push('3.3');
  return against;
};

const judge = (
  facts: Facts,
  late: boolean,
  category: ReasonCategory,
): Pick<Assessment, 'outcome' | 'clauses'> => {
  if (facts.claimConfirmed !== null) return { outcome: 'full', clauses: [facts.claimConfirmed] };
  const claimed = claimedClause[category];
  if (claimed !== null && claimsForPeople.includes(claimed))
    return { outcome: 'case_by_case', clauses: [claimed] };
  if (facts.unknown.length > 0) return { outcome: 'case_by_case', clauses: [] };
  const against = clausesAgainst(facts, late, category);
  return against.length > 0 ? { outcome: 'none', clauses: against } : { outcome: 'full', clauses: ['2.2'] };
};

/**
 * What the published policy recommends for one application; the first rule that matches decides:
 * 1. 2.1, 2.3 or 2.4 confirmed by staff: full; only claimed: case by case;
 * 2. 7.1, 7.2 or 7.3 claimed: case by case;
 * 3. a fact the rules below need is not known: case by case, named in `facts.unknown`, no clause;
 * 4. 3.4, 3.5, 3.1, 3.2: none, naming all that hold, and 3.3 where the reason is the customer's own;
 * 5. else 2.2: full, for own reasons too.
 *
 * `partial` is never recommended: it is negotiated by people (clause 5). The 14 days are days in China, the day
 * of purchase not counted; a last day that is a holiday moves to the next working day.
 */
export const assess = (input: AssessInput): Assessment => {
  const { policy, calendar, category, now, appliedAt = now } = input;
  const facts = factsOf(input);
  const fullRefundUntil =
    facts.paidAt === null ? null : addDays(calendar, facts.paidAt, policy.parameters.fullRefundDays).at;
  const late = fullRefundUntil !== null && appliedAt > fullRefundUntil;
  return { ...judge(facts, late, category), facts, fullRefundUntil, assessedAt: now };
};
