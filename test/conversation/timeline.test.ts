import { describe, expect, it } from '@jest/globals';
import { explainAssessment, reasonLabel, statusText, timelineText } from '../../src/conversation/timeline.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { statuses } from '../../src/domain/case/status.ts';
import { reasonCategories } from '../../src/domain/reason.ts';
import { NOW } from '../support/case.ts';
import { assessed, publishedPolicy } from '../support/policy.ts';

const outRefundNo = 'RF20260302ABCDEFR1';
const trouble = '余额不足 NOT_ENOUGH';
const notice = { noticeId: 'result-1', channel: 'template', detail: '43004 未关注' } as const;

const lines: [CaseEvent, ...string[]][] = [
  [{ type: 'CaseOpened' }, '提交了退款申请'],
  [
    { type: 'Approved', amountFen: 19_800, note: '核实', message: null, needsSecond: false },
    '批准退款 ¥198.00',
    '核实',
  ],
  [{ type: 'Approved', amountFen: 19_800, note: '', message: null, needsSecond: true }, '第二人复核'],
  [{ type: 'SecondApproved', note: '同意' }, '复核通过', '同意'],
  [{ type: 'SecondDeclined', note: '再查' }, '复核未通过', '再查'],
  [
    { type: 'Rejected', clauses: ['3.1'], note: '已用', message: 'm', appealBy: NOW },
    '不予退款',
    '3.1',
    '最晚 2026年3月2日申诉',
    '已用',
  ],
  [{ type: 'AppealWindowClosed' }, '申诉期已过'],
  [{ type: 'ReviewOverdue' }, '答复期限'],
  [{ type: 'RefundOverdue' }, '退款期限'],
  [
    {
      type: 'DeadlinesMoved',
      reviewBy: NOW,
      refundBy: null,
      arrivalBy: null,
      appealBy: null,
      lapsesAt: null,
      provisional: true,
      announcedThrough: 2027,
    },
    '放假安排',
    '答复最晚 2026年3月2日',
    '暂定',
  ],
  [
    {
      type: 'DeadlinesMoved',
      reviewBy: NOW - 86_400_000,
      refundBy: NOW,
      arrivalBy: NOW + 86_400_000,
      appealBy: NOW + 2 * 86_400_000,
      lapsesAt: null,
      provisional: false,
      announcedThrough: 2027,
    },
    '退款最晚 2026年3月2日',
    '到账最晚 2026年3月3日',
    '申诉最晚 2026年3月4日',
  ],
  [
    {
      type: 'DeadlinesMoved',
      reviewBy: NOW,
      refundBy: null,
      arrivalBy: null,
      appealBy: null,
      lapsesAt: NOW + 86_400_000,
      provisional: false,
      announcedThrough: 2027,
    },
    '重新计算：客户回复最晚 2026年3月3日。',
  ],
  [
    {
      type: 'PayoutPlanned',
      outRefundNo,
      number: 2,
      amountFen: 19_800,
      totalFen: 19_800,
      transactionId: '42',
      reason: 'r',
      refundBy: NOW,
      arrivalBy: NOW,
      provisional: true,
      notBefore: NOW,
    },
    '第 2 次',
    outRefundNo,
    '¥198.00',
    '最晚 2026年3月2日退出（日期暂定）',
  ],
  [{ type: 'PayoutReserved', outRefundNo, first: true }, outRefundNo, '预留'],
  [{ type: 'PayoutRefused', outRefundNo }, outRefundNo, '余额不足'],
  [{ type: 'PayoutSent', outRefundNo }, outRefundNo, '提交'],
  [{ type: 'PayoutAccepted', outRefundNo, refundId: '5030' }, '受理', '5030'],
  [
    {
      type: 'PayoutSucceeded',
      outRefundNo,
      refundId: '5030',
      amountFen: 19_800,
      successTime: NOW,
      userReceivedAccount: '支付用户零钱',
    },
    '成功',
    '¥198.00',
    '2026年3月2日 10:00',
    '支付用户零钱',
  ],
  [{ type: 'PayoutClosed', outRefundNo, refundId: '5030' }, '关闭'],
  [{ type: 'PayoutAbnormal', outRefundNo, refundId: '5030' }, '异常', '财务'],
  [{ type: 'PayoutDelayed', outRefundNo, trouble }, '未知', trouble],
  [{ type: 'PayoutWaitsForFunds', outRefundNo, trouble }, '商户余额不足', trouble],
  [{ type: 'PayoutPaused', outRefundNo, trouble }, '暂停', trouble],
  [{ type: 'PayoutNeedsPerson', outRefundNo, trouble }, '人工', trouble],
  [
    { type: 'NoticeSent', noticeId: 'received-1', channel: 'customer_message', msgid: null },
    '受理通知',
    '客服消息',
  ],
  [{ type: 'NoticeArrived', noticeId: 'result-1', msgid: '1' }, '结果通知', '已送达'],
  [
    { type: 'NoticeNotArrived', noticeId: 'result-1', msgid: '1', detail: 'failed:user block' },
    '结果通知',
    '未能通过模板消息送达',
    '客户已设置拒收公众号消息',
  ],
  [
    { type: 'NoticeNotArrived', noticeId: 'received-1', msgid: '1', detail: 'failed: system failed' },
    '受理通知',
    '微信系统发送失败',
  ],
  [{ type: 'NoticeChannelRefused', ...notice }, '结果通知', '模板消息', '43004'],
  [{ type: 'NoticeDelayed', noticeId: 'refunded-1', detail: '-1' }, '退款成功通知', '重试'],
  [{ type: 'NoticeUndeliverable', noticeId: 'result-1', detail: '45015' }, '无法送达', '其他方式'],
];

