import { describe, expect, it } from '@jest/globals';
import { type OrderFacts, assessableClauses } from '../../../src/domain/policy/assess.ts';
import type { ReasonCategory } from '../../../src/domain/reason.ts';
import { isoChina } from '../../../src/domain/time.ts';
import { china } from '../../support/calendar.ts';
import { type Situation, assessed } from '../../support/policy.ts';

const verdict = (situation: Situation): string => {
  const { outcome, clauses } = assessed(situation);
  return `${outcome} ${clauses.join(' ')}`.trim();
};

const used = { paidFeaturesUsed: true, quotaUsed: 0, quotaTotal: 100 };
const consumed = { paidFeaturesUsed: false, quotaUsed: 1, quotaTotal: 100 };
const late = '2026-03-17 00:00';
const claims: [ReasonCategory, '2.1' | '2.3' | '2.4'][] = [
  ['technical_failure', '2.1'],
  ['service_unavailable', '2.3'],
  ['required_by_law', '2.4'],
];

describe('each clause, where it alone decides', () => {
  const cases: [string, string, Situation][] = [
    ['2.1', 'full 2.1', { category: 'technical_failure', claimConfirmed: '2.1', order: { usage: used } }],
    ['2.3', 'full 2.3', { category: 'service_unavailable', claimConfirmed: '2.3', order: { usage: used } }],
    ['2.4', 'full 2.4', { category: 'required_by_law', claimConfirmed: '2.4', order: { usage: used } }],
    ['2.2', 'full 2.2', { category: 'unused_within_14_days' }],
    ['3.4', 'none 3.4', { category: 'other', order: { terminatedForViolation: true } }],
    ['3.5', 'none 3.5', { category: 'other', order: { promotional: true } }],
    ['3.1, a paid feature used', 'none 3.1', { category: 'other', order: { usage: used } }],
    ['3.1, one unit of quota consumed', 'none 3.1', { category: 'other', order: { usage: consumed } }],
    ['3.2', 'none 3.2', { category: 'other', now: late }],
    ['7.1', 'case_by_case 7.1', { category: 'personal_emergency' }],
    ['7.2', 'case_by_case 7.2', { category: 'maintenance_interruption' }],
    ['7.3', 'case_by_case 7.3', { category: 'force_majeure' }],
  ];
  it.each(cases)('%s', (_clause, expected, situation) => {
    expect(verdict(situation)).toBe(expected);
  });

  it('each clause has such a case, but 3.3, which never decides alone', () => {
    const alone = new Set(cases.map(([clause]) => clause.replace(/,.*/, '')));
    expect([...alone].sort()).toEqual(assessableClauses.filter((clause) => clause !== '3.3'));
  });
});

describe('which rule comes first', () => {
  const worst: Partial<OrderFacts> = { usage: used, promotional: true, terminatedForViolation: true };

  it.each(claims)(
    '%s claimed but not confirmed is for people, whatever the order says',
    (category, clause) => {
      expect(verdict({ category })).toBe(`case_by_case ${clause}`);
      expect(verdict({ category, order: worst, now: late })).toBe(`case_by_case ${clause}`);
      expect(verdict({ category, order: null })).toBe(`case_by_case ${clause}`);
    },
  );

  it.each(claims)('%s confirmed is a full refund, whatever the order says', (category, clause) => {
    expect(verdict({ category, claimConfirmed: clause, order: worst, now: late })).toBe(`full ${clause}`);
    expect(verdict({ category, claimConfirmed: clause, order: null })).toBe(`full ${clause}`);
  });

  it('a claim that staff confirm counts under the clause they confirmed, not the one the customer chose', () => {
    expect(verdict({ category: 'other', claimConfirmed: '2.3', order: worst })).toBe('full 2.3');
    expect(verdict({ category: 'personal_emergency', claimConfirmed: '2.1' })).toBe('full 2.1');
  });

  it.each<[ReasonCategory, string]>([
    ['personal_emergency', '7.1'],
    ['maintenance_interruption', '7.2'],
    ['force_majeure', '7.3'],
  ])('%s is looked at case by case even where much speaks against a refund', (category, clause) => {
    expect(verdict({ category, order: worst, now: late })).toBe(`case_by_case ${clause}`);
    expect(verdict({ category, order: null })).toBe(`case_by_case ${clause}`);
  });

  it('everything that speaks against a refund is named, the weightiest first, and own reasons last', () => {
    expect(verdict({ category: 'own_reasons', order: worst, now: late })).toBe('none 3.4 3.5 3.1 3.2 3.3');
    expect(verdict({ category: 'other', order: worst, now: late })).toBe('none 3.4 3.5 3.1 3.2');
    expect(verdict({ category: 'unused_within_14_days', order: { usage: used }, now: late })).toBe(
      'none 3.1 3.2',
    );
  });

  it.each<[string, Situation]>([
    ['3.4', { order: { terminatedForViolation: true } }],
    ['3.5', { order: { promotional: true } }],
    ['3.1', { order: { usage: consumed } }],
    ['3.2', { now: late }],
  ])('for own reasons, %s brings 3.3 with it', (clause, situation) => {
    expect(verdict({ ...situation, category: 'own_reasons' })).toBe(`none ${clause} 3.3`);
  });

  it.each<ReasonCategory>(['own_reasons', 'other', 'unused_within_14_days'])(
    'unused within 14 days is a full refund for the reason %s too',
    (category) => {
      expect(verdict({ category })).toBe('full 2.2');
    },
  );
});

