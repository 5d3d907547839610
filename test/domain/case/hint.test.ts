import { describe, expect, it } from '@jest/globals';
import { hintPayout } from '../../../src/domain/case/hint.ts';
import { nextActionAt } from '../../../src/domain/case/next-action.ts';
import { NOW } from '../../support/case.ts';
import { OUT_REFUND_NO, anAttempt, refundingCase } from '../../support/wechatpay-notice.ts';

const LATER = NOW + 1_800_000;

describe('a hint that a payout moved', () => {
  it.each(['sent', 'PROCESSING', 'ABNORMAL', 'waiting_funds', 'paused', 'needs_person'] as const)(
    'for an attempt that is %s, makes its worker ask now and changes nothing else',
    (state) => {
      const before = refundingCase({ state, nextAt: LATER });
      const hinted = hintPayout(before, OUT_REFUND_NO, NOW);
      expect(hinted.attempts[0]?.nextAt).toBe(NOW);
      expect(hinted.nextActionAt).toBe(nextActionAt(hinted));
      expect(hinted.nextActionAt).toBeLessThanOrEqual(NOW);
      const attempts = hinted.attempts.map((each) => ({ ...each, nextAt: LATER }));
      expect({ ...hinted, attempts, nextActionAt: before.nextActionAt }).toEqual(before);
    },
  );

  it('for an attempt already due, changes nothing', () => {
    const before = refundingCase({ nextAt: NOW - 1 });
    expect(hintPayout(before, OUT_REFUND_NO, NOW)).toBe(before);
  });

  it.each(['SUCCESS', 'CLOSED', 'refused'] as const)(
    'for an attempt that is %s, changes nothing',
    (state) => {
      const before = refundingCase({ state, nextAt: null });
      expect(hintPayout(before, OUT_REFUND_NO, NOW)).toBe(before);
    },
  );

  it.each(['planned', 'reserved'] as const)(
    'for an attempt only %s, does not shorten the wait before its first POST',
    (state) => {
      const before = refundingCase({ state, sentAt: null, nextAt: LATER });
      expect(hintPayout(before, OUT_REFUND_NO, NOW)).toBe(before);
    },
  );

  it('for an earlier attempt than the live one, changes nothing', () => {
    const attempts = [
      anAttempt({ state: 'CLOSED', nextAt: null }),
      anAttempt({ outRefundNo: 'RF20260302ABCDEF-2', number: 2, nextAt: LATER }),
    ];
    const before = refundingCase({}, { attempts });
    expect(hintPayout(before, OUT_REFUND_NO, NOW)).toBe(before);
  });

  it('for a number the case does not have, changes nothing', () => {
    const before = refundingCase({ nextAt: LATER });
    expect(hintPayout(before, 'RF20260302ABCDEF-9', NOW)).toBe(before);
  });
});
