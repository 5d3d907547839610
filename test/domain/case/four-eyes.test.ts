import { describe, expect, it } from '@jest/globals';
import type { StaffCommand } from '../../../src/domain/case/commands.ts';
import { refreshFacts } from '../../../src/domain/case/decide/facts.ts';
import { possibleCommands } from '../../../src/domain/case/possible.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { NOW, aCase, after, context, limits, staff, when } from '../../support/case.ts';
import {
  anOrder,
  approveAll,
  asks,
  big,
  bigContext,
  does,
  offer,
  reject,
} from '../../support/case-states.ts';

const agent = staff('小林');
const supervisor = staff('周主管', 'supervisor');
const finance = staff('吴财务', 'finance');
const admin = staff('郑管理', 'admin');
const AMOUNT = 150_000;

const approveSecond: StaffCommand = { type: 'second_approve', note: '同意' };
const declineSecond: StaffCommand = { type: 'second_decline', note: '请再核实' };
const refundOnAppeal: StaffCommand = {
  type: 'decide_appeal',
  outcome: 'refund',
  amountFen: null,
  clauses: [],
  note: 'n',
  message: 'm',
};
const offerOnAppeal: StaffCommand = { ...refundOnAppeal, outcome: 'offer', amountFen: AMOUNT };

const large = big(aCase());
const over = bigContext;
const appealed = (kase: Case): Case =>
  asks(kase, { type: 'appeal', text: '不同意', evidence: [] }, over).after;
const accepted = (kase: Case): Case =>
  asks(kase, { type: 'accept_offer', offerId: kase.offers.at(-1)?.id ?? '' }, over).after;
const ofRejection = appealed(does(large, reject, agent));

interface Path {
  /** Who has decided that the money is paid. */
  readonly first: typeof agent;
  readonly waiting: Case;
  readonly amountFen: number;
  readonly returnTo: 'in_review' | 'appealed';
  /** What the customer hears when it comes to nothing; null: it was our own affair. */
  readonly told: 'not_approved' | null;
}

const paths: readonly (readonly [string, Path])[] = [
  [
    'an approval',
    {
      first: supervisor,
      waiting: does(large, approveAll(168_000), supervisor, over),
      amountFen: 168_000,
      returnTo: 'in_review',
      told: null,
    },
  ],
  [
    'an offer that was accepted',
    {
      first: supervisor,
      waiting: accepted(does(large, offer(AMOUNT), supervisor, over)),
      amountFen: AMOUNT,
      returnTo: 'in_review',
      told: 'not_approved',
    },
  ],
  [
    'an offer made on appeal that was accepted',
    {
      first: supervisor,
      waiting: accepted(does(ofRejection, offerOnAppeal, supervisor, over)),
      amountFen: AMOUNT,
      returnTo: 'appealed',
      told: 'not_approved',
    },
  ],
  [
    'an appeal that was allowed',
    {
      first: supervisor,
      waiting: does(ofRejection, refundOnAppeal, supervisor, over),
      amountFen: 168_000,
      returnTo: 'appealed',
      told: null,
    },
  ],
];

const newNotices = (before: Case, now: Case) =>
  now.outbox.slice(before.outbox.length).map(({ kind, outcome }) => [kind, outcome]);
/** Nothing of it stands any more; the case is where the decision was made. */
const expectBack = (now: Case, { waiting, returnTo, told }: Path): void => {
  expect(now).toMatchObject({ status: returnTo, approval: null, attempts: [] });
  expect(now.version).toBeGreaterThan(waiting.version);
  expect(newNotices(waiting, now)).toEqual(told === null ? [] : [['request', told]]);
  expect(now.offers.map(({ state }) => state)).toEqual(told === null ? [] : ['not_approved']);
  const open = { outcome: null, by: null, decidedAt: null, note: null, message: null };
  expect(now.appeals).toMatchObject(returnTo === 'appealed' ? [open] : []);
  expect(now.nextActionAt).not.toBeNull();
};

