import { describe, expect, it } from '@jest/globals';
import type { StaffCommand } from '../../../src/domain/case/commands.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { NOW, aCase, after, staff, when } from '../../support/case.ts';
import { asks, does, inState, offer } from '../../support/case-states.ts';

const supervisor = staff('周主管', 'supervisor');
const another = staff('郑管理', 'admin');
type DecideAppeal = Extract<StaffCommand, { type: 'decide_appeal' }>;
const decision = (outcome: DecideAppeal['outcome'], over: Partial<DecideAppeal> = {}): DecideAppeal => ({
  type: 'decide_appeal',
  outcome,
  amountFen: null,
  clauses: [],
  note: 'n',
  message: 'm',
  ...over,
});
const appealed = (kase: Case, now = NOW): Case =>
  asks(kase, { type: 'appeal', text: '不同意', evidence: [] }, { now }).after;

const assessed = (outcome: 'none' | 'full' | 'case_by_case', clauses: string[]): Case =>
  aCase({ assessment: { ...aCase().assessment, outcome, clauses } });
const missed = (kase: Case): Case =>
  appealed(
    after(kase, [{ type: 'ReviewOverdue' }], kase.deadlines.reviewBy + 1),
    kase.deadlines.reviewBy + 2,
  );

const ofRejection = appealed(
  does(aCase(), { type: 'reject', clauses: ['3.4', '3.1'], note: 'n', message: 'm' }),
);
const ofOffer = appealed(does(aCase(), offer()));
const ofOfferAfterRejection = appealed(
  does(ofRejection, decision('offer', { amountFen: 5_000 }), supervisor),
);

describe('an appeal that is not allowed, without clauses of its own', () => {
  it.each([
    ['a rejection: on those of the rejection', ofRejection, ['3.1', '3.4']],
    ['an offer: on that of negotiation', ofOffer, ['5.2']],
    [
      'an offer made on an appeal against a rejection: on that of negotiation',
      ofOfferAfterRejection,
      ['5.2'],
    ],
    [
      'a missed date, where the policy grants nothing: on what it says',
      missed(assessed('none', ['3.2', '3.1'])),
      ['3.1', '3.2'],
    ],
  ])('against %s', (_what, kase, clauses) => {
    const { code, after: decided } = when(kase, decision('uphold'), another);
    expect([code, decided.status]).toEqual(['ok', 'closed']);
    expect(decided.appeals.at(-1)).toMatchObject({ outcome: 'uphold', by: another.name, clauses });
  });

  it.each([
    ['grants everything', assessed('full', ['2.2'])],
    ['leaves it to people', assessed('case_by_case', ['7.1'])],
    ['leaves it to people, whatever it names', assessed('case_by_case', ['3.1'])],
  ])(
    'against a missed date, where the policy %s: refused, nothing says why we would not pay',
    (_what, kase) => {
      const filed = missed(kase);
      const { code, after: decided } = when(filed, decision('uphold'), another);
      expect([code, decided]).toEqual(['unknown_clause', filed]);
    },
  );
});

describe('an appeal that is not allowed, with clauses of its own', () => {
  it.each([
    ['a rejection', ofRejection],
    ['an offer', ofOffer],
    ['a missed date', missed(aCase())],
  ])('against %s: rests on those, each once, in order', (_what, kase) => {
    const { after: decided } = when(kase, decision('uphold', { clauses: ['3.5', '3.2', '3.5'] }), another);
    expect(decided.appeals.at(-1)?.clauses).toEqual(['3.2', '3.5']);
  });

  it.each([['3.9'], ['2.2'], ['3.1', '5.2']])('%j: refused, and nothing changes', (...clauses) => {
    const { code, after: decided } = when(ofRejection, decision('uphold', { clauses }), another);
    expect([code, decided]).toEqual(['unknown_clause', ofRejection]);
  });
});

describe('an appeal that is allowed', () => {
  it('pays all that is left, whoever decides on how much', () => {
    const { after: decided } = when(ofRejection, decision('refund'), another, { refundableFen: 12_300 });
    expect(decided).toMatchObject({ status: 'refunding', attempts: [{ amountFen: 12_300 }] });
  });

  it.each([
    ['nothing is left', { refundableFen: 0 }, 'amount_exceeds_refundable'],
    ['the order is not known', { refundableFen: null }, 'unverified_order'],
    ['365 days are over', { now: NOW + 363 * 86_400_000 }, 'refund_window_closed'],
  ])('where %s: refused, and nothing changes', (_what, over, code) => {
    for (const outcome of [decision('refund'), decision('offer', { amountFen: 1 })]) {
      const result = when(ofRejection, outcome, another, over);
      expect([result.code, result.after]).toEqual([code, ofRejection]);
    }
  });

  it('by an offer of more than is left: refused, and nothing changes', () => {
    const result = when(ofRejection, decision('offer', { amountFen: 19_801 }), another);
    expect([result.code, result.after]).toEqual(['amount_exceeds_refundable', ofRejection]);
  });

  it('by an offer that comes to nothing: is to be decided again, by whoever made it too', () => {
    const offered = does(ofRejection, decision('offer', { amountFen: 5_000 }), supervisor);
    const declined = asks(offered, { type: 'decline_offer', offerId: 'offer-1' }).after;
    expect(declined).toMatchObject({
      status: 'appealed',
      appeals: [{ outcome: null, by: null, decidedAt: null, note: null, message: null }],
    });
    expect(when(declined, decision('refund'), supervisor).code).toBe('ok');
  });
});

it('an appeal frees the case from whoever had it claimed', () => {
  const claimed = does(does(aCase(), { type: 'claim' }), {
    type: 'reject',
    clauses: ['3.1'],
    note: 'n',
    message: 'm',
  });
  expect([claimed.assignee, appealed(claimed).assignee]).toEqual(['小林', null]);
});

it('an appeal is decided once: what it was decided on is over', () => {
  const closed = does(inState.appealed, decision('uphold'), supervisor);
  for (const outcome of ['refund', 'uphold'] as const)
    expect(when(closed, decision(outcome), another).code).toBe('illegal_transition');
});
