import { describe, expect, it } from '@jest/globals';
import type { RefundRecord } from '../../../src/gateways/wechat-pay/types.ts';
import { afterPost, afterQuery } from '../../../src/usecases/payout/answers.ts';
import { anAttempt } from '../../support/wechatpay-notice.ts';

const sent = anAttempt({ state: 'sent', refundId: null });
const parked = anAttempt({ state: 'needs_person', trouble: '400 PARAM_ERROR: x' });
const record: RefundRecord = {
  refundId: '50300000012026030200000001',
  outRefundNo: sent.outRefundNo,
  transactionId: sent.transactionId,
  outTradeNo: sent.outTradeNo,
  status: 'SUCCESS',
  amountFen: sent.amountFen,
  totalFen: sent.totalFen,
  payerRefundFen: null,
  userReceivedAccount: null,
  successTime: 1_000,
};
const unknown = { kind: 'unknown', detail: 'amountFen is 2, expected 1' } as const;
const signError = { kind: 'refused', status: 401, code: 'SIGN_ERROR', message: 'x' } as const;

describe('a verified answer about something else than was asked', () => {
  it('to the application, is for a person', () => {
    expect(afterPost(sent, { ...unknown, contradicts: true }, 0).type).toBe('PayoutNeedsPerson');
  });

  it('to the query, is for a person', () => {
    expect(afterQuery(sent, { ...unknown, contradicts: true })?.type).toBe('PayoutNeedsPerson');
  });

  it.each([
    ['amount', { amountFen: 1 }],
    ['total', { totalFen: 1 }],
    ['transaction', { transactionId: '4200000000000000000000000000' }],
    ['number', { outRefundNo: 'RF20260302ABCDEF-9' }],
  ])('by another %s, never counts as paid', (_what, other) => {
    const answer = { kind: 'answered', record: { ...record, ...other } } as const;
    expect(afterQuery(sent, answer)?.type).toBe('PayoutNeedsPerson');
  });
});

describe('an answer that leaves the outcome open', () => {
  it('is no reason to do anything but ask again', () => {
    expect(afterPost(sent, unknown, 0).type).toBe('PayoutDelayed');
  });

  it('SUCCESS without the time of it, is not taken for paid', () => {
    const answer = { kind: 'answered', record: { ...record, successTime: null } } as const;
    expect(afterQuery(sent, answer)?.type).toBe('PayoutDelayed');
  });
});

describe('a refusal of us rather than of the refund', () => {
  it('pauses the payout', () => {
    expect([afterPost(sent, signError, 0).type, afterQuery(sent, signError)?.type]).toEqual([
      'PayoutPaused',
      'PayoutPaused',
    ]);
  });

  it('leaves a payout that waits for a person where it is, so that it is not sent again later', () => {
    expect(afterQuery(parked, signError)?.type).toBe('PayoutDelayed');
  });
});
