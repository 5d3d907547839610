import { readFileSync } from 'node:fs';
import { type OrderFacts, assess } from '../../src/domain/policy/assess.ts';
import type { Assessment, Facts, Policy } from '../../src/domain/policy/types.ts';
import type { ReasonCategory } from '../../src/domain/reason.ts';
import { loadCalendar } from '../../src/usecases/load-calendar.ts';
import { loadPolicies } from '../../src/usecases/load-policies.ts';
import { china } from './calendar.ts';

/** The policy as the shop publishes it. */
export const publishedPolicy = (): Policy => loadPolicies('config/policy', china('2026-03-01 00:00')).current;

/** The published file before anything is filled in, for tests that spoil a copy. */
export const rawPolicy = (): Policy =>
  JSON.parse(readFileSync('config/policy/2026-01.json', 'utf8')) as Policy;

/** The published file without one of its clauses. */
export const policyWithout = (id: string): Policy => {
  const raw = rawPolicy();
  const sections = raw.sections.map((section) => ({
    ...section,
    clauses: section.clauses.filter((clause) => clause.id !== id),
  }));
  return { ...raw, sections };
};

const policy = publishedPolicy();
const calendar = loadCalendar(null);

/** Paid on Monday 2 March 2026, nothing used: 2.2 holds to the end of Monday 16 March. */
export const untouched: OrderFacts = {
  paidAt: china('2026-03-02 10:00'),
  usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
  promotional: false,
  terminatedForViolation: false,
};

export interface Situation {
  readonly order?: Partial<OrderFacts> | null;
  readonly category?: ReasonCategory;
  readonly claimConfirmed?: Facts['claimConfirmed'];
  readonly now?: string;
  readonly appliedAt?: string;
}

/** What the published policy says; where nothing is given: an untouched order, three days old, for own reasons. */
export const assessed = (situation: Situation): Assessment =>
  assess({
    policy,
    calendar,
    order: situation.order === null ? null : { ...untouched, ...situation.order },
    category: situation.category ?? 'own_reasons',
    claimConfirmed: situation.claimConfirmed ?? null,
    now: china(situation.now ?? '2026-03-05 12:00'),
    ...(situation.appliedAt === undefined ? {} : { appliedAt: china(situation.appliedAt) }),
  });
