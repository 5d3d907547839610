import { describe, expect, it } from '@jest/globals';
import { noticeFields, noticeText, templateData } from '../../src/conversation/notices.ts';
import type { Notice } from '../../src/domain/case/notice.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { LONGEST_REPLY_BYTES, chat } from '../support/chat.ts';
import { NOW, aCase, after, when } from '../support/case.ts';
import { offered, requested } from '../support/negotiation.ts';
import { publishedPolicy } from '../support/policy.ts';
import { demoTemplateSettings, demoTemplates } from '../../src/sandbox/official-account/demo-templates.ts';
import { fits } from '../../src/sandbox/official-account/template-fields.ts';

const policy = publishedPolicy();

const english = (over: Partial<Case> = {}): Case => {
  const kase = aCase({ language: 'en', ...over });
  return { ...kase, order: { ...kase.order, description: 'Annual membership' } };
};

const lastNotice = (kase: Case): Notice => {
  const notice = kase.outbox.at(-1);
  if (!notice) throw new Error('nothing in the outbox');
  return notice;
};

const told = (kase: Case): string => {
  const text = noticeText(kase, lastNotice(kase), { policy, publicUrl: 'https://shop.example' });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LONGEST_REPLY_BYTES);
  return text;
};

const outRefundNo = (kase: Case): string => kase.attempts.at(-1)?.outRefundNo ?? '';

const approvedWith = (message: string | null): Case => {
  const approved = when(english(), { type: 'approve', amountFen: 19_800, note: 'n', message }).after;
  return after(approved, [{ type: 'PayoutReserved', outRefundNo: outRefundNo(approved), first: true }]);
};

const refundedTo = (userReceivedAccount: string | null): Case => {
  const approved = approvedWith(null);
  return after(approved, [
    { type: 'PayoutSent', outRefundNo: outRefundNo(approved) },
    {
      type: 'PayoutSucceeded',
      outRefundNo: outRefundNo(approved),
      refundId: '50000000012026030300000000001',
      amountFen: 19_800,
      successTime: NOW + 3_600_000,
      userReceivedAccount,
    },
  ]);
};

const rejectedFor = (clauses: string[], message: string): Case =>
  when(english(), { type: 'reject', clauses, note: 'n', message }).after;

describe('the notices of a case opened in English', () => {
  it('of an application received, when it is written, then it names number, order and the date of our answer', () => {
    expect(told(english())).toBe(
      [
        'We have received your refund application.',
        'Case number: RF20260302ABCDEF',
        'Order: Annual membership (¥198.00)',
        'We will answer you by the end of Thu 5 Mar.',
        'Reply “status” at any time to see where it stands.',
      ].join('\n'),
    );
    const { deadlines } = english();
    const open = told(english({ verified: false, deadlines: { ...deadlines, provisional: true } }));
    expect(open).toContain('Thu 5 Mar (provisional until');
    expect(open).toContain('will check it first');
  });

  it('of an approval, when it is written, then it promises amount, way and dates, and does not say refunded', () => {
    const text = told(approvedWith('Enjoy your day.'));
    expect(text).toContain('has been approved.');
    expect(text).toContain('Amount approved: ¥198.00');
    expect(text).toContain('goes back the way you paid');
    expect(text).toContain('We expect to send it by the end of Mon 9 Mar.');
    expect(text).toMatch(/It arrives by \w{3} \d+ Mar at the latest/);
    expect(text).toContain('A message from our staff: Enjoy your day.');
    expect(text).not.toContain('efunded');
    expect(told(approvedWith(null))).not.toContain('A message');
  });

  it('of a refusal, when it is written, then it names every clause in English, and how to appeal until when', () => {
    const text = told(rejectedFor(['3.1', '3.2'], 'Our records show 30 uses.'));
    expect(text).toBe(
      [
        'We have reviewed your refund application RF20260302ABCDEF and cannot approve it. We are sorry to disappoint you.',
        'Order: Annual membership (¥198.00)',
        'Clauses of our refund policy it rests on:',
        '3.1 A paid feature has been used, or quota has been consumed.',
        '3.2 More than 14 days have passed since the purchase (counted as in 2.2).',
        'From our staff: Our records show 30 uses.',
        'If you disagree, you can appeal by the end of Wed 1 Apr (Beijing time): reply “appeal” here, or contact customer service on WeChat (LI6666ZZa) or by e-mail (476274794@qq.com) with your case number (policy 8.1).',
        `The full policy: https://shop.example/policy/${policy.version}?lang=en`,
      ].join('\n'),
    );
  });

  it('of a refusal under every clause with a message of ten thousand emoji, when it is written, then only that is cut', () => {
    const text = told(rejectedFor(['3.1', '3.2', '3.3', '3.4', '3.5'], '😀'.repeat(10_000)));
    expect(text).toContain('3.5 The product was bought');
    expect(text).toContain('From our staff: 😀');
    expect(text).toContain('https://shop.example/policy/');
  });

  it('of a refund, when it is written, then it names amount, account and time', () => {
    expect(told(refundedTo('支付用户零钱'))).toBe(
      [
        'Your refund RF20260302ABCDEF has been sent.',
        'Order: Annual membership (¥198.00)',
        'Amount refunded: ¥198.00',
        'To: WeChat Pay balance',
        'Sent on: 2 Mar 2026, 11:00 (Beijing time)',
        'If it goes to a bank card, your bank decides when it shows. Thank you for your patience.',
      ].join('\n'),
    );
    expect(told(refundedTo('招商银行信用卡0403'))).toContain('To: 招商银行信用卡0403');
    expect(told(refundedTo(null))).not.toContain('To:');
  });

  it('of a case that has moved on, when it is written, then it leads to status', () => {
    const kase = rejectedFor(['3.1'], 'x');
    const text = noticeText({ ...kase, rejection: null }, lastNotice(kase), { policy, publicUrl: 'u' });
    expect(text).toContain('“status”');
  });
});

