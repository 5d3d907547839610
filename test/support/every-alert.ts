import { type Alert, customerAnswers } from '../../src/domain/alerts/alert.ts';
import { NOW } from './case.ts';

export const CASE_NO = 'RF20260302ABCDEF';
const caseNo = CASE_NO;
const outRefundNo = `${CASE_NO}-1`;
const detail = '401 SIGN_ERROR: x';
const by = 'Wu';

/** One of each kind, and of those that say different things one of each. */
export const everyAlert: readonly Alert[] = [
  {
    kind: 'morning_digest',
    day: '2026-03-02',
    member: null,
    sections: [
      { topic: 'overdue', count: 7, oldest: [caseNo, 'RF20260302BBBBBB'] },
      { topic: 'due_today', count: 1, oldest: [caseNo] },
      { topic: 'second_approval', count: 1, oldest: [caseNo] },
      { topic: 'appeals', count: 1, oldest: [caseNo] },
      { topic: 'people', count: 1, oldest: ['0123456789ab'] },
      { topic: 'payouts', count: 1, oldest: [caseNo] },
    ],
  },
  { kind: 'payouts_stopped', by, at: NOW },
  { kind: 'payouts_stopped_as_wrong', caseNos: [caseNo], detail, at: NOW },
  { kind: 'payouts_released', by, at: NOW },
  { kind: 'daily_cap_set', by, at: NOW, dailyCapFen: 5_000_000 },
  { kind: 'daily_cap_set', by, at: NOW, dailyCapFen: null },
  { kind: 'payouts_paused', caseNo, detail },
  { kind: 'balance_short', caseNo, detail },
  { kind: 'late_refund_result', caseNo, outRefundNo, refundStatus: 'SUCCESS' },
  { kind: 'notification_quarantined', outRefundNo, detail },
  { kind: 'notification_quarantined', outRefundNo: null, detail },
  { kind: 'payout_needs_person', caseNo, outRefundNo, detail },
  { kind: 'payout_abnormal', caseNo, outRefundNo },
  { kind: 'payout_unknown', caseNo, outRefundNo, detail },
  { kind: 'payout_closed', caseNo, outRefundNo },
  { kind: 'payout_refused', caseNo, outRefundNo },
  { kind: 'refund_overdue', caseNo, refundBy: NOW },
  { kind: 'payouts_held', caseNo },
  { kind: 'daily_cap_reached', caseNo, day: '2026-03-02' },
  { kind: 'refund_above_cap', caseNo, amountFen: 19_800 },
  { kind: 'review_overdue', caseNo, reviewBy: NOW },
  { kind: 'person_overdue', thread: '0123456789ab', respondBy: NOW },
  { kind: 'person_not_reached', thread: '0123456789ab' },
  { kind: 'shop_not_told', detail },
  { kind: 'refund_due_soon', caseNo, refundBy: NOW },
  ...[by, null].map((assignee): Alert => ({ kind: 'review_due_soon', caseNo, assignee, reviewBy: NOW })),
  { kind: 'person_due_soon', thread: '0123456789ab', respondBy: NOW },
  { kind: 'appeal_filed', caseNo, reviewBy: NOW },
  { kind: 'second_approval_waits', caseNo },
  ...customerAnswers.map((what, i): Alert => ({
    kind: 'customer_answered',
    caseNo,
    assignee: i % 2 === 0 ? by : null,
    what,
  })),
  { kind: 'person_waits', thread: '0123456789ab', respondBy: NOW },
  { kind: 'work_failing', work: 'cases', ref: caseNo, failures: 8 },
  { kind: 'work_failing', work: 'sessions', ref: '0123456789ab', failures: 8 },
  { kind: 'work_failing', work: 'messages', ref: '0123456789ab', failures: 32 },
  { kind: 'notices_held_back', caseNo, channel: 'template', detail },
  { kind: 'notice_faulty', caseNo, detail },
  { kind: 'notice_undeliverable', caseNo },
  { kind: 'notice_delayed', caseNo },
];
