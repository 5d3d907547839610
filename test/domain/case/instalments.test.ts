import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/domain/case/state.ts';
import { mark, refundableFen, reserve } from '../../../src/domain/ledger.ts';
import type { Order } from '../../../src/domain/order.ts';
import { aCase, staff } from '../../support/case.ts';
import { anOrder, asks, does, offer } from '../../support/case-states.ts';

/** A new case about an order of that price; the limit for one person is ¥1,000. */
const about = (order: Order): Case =>
  aCase({ order: { ...aCase().order, paidFen: order.amountFen, outTradeNo: order.outTradeNo } });
const contextOf = (order: Order) => ({ order, refundableFen: refundableFen(order) });

const approveTheRest = (order: Order) => {
  const amountFen = refundableFen(order);
  const command = { type: 'approve', amountFen, note: 'n', message: null } as const;
  return does(about(order), command, staff('小林'), contextOf(order));
};
const acceptOffer = (order: Order, amountFen: number) => {
  const offered = does(about(order), offer(amountFen), staff('小林'), contextOf(order));
  return asks(offered, { type: 'accept_offer', offerId: 'offer-1' }, contextOf(order)).after;
};

/** An order of which an earlier case has taken so much; what became of that. */
const earlier = (paidFen: number, takenFen: number, state: 'reserved' | 'settled' | 'outside' | 'closed') => {
  const request = { outRefundNo: 'RF20260301BBBBBB-1', caseNo: 'RF20260301BBBBBB', amountFen: takenFen };
  const { order } = reserve(anOrder({ amountFen: paidFen }), request, 1);
  return state === 'reserved' ? order : mark(order, request.outRefundNo, state, 2);
};

describe('the refunds of one order, in several cases', () => {
  it('of together exactly what one person may decide on: paid on one word', () => {
    expect(approveTheRest(earlier(100_000, 40_000, 'settled'))).toMatchObject({
      status: 'refunding',
      attempts: [{ amountFen: 60_000 }],
    });
    expect(acceptOffer(earlier(168_000, 40_000, 'settled'), 60_000).status).toBe('refunding');
  });

  it.each(['reserved', 'settled', 'outside'] as const)(
    'of together one fen more, the earlier one %s: the later one waits for a second person, and plans nothing',
    (state) => {
      const waits = { status: 'awaiting_second_approval', attempts: [] };
      expect(approveTheRest(earlier(100_001, 40_000, state))).toMatchObject(waits);
      expect(acceptOffer(earlier(168_000, 40_000, state), 60_001)).toMatchObject(waits);
    },
  );

  it('of which the earlier one was closed and came back: only the later one counts', () => {
    expect(acceptOffer(earlier(168_000, 100_000, 'closed'), 100_000).status).toBe('refunding');
    expect(acceptOffer(earlier(168_000, 100_000, 'closed'), 100_001).status).toBe('awaiting_second_approval');
  });

  it('a rest granted on appeal is held to the same limit', () => {
    const order = earlier(168_000, 100_000, 'settled');
    const appealed = { ...about(order), status: 'appealed' } as const;
    const appeals = [
      {
        against: 'rejection',
        text: '不同意',
        evidence: [],
        at: 1,
        outcome: null,
        by: null,
        decidedAt: null,
        note: null,
        message: null,
        clauses: null,
      },
    ];
    const decided = does(
      { ...appealed, appeals },
      { type: 'decide_appeal', outcome: 'refund', amountFen: null, clauses: [], note: 'n', message: 'm' },
      staff('周主管', 'supervisor'),
      contextOf(order),
    );
    expect(decided).toMatchObject({ status: 'awaiting_second_approval', approval: { amountFen: 68_000 } });
  });
});
