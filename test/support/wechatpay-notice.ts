/** A case with a payout on its way, and the notifications WeChat Pay would send about it. */
import type { Attempt } from '../../src/domain/case/payout.ts';
import { nextActionAt } from '../../src/domain/case/next-action.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { aCase } from './case.ts';
import { vectors } from './wechatpay-vectors.ts';
import { MCHID, envelope } from './wechatpay.ts';
import { seal } from './wechatpay-wire.ts';

export const CASE_NO = 'RF20260302ABCDEF';
export const OUT_REFUND_NO = `${CASE_NO}-1`;

/** Sent, and to be asked about again at `nextAt`. */
export const anAttempt = (over: Partial<Attempt> = {}): Attempt => ({
  outRefundNo: OUT_REFUND_NO,
  number: 1,
  transactionId: '4200000000202602270000000001',
  outTradeNo: 'ORDER-1',
  amountFen: 19_800,
  totalFen: 19_800,
  reason: '没有用过',
  state: 'PROCESSING',
  plannedAt: 1,
  sentAt: 2,
  refundId: '50300000012026030200000001',
  userReceivedAccount: null,
  successTime: null,
  failures: 3,
  trouble: null,
  needsPersonAt: null,
  nextAt: 4,
  ...over,
});

export const refundingCase = (attempt: Partial<Attempt>, over: Partial<Case> = {}): Case => {
  const kase = aCase({ status: 'refunding', attempts: [anAttempt(attempt)], ...over });
  return { ...kase, nextActionAt: nextActionAt(kase) };
};

/** The body of a notification; fields of the encrypted part may be changed. */
export const notificationBody = (changes: object = {}): string =>
  envelope(
    seal(
      vectors.apiV3Key,
      JSON.stringify({
        mchid: MCHID,
        refund_id: '50300000012026030200000001',
        out_refund_no: OUT_REFUND_NO,
        transaction_id: '4200000000202602270000000001',
        out_trade_no: 'ORDER-1',
        refund_status: 'SUCCESS',
        success_time: '2026-03-02T10:34:56+08:00',
        user_received_account: '支付用户零钱',
        amount: { total: 19_800, refund: 19_800, payer_total: 19_800, payer_refund: 19_800 },
        ...changes,
      }),
      'refund',
    ),
  );