describe.each(paths)('above the four-eyes limit, %s', (_what, path) => {
  const { first, waiting, amountFen } = path;

  it('waits for a second person: nothing is planned, and nobody is told', () => {
    expect(waiting).toMatchObject({
      status: 'awaiting_second_approval',
      attempts: [],
      approval: { amountFen, by: first.name, second: null },
    });
    expect(waiting.outbox.filter(({ outcome }) => outcome === 'approved')).toEqual([]);
  });

  it('is not approved by the first person again', () => {
    const own = when(waiting, approveSecond, first, over);
    expect([own.code, own.after]).toEqual(['second_person_required', waiting]);
  });

  it.each([finance, admin])('is paid once $name has agreed, that amount and no other', (second) => {
    const { after: paid } = when(waiting, approveSecond, second, { ...over, version: waiting.version });
    expect(paid).toMatchObject({
      status: 'refunding',
      attempts: [{ amountFen, totalFen: 168_000, state: 'planned' }],
      approval: { by: first.name, second: { by: second.name, note: '同意' } },
    });
  });

  it('declined: is where it was decided, and the customer hears what concerns them', () => {
    expectBack(does(waiting, declineSecond, finance, over), path);
  });

  it('taken back by the first person: the same', () => {
    expectBack(does(waiting, declineSecond, first, over), path);
  });

  it('other facts recorded meanwhile: is void, and there is nothing to agree to', () => {
    const facts: StaffCommand = { type: 'record_facts', facts: { claimConfirmed: '2.1' }, note: 'n' };
    const changed = does(waiting, facts, agent, { ...over, order: anOrder({ amountFen: 168_000 }) });
    expectBack(changed, path);
    expect(when(changed, approveSecond, finance, over).code).toBe('illegal_transition');
  });

  it('the order used meanwhile, as the shop says: the same', () => {
    const usage = { paidFeaturesUsed: true, quotaUsed: 40, quotaTotal: 100 };
    const order = anOrder({ amountFen: 168_000, usage });
    const events = refreshFacts(waiting, { ...context, ...over, order });
    expectBack(after(waiting, events), path);
  });

  it('the order as it was, told again by the shop: still waits', () => {
    expect(refreshFacts(waiting, { ...context, ...over, order: anOrder({ amountFen: 168_000 }) })).toEqual(
      [],
    );
  });

  it('less left of the order than was approved: is void; as much as was approved: still waits', () => {
    const order = anOrder({ amountFen: 168_000 });
    expect(refreshFacts(waiting, { ...context, ...over, order, refundableFen: amountFen })).toEqual([]);
    const events = refreshFacts(waiting, { ...context, ...over, order, refundableFen: amountFen - 1 });
    expectBack(after(waiting, events), path);
  });

  it('the ledger refuses what both have approved: is where it was decided, told as when it is declined', () => {
    const both = does(waiting, approveSecond, finance, over);
    const refused = after(both, [{ type: 'PayoutRefused', outRefundNo: `${both.caseNo}-1` }]);
    expect(refused.attempts).toMatchObject([{ state: 'refused' }]);
    expectBack({ ...refused, attempts: [] }, path);
  });

  it.each([
    ['read before it was approved', { version: waiting.version - 1 }, 'version_conflict'],
    [
      'of which less is left than was approved',
      { refundableFen: amountFen - 1 },
      'amount_exceeds_refundable',
    ],
    ['of which nothing is left', { refundableFen: 0 }, 'amount_exceeds_refundable'],
    ['whose order is not known any more', { refundableFen: null }, 'unverified_order'],
    ['paid for more than 365 days ago', { now: NOW + 363 * 86_400_000 }, 'refund_window_closed'],
  ])('approved a second time, %s: refused, and still waits', (_how, changed, code) => {
    const second = when(waiting, approveSecond, finance, { ...over, ...changed });
    expect([second.code, second.after]).toEqual([code, waiting]);
  });

  it('changed by whatever may come to change a case: what was approved is not what is approved now', () => {
    const changed = { ...waiting, version: waiting.version + 1 };
    const second = when(changed, approveSecond, finance, over);
    expect([second.code, second.after]).toEqual(['version_conflict', changed]);
  });
});

describe('a refund that an appeal has won', () => {
  it('is not declined by whoever had refused it, nor offered to them to decline', () => {
    const waits = does(appealed(does(large, reject, admin)), refundOnAppeal, supervisor, over);
    expect(when(waits, declineSecond, admin, over)).toMatchObject({
      code: 'second_person_required',
      after: waits,
    });
    expect(possibleCommands(waits, admin)).not.toContain('second_decline');
    expect(possibleCommands(waits, finance)).toContain('second_decline');
  });
});

describe('the limit itself', () => {
  const { fourEyesAboveFen } = limits;
  /** About an order of that price, nothing of which has been refunded. */
  const priced = (kase: Case, paidFen: number): Case => ({ ...kase, order: { ...kase.order, paidFen } });
  const decided: readonly (readonly [string, (amountFen: number) => Case])[] = [
    [
      'an approval',
      (amountFen) =>
        does(priced(large, amountFen), approveAll(amountFen), agent, { refundableFen: amountFen }),
    ],
    ['an offer that was accepted', (amountFen) => accepted(does(large, offer(amountFen), agent, over))],
    [
      'an appeal that was allowed',
      (amountFen) =>
        does(priced(ofRejection, amountFen), refundOnAppeal, supervisor, { refundableFen: amountFen }),
    ],
    [
      'an offer made on appeal that was accepted',
      (amountFen) =>
        accepted(does(ofRejection, { ...refundOnAppeal, outcome: 'offer', amountFen }, supervisor, over)),
    ],
  ];

  it.each(decided)('%s: one person is enough up to it, and not one fen above', (_what, decide) => {
    expect([fourEyesAboveFen, fourEyesAboveFen + 1].map((fen) => decide(fen).status)).toEqual([
      'refunding',
      'awaiting_second_approval',
    ]);
  });
});

describe('an offer of less than the limit, and more asked for by the customer', () => {
  it('is not paid without us: the counter-offer is in review', () => {
    const offered = does(large, offer(90_000), agent, over);
    const countered = asks(
      offered,
      { type: 'counter_offer', offerId: 'offer-1', amountFen: AMOUNT },
      over,
    ).after;
    expect(countered).toMatchObject({ status: 'in_review', approval: null, attempts: [] });
  });

  it('named as the very amount: is accepted, and waits for a second person where it is above the limit', () => {
    const offered = does(large, offer(AMOUNT), agent, over);
    const command = { type: 'counter_offer', offerId: 'offer-1', amountFen: AMOUNT } as const;
    expect(asks(offered, command, over).after.status).toBe('awaiting_second_approval');
  });
});
