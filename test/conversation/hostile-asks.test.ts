import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import { type Language, languages } from '../../src/domain/reason.ts';
import { type Chat, chat, englishChat } from '../support/chat.ts';
import { aCase } from '../support/case.ts';
import { offered, rejected, requested } from '../support/negotiation.ts';

/** chat() holds every reply to WeChat's limits: length in bytes, and nothing XML forbids. */
const hostile = [
  '\u0000\u0001\u001d\u001f',
  'a\u0000b]]>c\u001d<![CDATA[',
  '\ud800half\udc00',
  '\u202e钱\u2066反\u2069',
  '👨‍👩‍👧‍👦'.repeat(300),
  '字'.repeat(20_000),
  '\n'.repeat(3_000),
  `1${'0'.repeat(3_000)}`,
  `${'1,'.repeat(30_000)}x`,
  '__proto__',
  '{"$gt":""}',
  '88e99999999',
  '１'.repeat(11),
  '¥'.repeat(200),
];

/** Everything as long as it can be, many times over; the numbers are of cases that could be. */
const many = (make: (kase: Case) => Case): readonly Case[] =>
  Array.from({ length: 12 }, (_, n) =>
    make(
      aCase({
        caseNo: `RF20260302AAAAA${'23456789ABCD'.charAt(n)}`,
        order: { ...aCase().order, description: '😀'.repeat(300), paidFen: 99_999_999_999 },
      }),
    ),
  );
const one = (make: (kase: Case) => Case): readonly Case[] => many(make).slice(0, 1);
const long = '请'.repeat(2_000);

const begin = {
  zh: { accept: '接受', withdraw: '撤回', appeal: '申诉' },
  en: { accept: 'accept', withdraw: 'withdraw', appeal: 'appeal' },
} as const;

/** How each step of each flow is come to. */
const places: readonly [name: string, reach: (language: Language) => Chat][] = [
  [
    'an open offer',
    (l) =>
      talk(
        l,
        one((kase) => offered(8_800, kase)),
      ),
  ],
  [
    'which offer',
    (l) =>
      talk(
        l,
        many((kase) => offered(8_800, kase)),
      ).says(begin[l].accept),
  ],
  [
    'which request',
    (l) =>
      talk(
        l,
        many((kase) => requested(long, kase)),
      ).sendsPicture('m-1'),
  ],
  [
    'which withdrawal',
    (l) =>
      talk(
        l,
        many((kase) => kase),
      ).says(begin[l].withdraw),
  ],
  [
    'whether to withdraw',
    (l) =>
      talk(
        l,
        one((kase) => kase),
      ).says(begin[l].withdraw),
  ],
  [
    'which appeal',
    (l) =>
      talk(
        l,
        many((kase) => rejected(kase)),
      ).says(begin[l].appeal),
  ],
  [
    'why',
    (l) =>
      talk(
        l,
        one((kase) => rejected(kase)),
      ).says(begin[l].appeal),
  ],
  [
    'whether to appeal',
    (l) =>
      talk(
        l,
        one((kase) => rejected(kase)),
      ).says(begin[l].appeal, '字'.repeat(500)),
  ],
  [
    'whether to add',
    (l) =>
      talk(
        l,
        one((kase) => requested(long, kase)),
      ).says('x', 'y'),
  ],
];

const talk = (language: Language, cases: readonly Case[]): Chat =>
  (language === 'zh' ? chat : englishChat)({ cases });

describe.each(places)('hostile input while asked %s', (_, reach) => {
  it.each(languages)(
    'in %s, when it comes, then it is answered within limits, and nothing is thrown',
    (language) => {
      for (const text of hostile) {
        const talking = reach(language)
          .says(text, text, text)
          .taps(text, text)
          .taps(`withdraw:${text}`, text);
        talking.does('click', text).sends(text).sendsPicture(text);
        expect(talking.replies.every(({ type }) => type === 'text')).toBe(true);
      }
    },
  );

  it.each(languages)('in %s, when any word is said, then the reply fits', (language) => {
    for (const word of [
      '政策',
      '进度',
      '帮助',
      '返回',
      '重来',
      'policy',
      'status',
      'help',
      'back',
      'restart',
    ])
      expect(reach(language).says(word).heard).not.toBe('');
  });
});

describe('a list of cases with the longest of everything', () => {
  it.each(['which offer', 'which request', 'which withdrawal', 'which appeal'])(
    'of %s, when it is shown, then nine are on it and how to answer is not cut',
    (name) => {
      const reach = places.find(([place]) => place === name)?.[1];
      reach?.('zh')
        .hears('9. RF', '请回复编号')
        .doesNotHear('10. RF')
        .says('x', 'x', 'x')
        .hears('9. RF', '请回复编号');
      reach?.('en').hears('9. RF', 'with its number').says('x', 'x', 'x').hears('9. RF', 'with its number');
    },
  );
});