describe('a line of the timeline', () => {
  it.each(lines.map(([event, ...parts]) => [event.type, event, parts] as const))(
    'of %s, when staff read it, then it says what happened on one line',
    (_, event, parts) => {
      const text = timelineText({ actor: { kind: 'customer' }, event }, 'zh');
      for (const part of parts) expect(text).toContain(part);
      expect(text).not.toMatch(/\n|undefined|null/);
    },
  );

  it('of a case that staff opened, when it is read, then it does not say that the customer did', () => {
    const text = timelineText({ actor: { kind: 'staff', name: '小林' }, event: { type: 'CaseOpened' } });
    expect(text).toContain('代客户');
  });

  it('with a long note on many lines, when it is read, then it is one bounded line', () => {
    const event: CaseEvent = { type: 'SecondApproved', note: `a\n\u0000b${'长'.repeat(1_000)}` };
    const text = timelineText({ actor: { kind: 'system' }, event });
    expect(text).toContain('a b长');
    expect(text.length).toBeLessThan(230);
  });
});

describe('the explanation of an assessment', () => {
  const policy = publishedPolicy();
  const explained = (...situation: Parameters<typeof assessed>): string =>
    explainAssessment(assessed(...situation), policy);

  it('in favour, when it is read, then it names 2.2 with its text and the facts with their dates', () => {
    const text = explained({ category: 'unused_within_14_days' });
    expect(text).toContain('建议：全额退款');
    expect(text).toContain('依据 2.2：自购买之日起 14 日内');
    expect(text).toContain('购买于 2026年3月2日，第 14 天为 2026年3月16日');
    expect(text).toContain('付费功能未使用；额度已用 0/100');
    expect(text).not.toContain('遇休息日');
  });

  it('whose last day is a day off, when it is read, then it says to which day it moved', () => {
    const text = explained({ order: { paidAt: Date.parse('2026-03-01T10:00:00+08:00') } });
    expect(text).toContain('第 14 天为 2026年3月15日（遇休息日，顺延至 2026年3月16日）');
  });

  it('against, when it is read, then every clause is named, and that a person decides', () => {
    const text = explained({
      order: {
        usage: { paidFeaturesUsed: true, quotaUsed: 30, quotaTotal: 100 },
        promotional: true,
        terminatedForViolation: true,
      },
      now: '2026-05-05 12:00',
    });
    expect(text).toContain('须由工作人员决定');
    for (const clause of ['3.1', '3.2', '3.3', '3.4', '3.5']) expect(text).toContain(`依据 ${clause}：`);
    for (const fact of ['付费功能已使用', '30/100', '促销订单', '违规']) expect(text).toContain(fact);
  });

  it('with facts nobody has told, when it is read, then they are named', () => {
    const text = explained({ order: { usage: null, promotional: null } });
    expect(text).toContain('尚不清楚：使用情况、是否为促销订单');
    expect(text).not.toContain('付费功能未使用');
    expect(explained({ order: null })).toContain('订单本身');
  });

  it('of a claim nobody has confirmed, when it is read, then it is called a claim; once confirmed, a ground', () => {
    expect(explained({ category: 'technical_failure' })).toContain('客户主张 2.1：');
    const confirmed = explained({ category: 'technical_failure', claimConfirmed: '2.1' });
    expect(confirmed).toContain('依据 2.1：');
    expect(confirmed).toContain('已确认 2.1');
  });

  it('resting on a clause this version lacks, when it is read, then it says so', () => {
    const text = explainAssessment({ ...assessed({}), clauses: ['9.9'] }, policy);
    expect(text).toContain('依据 9.9：本版政策中没有这一条');
  });
});

describe('labels', () => {
  it('of every status and reason, when they are read, then each is its own', () => {
    expect(new Set(statuses.map((status) => statusText(status))).size).toBe(statuses.length);
    expect(new Set(reasonCategories.map((category) => reasonLabel(category))).size).toBe(
      reasonCategories.length,
    );
  });
});
