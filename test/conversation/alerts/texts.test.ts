import { describe, expect, it } from '@jest/globals';
import { composeAlerts } from '../../../src/conversation/alerts/compose.ts';
import { alertText, alertTexts } from '../../../src/conversation/alerts/texts.ts';
import { alertKey, alertSchema } from '../../../src/domain/alerts/alert.ts';
import type { News } from '../../../src/domain/alerts/record.ts';
import { NOW } from '../../support/case.ts';
import { CASE_NO, everyAlert } from '../../support/every-alert.ts';

const han = /\p{Script=Han}/u;

describe('what alerts say', () => {
  it('the tests know one of every kind', () => {
    const kinds = alertSchema.options.map(({ shape }) => shape.kind.value);
    expect([...new Set(everyAlert.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort());
  });

  it.each(everyAlert.map((alert) => [alertKey(alert), alert] as const))(
    '%s: a sentence in Chinese, another in English, and it can be stored',
    (_key, alert) => {
      const [zh, english] = [alertText(alert, 'zh'), alertText(alert, 'en')];
      expect(zh).toMatch(han);
      if (alert.kind !== 'morning_digest') expect(zh).toMatch(/。$/);
      expect(english).not.toMatch(han);
      expect(english).not.toMatch(/[，。：；（）]| {2}/u);
      for (const text of [zh, english]) expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      expect(alertTexts('zh').names[alert.kind]).toMatch(han);
      expect(alertTexts('en').names[alert.kind]).not.toMatch(han);
      expect(alertSchema.parse(JSON.parse(JSON.stringify(alert)))).toEqual(alert);
    },
  );

  it('the digest names what is to be done, how much of it, and the oldest', () => {
    const [digest] = everyAlert;
    if (!digest) throw new Error('no digest');
    expect(alertText(digest, 'zh').split('\n')).toEqual([
      '2026年3月2日待办（最早的在前）：',
      '已超期 7 件：RF20260302ABCDEF、RF20260302BBBBBB 等',
      '今天到期 1 件：RF20260302ABCDEF',
      '等待复核 1 件：RF20260302ABCDEF',
      '等待处理申诉 1 件：RF20260302ABCDEF',
      '等待人工答复 1 件：0123456789ab',
      '打款暂停或需人工处理 1 件：RF20260302ABCDEF',
    ]);
  });

  it('a fault’s words that would break out of their line, or go on for ever, do neither', () => {
    const detail = `403\n\n> ${'x'.repeat(5_000)}`;
    const text = alertText({ kind: 'balance_short', caseNo: CASE_NO, detail }, 'zh');
    expect(text).not.toContain('\n');
    expect(text.length).toBeLessThan(300);
  });
});

const where = { language: 'zh', consoleUrl: 'https://desk.example/staff' } as const;
const once = (alert: News['alert'], over: Partial<News> = {}): News => ({
  alert,
  times: 1,
  at: NOW,
  toldAt: null,
  ...over,
});

describe('one message of many alerts', () => {
  it('says how many there are, the most urgent first, and where to look', () => {
    const message = composeAlerts(
      [
        once({ kind: 'notice_delayed', caseNo: CASE_NO }),
        once({ kind: 'payouts_stopped', by: '吴财务', at: NOW }),
      ],
      where,
      () => true,
    );
    expect(message).toEqual({
      title: '退款台：2 条提醒',
      lines: [
        '吴财务 停止了全部打款，恢复前不会向微信支付提交任何退款。',
        `案件 ${CASE_NO} 的通知多次未能送达，仍在重试。`,
        '详情见 https://desk.example/staff',
      ],
    });
  });

  it('what happened several times is one line, with how often, and since when', () => {
    const alert = { kind: 'payouts_held', caseNo: CASE_NO } as const;
    const lines = (over: Partial<News>) => composeAlerts([once(alert, over)], where, () => true).lines[0];
    expect(lines({ times: 37 })).toMatch(/。（共 37 次）$/);
    expect(lines({ times: 3, toldAt: NOW })).toMatch(/。（03-02 10:00 通知后又发生 3 次）$/);
  });

  it('twenty are told, the rest is counted by what it is', () => {
    const news = Array.from({ length: 1_000 }, (_, i) =>
      once(
        i < 30
          ? { kind: 'payout_closed', caseNo: CASE_NO, outRefundNo: String(i) }
          : { kind: 'review_overdue', caseNo: String(i), reviewBy: NOW },
      ),
    );
    const { title, lines } = composeAlerts(news, where, () => true);
    expect([title, lines.length]).toEqual(['退款台：1000 条提醒', 22]);
    expect(lines[20]).toBe('另有 980 条：退款单被关闭 10 条、答复超期 970 条。');
  });

  it('a customer named in the words of a fault is not named to a group of people', () => {
    const detail = '40003 invalid openid oCustomer0000000000000000001, li@shop.example, 13800138000';
    const { lines } = composeAlerts(
      [once({ kind: 'notices_held_back', caseNo: CASE_NO, channel: 'template', detail })],
      where,
      () => true,
    );
    expect(lines[0]).toContain(CASE_NO);
    expect(lines[0]).not.toMatch(/oCustomer0000000000000000001|li@shop|13800138000/);
  });

  it('a channel that carries less is given fewer of them, and none is passed over', () => {
    const news = Array.from({ length: 9 }, (_, i) =>
      once({ kind: 'review_overdue', caseNo: String(i), reviewBy: NOW }),
    );
    const { lines } = composeAlerts(news, where, (message) => message.lines.length <= 5);
    expect(lines).toHaveLength(5);
    expect(lines[3]).toBe('另有 6 条：答复超期 6 条。');
  });
});
