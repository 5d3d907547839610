import { describe, expect, it } from '@jest/globals';
import { type OfferLine, linesFor, suggestOffer } from '../../../src/domain/case/offer.ts';
import { MAX_FEN } from '../../../src/domain/money.ts';

const usage = (quotaUsed: number, quotaTotal: number) => ({ quotaUsed, quotaTotal });
const sum = (lines: readonly OfferLine[]): number => lines.reduce((fen, { amountFen }) => fen + amountFen, 0);

describe('what clause 5.2 comes to by actual usage', () => {
  it.each([
    ['two fifths used', 19_800, 19_800, usage(40, 100), 11_880],
    ['nothing used', 19_800, 19_800, usage(0, 100), 19_800],
    ['everything used', 19_800, 19_800, usage(100, 100), 0],
    ['more used than was bought', 19_800, 19_800, usage(250, 100), 0],
    ['a third of a yuan: the part of a fen is the customer’s', 100, 100, usage(1, 3), 67],
    ['one fen, almost all of it used', 1, 1, usage(99, 100), 1],
    ['a part refunded before', 19_800, 14_800, usage(40, 100), 6_880],
    ['as much refunded before as is left', 19_800, 7_920, usage(40, 100), 0],
    ['more refunded before than is left', 19_800, 1_000, usage(40, 100), 0],
    ['the most that WeChat Pay can name', MAX_FEN, MAX_FEN, usage(1, 3), MAX_FEN - Math.floor(MAX_FEN / 3)],
  ])('%s', (_what, paidFen, refundableFen, used, amountFen) => {
    const suggestion = suggestOffer(paidFen, refundableFen, used);
    expect(suggestion?.amountFen).toBe(amountFen);
    expect(sum(suggestion?.lines ?? [])).toBe(amountFen);
    expect(amountFen).toBeLessThanOrEqual(refundableFen);
  });

  it('says how it comes about: what was paid, what was used of it, what has gone back', () => {
    expect(suggestOffer(19_800, 14_800, usage(40, 100))?.lines).toEqual([
      { kind: 'paid', amountFen: 19_800, quota: null },
      { kind: 'used', amountFen: -7_920, quota: { used: 40, total: 100 } },
      { kind: 'refunded', amountFen: -5_000, quota: null },
    ]);
  });

  it.each([
    ['nobody has told how much', null],
    ['there is no quota', usage(0, 0)],
  ])('%s: nothing is suggested', (_what, used) => {
    expect(suggestOffer(19_800, 19_800, used)).toBeNull();
  });
});

describe('the lines of an offer', () => {
  it.each([
    ['as suggested', 6_880, usage(40, 100), ['paid', 'used', 'refunded']],
    ['more than that', 9_000, usage(40, 100), ['paid', 'used', 'refunded', 'adjustment']],
    ['less than that', 5_000, usage(40, 100), ['paid', 'used', 'refunded', 'adjustment']],
    ['nothing is known of its use', 9_000, null, ['paid', 'refunded', 'adjustment']],
    ['all that is left, nothing known of its use', 14_800, null, ['paid', 'refunded']],
  ])('add up to it: %s', (_what, amountFen, used, kinds) => {
    const lines = linesFor(amountFen, 19_800, 14_800, suggestOffer(19_800, 14_800, used));
    expect([sum(lines), lines.map(({ kind }) => kind)]).toEqual([amountFen, kinds]);
  });
});
