import { describe, expect, it } from '@jest/globals';
import { stepIds } from '../../src/conversation/state.ts';
import { languages } from '../../src/domain/reason.ts';
import { LONGEST_REPLY_BYTES, anOrder, chat, englishChat } from '../support/chat.ts';
import { publishedPolicy } from '../support/policy.ts';
import { aCase } from '../support/case.ts';

/** chat() holds every reply to WeChat's limits: length in bytes, and nothing XML forbids. */
const hostile = [
  '\u0000\u0001\u001d\u001f',
  'a\u0000b]]>c\u001d<![CDATA[',
  '\ud800half\udc00',
  '\ufffe\uffff\u0085\u009f',
  '\u202e钱\u2066反\u2069',
  'z\u0300\u0301\u0302'.repeat(400),
  '👨‍👩‍👧‍👦'.repeat(300),
  '字'.repeat(20_000),
  '😀'.repeat(600),
  '\n'.repeat(3_000),
  `1${'0'.repeat(3_000)}`,
  '__proto__',
  'constructor',
  '{"$gt":""}',
  "'; DROP TABLE cases; --",
  '<xml><a>&amp;</a></xml>',
  '改99999999999999999999',
  '１'.repeat(200),
];

const talks = { zh: chat, en: englishChat } as const;
const places = stepIds.flatMap((step) => languages.map((language) => [step, language] as const));

describe.each(places)('hostile input at %s, in %s', (step, language) => {
  it.each(hostile.map((text, n) => [n, text] as const))(
    'number %i, when it comes, then it is answered within limits',
    (_, text) => {
      const talk = talks[language]()
        .reaches(step)
        .says(text, text, text)
        .taps(text, text)
        .taps(`${step}:${text}`, text);
      talk.does('click', text).sends(text);
      expect(talk.replies.every((reply) => reply.type === 'text')).toBe(true);
    },
  );
});

describe('the longest of everything', () => {
  const orders = Array.from({ length: 12 }, (_, n) =>
    anOrder({
      outTradeNo: `${String(n).padStart(2, '0')}${'X'.repeat(30)}`,
      description: '😀'.repeat(200),
      amountFen: 99_999_999_999,
      openCaseNo: 'RF20260302ABCDEF',
      paidAt: Date.parse('2025-11-30T10:00:00+08:00'),
    }),
  );
  const cases = Array.from({ length: 40 }, () =>
    aCase({ order: { ...aCase().order, description: '😀'.repeat(300), paidFen: 99_999_999_999 } }),
  );
  const published = publishedPolicy();
  const policy = {
    ...published,
    title: { zh: '政'.repeat(300), en: 'Policy'.repeat(100) },
    promise: { zh: '诺'.repeat(900), en: 'promise '.repeat(400) },
    contact: { wechat: 'w'.repeat(400), email: `${'e'.repeat(300)}@shop.example` },
  };
  const words = {
    zh: ['政策', '进度', '申诉', '撤回', '帮助', '退款', '返回', 'x', 'x', 'x', 'x'],
    en: ['policy', 'status', 'appeal', 'withdraw', 'help', 'refund', 'back', 'x', 'x', 'x', 'x'],
  } as const;

  it.each(places)(
    'at %s in %s, when anything is asked, then the reply fits and the question is never cut',
    (step, language) => {
      for (const word of words[language]) {
        const open = orders.map((order) => ({ ...order, openCaseNo: null }));
        const talk = talks[language]({ orders: open, cases, policy }).reaches(step);
        talk.says(word);
        expect(Buffer.byteLength(talk.heard)).toBeLessThanOrEqual(LONGEST_REPLY_BYTES);
        if (talk.conversation.draft?.step === step) expect(talk.heard.endsWith('…')).toBe(false);
      }
    },
  );

  it('with an answer longer than there is room for, when it is asked in the form, then the question is whole', () => {
    const publicUrl = `https://${'x'.repeat(1_500)}.example`;
    chat({ orders, publicUrl }).says('退款', '政策').hears('10. 其他订单', '请回复编号。');
    chat({ orders, publicUrl }).says('refund', 'policy').hears('10. Another order', 'with its number.');
  });

  it('with a case number nobody would expect, when it is named, then the reply is still one', () => {
    const caseNo = `\u0000RF\u001d${'2'.repeat(5_000)}`;
    chat({ outcome: { ok: false, code: 'already_open', caseNo } })
      .reaches('summary')
      .says('确认')
      .hears('编号 RF2222');
  });

  it('with every order taken, when one is chosen, then the whole list still fits', () => {
    const talk = chat({ orders }).says('退款', '9').hears('10. 其他订单', '请回复编号。').says('x', 'x', 'x');
    talk.hears('10. 其他订单', '人工');
    const english = englishChat({ orders })
      .says('refund', '9')
      .hears('10. Another order', 'with its number.');
    english.says('x', 'x', 'x').hears('10. Another order', '“agent”');
  });

  it('with a description of emoji, when it is summed up, then it is shown in short', () => {
    const talk = chat({ orders: orders.map((order) => ({ ...order, openCaseNo: null })) });
    talk
      .reaches('description')
      .says('😀'.repeat(500), '跳过')
      .hears('改4')
      .hears(`${'😀'.repeat(59)}…`);
    englishChat({ orders: orders.map((order) => ({ ...order, openCaseNo: null })) })
      .reaches('description')
      .says('😀'.repeat(500), 'skip')
      .hears(`${'😀'.repeat(119)}…`, '“edit 4”.');
  });
});