describe('what nobody has told us', () => {
  it.each<[keyof OrderFacts]>([['paidAt'], ['usage'], ['promotional'], ['terminatedForViolation']])(
    'without %s nothing is recommended, even where another fact speaks against a refund',
    (name) => {
      const others: Partial<OrderFacts> =
        name === 'promotional' ? { terminatedForViolation: true } : { promotional: true };
      for (const category of ['own_reasons', 'other', 'unused_within_14_days'] as const) {
        const assessment = assessed({ category, order: { ...others, [name]: null } });
        expect(assessment).toMatchObject({
          outcome: 'case_by_case',
          clauses: [],
          facts: { unknown: [name] },
        });
      }
    },
  );

  it('an order we do not know leaves every fact open, and names the order first', () => {
    const assessment = assessed({ order: null });
    expect(assessment).toMatchObject({ outcome: 'case_by_case', clauses: [], fullRefundUntil: null });
    expect(assessment.facts).toEqual({
      paidAt: null,
      paidFeaturesUsed: null,
      quotaUsed: null,
      quotaTotal: null,
      promotional: null,
      terminatedForViolation: null,
      claimConfirmed: null,
      unknown: ['order', 'paidAt', 'usage', 'promotional', 'terminatedForViolation'],
    });
  });

  it('an earlier rule decides without the facts, which are still listed as unknown', () => {
    expect(assessed({ category: 'technical_failure', order: { usage: null } }).facts.unknown).toEqual([
      'usage',
    ]);
  });

  it('known facts are kept as they were told, with the time of the assessment', () => {
    expect(assessed({ order: { usage: consumed, promotional: true } })).toMatchObject({
      facts: { paidFeaturesUsed: false, quotaUsed: 1, quotaTotal: 100, promotional: true, unknown: [] },
      assessedAt: china('2026-03-05 12:00'),
    });
  });
});

describe('the 14 days', () => {
  const on = (paidAt: string, now: string): string =>
    verdict({ order: { paidAt: china(paidAt) }, category: 'other', now });

  it('paid at the last millisecond of a day in China, the 14 days end with the 14th day after it', () => {
    expect(on('2026-03-02 23:59:59.999', '2026-03-16 23:59:59.999')).toBe('full 2.2');
    expect(on('2026-03-02 23:59:59.999', '2026-03-17 00:00:00.000')).toBe('none 3.2');
  });

  it('paid one millisecond later, at midnight in China, they end a day later', () => {
    expect(on('2026-03-03 00:00:00.000', '2026-03-17 23:59:59.999')).toBe('full 2.2');
    expect(on('2026-03-03 00:00:00.000', '2026-03-18 00:00:00.000')).toBe('none 3.2');
  });

  it.each([
    ['a Saturday', '2026-03-07 09:00', '2026-03-23'],
    ['inside the Spring Festival', '2026-02-06 09:00', '2026-02-24'],
    ['inside National Day week, before a worked Saturday', '2026-09-19 09:00', '2026-10-08'],
    ['a Sunday before a day off', '2026-04-20 09:00', '2026-05-06'],
  ])('a last day that is %s moves to the next working day', (_title, paidAt, lastDay) => {
    expect(on(paidAt, `${lastDay} 23:59:59.999`)).toBe('full 2.2');
    expect(isoChina(assessed({ order: { paidAt: china(paidAt) } }).fullRefundUntil ?? 0)).toBe(
      `${lastDay}T23:59:59.999+08:00`,
    );
    expect(
      verdict({ order: { paidAt: china(paidAt) }, category: 'other', now: `${lastDay} 24:00:00.000` }),
    ).toBe('none 3.2');
  });

  it('a last day that is a worked Saturday stays', () => {
    expect(on('2026-01-31 09:00', '2026-02-14 23:59:59.999')).toBe('full 2.2');
    expect(on('2026-01-31 09:00', '2026-02-15 00:00:00.000')).toBe('none 3.2');
  });

  it('an application in time stays in time, however late it is assessed again', () => {
    const situation: Situation = { category: 'other', now: '2026-04-20 12:00' };
    expect(verdict(situation)).toBe('none 3.2');
    expect(verdict({ ...situation, appliedAt: '2026-03-16 23:59:59.999' })).toBe('full 2.2');
    expect(verdict({ ...situation, appliedAt: '2026-03-17 00:00' })).toBe('none 3.2');
  });
});
