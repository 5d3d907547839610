import { describe, expect, it } from '@jest/globals';
import type { CustomerCommand, StaffCommand } from '../../../src/domain/case/commands.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { DAY_MS } from '../../../src/domain/time.ts';
import { NOW, aCase, limits, staff, when } from '../../support/case.ts';
import { approveAll, asks, does, offer, reject } from '../../support/case-states.ts';

const agent = staff('小林');
const supervisor = staff('周主管', 'supervisor');

type Ending = (offered: Case, offerId: string) => Case;
const answer =
  (build: (offerId: string) => CustomerCommand): Ending =>
  (offered, offerId) =>
    asks(offered, build(offerId)).after;
const declined = answer((offerId) => ({ type: 'decline_offer', offerId }));
const endings: readonly (readonly [string, Ending])[] = [
  ['declined', declined],
  ['countered', answer((offerId) => ({ type: 'counter_offer', offerId, amountFen: 15_000 }))],
  ['withdrawn', (offered) => does(offered, { type: 'withdraw_offer', note: 'n', message: 'm' }, agent)],
];

/** After so many offers, each of which came to nothing. */
const rounds = (count: number, end = declined): Case =>
  Array.from({ length: count }, (_, i) => `offer-${String(i + 1)}`).reduce(
    (kase, offerId) => end(does(kase, offer(), agent), offerId),
    aCase(),
  );

describe('offers in one case', () => {
  it.each(endings)('each of them %s: as many as are allowed, and no more', (_how, end) => {
    const last = rounds(limits.offerRounds - 1, end);
    expect(when(last, offer(), agent).code).toBe('ok');
    const exhausted = rounds(limits.offerRounds, end);
    const { code, after } = when(exhausted, offer(), agent);
    expect([exhausted.status, code, after]).toEqual(['in_review', 'offer_rounds_exhausted', exhausted]);
  });

  it('as many as there may be: it is still approved, or refused', () => {
    const exhausted = rounds(limits.offerRounds);
    expect(when(exhausted, approveAll(), agent).after.status).toBe('refunding');
    expect(when(exhausted, reject, agent).after.status).toBe('rejected');
  });

  it('those before an appeal count in it: there it is refunded or upheld', () => {
    const rejected = does(rounds(limits.offerRounds), reject, agent);
    const appealed = asks(rejected, { type: 'appeal', text: '不同意', evidence: [] }).after;
    const decision: StaffCommand = {
      type: 'decide_appeal',
      outcome: 'offer',
      amountFen: 500,
      clauses: [],
      note: 'n',
      message: 'm',
    };
    const offered = when(appealed, decision, supervisor);
    expect([offered.code, offered.after]).toEqual(['offer_rounds_exhausted', appealed]);
    const upheld = when(appealed, { ...decision, outcome: 'uphold', amountFen: null }, supervisor);
    expect(upheld.after.status).toBe('closed');
  });

  it('of which one stands: there is no other beside it', () => {
    const offered = does(aCase(), offer(), agent);
    const second = when(offered, offer(), agent);
    expect([second.code, second.after]).toEqual(['illegal_transition', offered]);
  });

  it('are answered by their own number: an answer to an earlier one changes nothing', () => {
    const second = does(rounds(1), offer(12_000), agent);
    for (const type of ['accept_offer', 'decline_offer'] as const) {
      const { code, after } = asks(second, { type, offerId: 'offer-1' });
      expect([code, after]).toEqual(['no_open_offer', second]);
    }
    const paid = asks(second, { type: 'accept_offer', offerId: 'offer-2' }).after;
    expect(paid).toMatchObject({ status: 'refunding', attempts: [{ amountFen: 12_000 }] });
  });

  it('are accepted up to the last millisecond of their last day, and not after', () => {
    const offered = does(aCase(), offer(), agent);
    const { lapsesAt = NOW } = offered.offers[0] ?? {};
    const accept = { type: 'accept_offer', offerId: 'offer-1' } as const;
    expect(asks(offered, accept, { now: lapsesAt }).after.status).toBe('refunding');
    const { code, after } = asks(offered, accept, { now: lapsesAt + 1 });
    expect([code, after]).toEqual(['no_open_offer', offered]);
  });

  it('are not accepted once WeChat Pay would not refund the payment any more: refused, and the offer stands', () => {
    const paidAt = NOW - 363 * DAY_MS;
    const offered = does(aCase({ order: { ...aCase().order, paidAt } }), offer(), agent);
    const accept = { type: 'accept_offer', offerId: 'offer-1' } as const;
    expect(asks(offered, accept, { now: paidAt + 365 * DAY_MS }).after.status).toBe('refunding');
    const { code, after } = asks(offered, accept, { now: paidAt + 365 * DAY_MS + 1 });
    expect([code, after]).toEqual(['refund_window_closed', offered]);
  });

  it('of which less is left when they are accepted: refused, and the offer stands', () => {
    const offered = does(aCase(), offer(), agent);
    const { code, after } = asks(
      offered,
      { type: 'accept_offer', offerId: 'offer-1' },
      { refundableFen: 9_899 },
    );
    expect([code, after]).toEqual(['amount_exceeds_refundable', offered]);
  });
});
