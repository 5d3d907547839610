import { describe, expect, it } from '@jest/globals';
import { committedFen, mark, refundableFen, reserve } from '../../src/domain/ledger.ts';
import type { Order } from '../../src/domain/order.ts';

const order: Order = {
  outTradeNo: 'ORDER-1',
  transactionId: '4200000000202602270000000001',
  appid: 'wx0000000000000001',
  openid: 'oCustomer0000000000000000001',
  unionid: null,
  email: null,
  description: '年度会员',
  amountFen: 10_000,
  paidAt: 0,
  promotional: false,
  terminatedForViolation: false,
  usage: null,
  source: 'feed',
  toldAt: null,
  comparedAt: null,
  ledger: [],
};
const ask = (of: Order, outRefundNo: string, amountFen: number) =>
  reserve(of, { outRefundNo, caseNo: outRefundNo.slice(0, -2), amountFen }, 1);

describe("an order's ledger", () => {
  it('asked for all that was paid, reserves it and leaves nothing', () => {
    const { order: after, entry } = ask(order, 'A-1', 10_000);
    expect([entry.state, refundableFen(after)]).toEqual(['reserved', 0]);
  });

  it('asked for one fen more than is left, refuses and takes nothing away', () => {
    const after = ask(ask(order, 'A-1', 4_000).order, 'B-1', 6_001);
    expect([after.entry.state, refundableFen(after.order)]).toEqual(['refused', 6_000]);
  });

  it('asked twice under one number, gives its first answer and counts it once', () => {
    const once = ask(order, 'A-1', 6_000).order;
    const again = ask(once, 'A-1', 6_000);
    expect(again.order).toBe(once);
    expect(again.entry.state).toBe('reserved');
  });

  it('keeps a refusal for good, also when there would be room later', () => {
    const full = ask(order, 'A-1', 10_000).order;
    const refused = ask(full, 'B-1', 1_000).order;
    const freed = mark(refused, 'A-1', 'closed', 2);
    expect(ask(freed, 'B-1', 1_000).entry.state).toBe('refused');
    expect(ask(freed, 'B-2', 1_000).entry.state).toBe('reserved');
  });

  it.each(['settled', 'outside'] as const)('marked %s, gives nothing back', (state) => {
    expect(refundableFen(mark(ask(order, 'A-1', 4_000).order, 'A-1', state, 2))).toBe(6_000);
  });

  it('settled, stays settled', () => {
    const settled = mark(ask(order, 'A-1', 4_000).order, 'A-1', 'settled', 2);
    expect(mark(settled, 'A-1', 'closed', 3)).toBe(settled);
  });

  it('settled outside, gives nothing back when WeChat Pay closes its refund later', () => {
    const outside = mark(ask(order, 'A-1', 10_000).order, 'A-1', 'outside', 2);
    expect(mark(outside, 'A-1', 'closed', 3)).toBe(outside);
    expect(ask(outside, 'B-1', 1).entry.state).toBe('refused');
  });

  it('settled outside and then paid by WeChat Pay after all, counts both payments', () => {
    const twice = (amountFen: number) => {
      const outside = mark(ask(order, 'A-1', amountFen).order, 'A-1', 'outside', 2);
      return mark(outside, 'A-1', 'settled', 3);
    };
    expect(twice(4_000).ledger).toMatchObject([{ state: 'settled', paidTwice: true }]);
    expect([committedFen(twice(4_000)), refundableFen(twice(4_000))]).toEqual([8_000, 2_000]);
    expect([committedFen(twice(6_000)), refundableFen(twice(6_000))]).toEqual([12_000, 0]);
    expect(mark(twice(4_000), 'A-1', 'settled', 4)).toEqual(twice(4_000));
  });

  it('never turns a refused number into one that was paid', () => {
    const refused = ask(order, 'A-1', 10_001).order;
    expect(mark(refused, 'A-1', 'settled', 2)).toBe(refused);
  });
});