describe('template messages of a case opened in English', () => {
  const fill = (kase: Case, fields: Record<string, string>) => {
    const notice = lastNotice(kase);
    const data = templateData({ fields }, noticeFields(kase, notice), noticeFields(kase, notice, 'zh'));
    return Object.fromEntries(Object.entries(data ?? {}).map(([field, { value }]) => [field, value]));
  };

  it('where WeChat takes Chinese only, when it is filled, then that field alone is Chinese', () => {
    expect(
      fill(rejectedFor(['3.1', '3.2'], 'x'), { phrase1: 'outcome', thing2: 'outcome', thing3: 'clauses' }),
    ).toEqual({
      phrase1: '未通过',
      thing2: 'Declined',
      thing3: 'Policy 3.1, 3.2',
    });
    expect(
      fill(english(), { phrase1: 'outcome', thing2: 'remark', date3: 'replyBy', time4: 'replyBy' }),
    ).toEqual({
      phrase1: '审核中',
      thing2: 'Reply status anytime',
      date3: '2026-03-05',
      time4: '2026-03-05 23:59',
    });
  });

  it.each([
    ['received', english(), ['RF20260302ABCDEF', 'Annual membership', '¥198.00', '2026-03-05 23:59']],
    ['result', approvedWith(null), ['RF20260302ABCDEF', 'Approved', '¥198.00', 'Refund in progress']],
    [
      'result',
      rejectedFor(['3.1'], 'x'),
      ['RF20260302ABCDEF', 'Declined', '¥198.00', 'You can still appeal'],
    ],
    [
      'refunded',
      refundedTo('支付用户零钱通'),
      ['RF20260302ABCDEF', '¥198.00', 'WeChat Pay Mini Fund', '2026-03-02 11:00'],
    ],
    ['refunded', refundedTo(null), ['RF20260302ABCDEF', '¥198.00', 'Original channel', '2026-03-02 11:00']],
    [
      'request',
      requested('The serial number', english()),
      ['RF20260302ABCDEF', 'Waiting for you', '2026-03-16 23:59', 'Please reply in chat'],
    ],
    [
      'request',
      offered(9_900, english()),
      ['RF20260302ABCDEF', 'Waiting for you', '2026-03-09 23:59', 'Reply accept/decline'],
    ],
  ] as ['received' | 'result' | 'refunded' | 'request', Case, string[]][])(
    'of %s, when the sandbox account’s template is filled, then WeChat takes every field uncut',
    (kind, kase, values) => {
      const { id, fields } = demoTemplateSettings[kind];
      const data = fill(kase, fields);
      expect(Object.values(data)).toEqual(values);
      const template = demoTemplates.find((each) => each.id === id);
      for (const field of template?.fields ?? [])
        expect([field.key, fits(field, data[field.key] ?? '')]).toEqual([field.key, true]);
      expect(JSON.stringify(data)).not.toContain('…');
    },
  );
});

describe('status', () => {
  const asked = (kase: Case, later = 0) => chat({ cases: [kase], now: NOW + later }).says('status');

  it('of a case in review, when it is asked, then it names number, order, status, who acts and by when', () => {
    expect(asked(english()).heard).toBe(
      [
        'RF20260302ABCDEF In review',
        'Order: Annual membership (¥198.00), applied for on 2 Mar',
        'It is with our staff, who will answer you by the end of Thu 5 Mar.',
      ].join('\n'),
    );
    asked(english(), 10 * DAY_MS).hears('was due by the end of Thu 5 Mar and is late', 'sorry');
    asked(english({ verified: false })).hears('still to be checked');
  });

  it('of a refund on its way, when it is asked, then amount, way and both dates are named', () => {
    asked(approvedWith(null)).hears(
      'Refund in progress',
      '¥198.00 approved; it goes back the way you paid.',
      'We send it by the end of Mon 9 Mar; it arrives by',
    );
    asked(approvedWith(null), 30 * DAY_MS).hears('later than we promised');
  });

  it('of a refund paid, when it is asked, then amount, day and account are named', () => {
    asked(refundedTo('支付用户零钱')).hears('Refunded', '¥198.00 refunded on 2 Mar (WeChat Pay balance).');
  });

  it('of a refusal, when it is asked, then it says until when it can be appealed', () => {
    asked(rejectedFor(['3.1'], 'x')).hears(
      'Declined',
      'you can appeal by the end of Wed 1 Apr (Beijing time).',
    );
    asked(rejectedFor(['3.1'], 'x'), 60 * DAY_MS).doesNotHear('you can appeal');
  });

  it('of many cases, when it is asked, then it says how many more there are', () => {
    const cases = Array.from({ length: 30 }, (_, n) => english({ openedAt: NOW - n * DAY_MS }));
    const talk = chat({ cases }).says('status').hears('You have 30 applications:');
    const shown = talk.heard.match(/^RF\d{8}/gm)?.length ?? 0;
    talk.hears(`There are ${String(30 - shown)} earlier applications`);
  });

  it('of no case, when it is asked, then it says how to begin', () => {
    chat().says('status').hears('no refund applications yet', '“refund”');
  });
});
