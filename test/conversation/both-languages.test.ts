import { describe, expect, it } from '@jest/globals';
import { busyText } from '../../src/conversation/busy.ts';
import { everyTexts, textsFor } from '../../src/conversation/messages/texts-for.ts';
import { refundReason } from '../../src/conversation/refund-reason.ts';
import { explainAssessment, reasonLabel, statusText, timelineText } from '../../src/conversation/timeline.ts';
import { statuses } from '../../src/domain/case/status.ts';
import { languages, reasonCategories } from '../../src/domain/reason.ts';
import { everyEvent, everyText } from '../support/every-text.ts';
import { assessed, publishedPolicy } from '../support/policy.ts';

const han = /\p{Script=Han}/u;
/** What a language may say without a word of its own: dates and codes of a template. */
const wordless = ['notices.dateField', 'notices.timeField'];

const named = (language: (typeof languages)[number]): [name: string, texts: readonly string[]][] =>
  Object.entries(everyText(textsFor(language))).flatMap(([section, texts]) =>
    Object.entries(texts).map(([name, said]): [string, readonly string[]] => [
      `${section}.${name}`,
      typeof said === 'string' ? [said] : said,
    ]),
  );

describe('the texts', () => {
  it('when looked through, then the tests know every one of them', () => {
    for (const texts of everyTexts) {
      const shown = everyText(texts);
      const { language, ...sections } = texts;
      expect(languages).toContain(language);
      expect(Object.keys(shown).sort()).toEqual(Object.keys(sections).sort());
      for (const [section, known] of Object.entries(shown))
        expect([section, Object.keys(known).sort()]).toEqual([
          section,
          Object.keys(Object.entries(sections).find(([name]) => name === section)?.[1] ?? {}).sort(),
        ]);
    }
  });

  it.each(named('en'))(
    '%s in English, when it is read, then it holds nothing Chinese and nothing unfilled',
    (_, said) => {
      for (const text of said) {
        expect(text).not.toMatch(han);
        expect(text).not.toMatch(/[，。：；「」（）！？、]/u);
        expect(text).not.toMatch(
          /undefined|null|NaN|\[object| {2}|\bday days|\b1 \w+ (days|pictures|applications)\b/,
        );
        expect(text.trim()).not.toBe('');
      }
    },
  );

  it.each(named('zh').filter(([name]) => !wordless.includes(name)))(
    '%s in Chinese, when it is read, then it is',
    (name, said) => {
      if (name === 'desk.inThisLanguage') expect(said[0]).toContain('中文');
      for (const text of said) expect(text).toMatch(han);
    },
  );

  it.each(named('en').filter(([name]) => !wordless.includes(name)))(
    '%s, when read in both languages, then they say the same with other words',
    (name, said) => {
      const chinese = new Map(named('zh')).get(name) ?? [];
      expect(chinese).toHaveLength(said.length);
      for (const [n, text] of said.entries()) expect(text).not.toBe(chinese[n]);
    },
  );
});

describe('numbers in English', () => {
  const { desk, form, cases } = textsFor('en');
  const policy = publishedPolicy();

  it('of one and of several, when they are read, then the plural is right', () => {
    const parameters = { ...policy.parameters, reviewBusinessDays: 1, refundBusinessDays: 2, appealDays: 1 };
    const text = desk.policy({ ...policy, parameters }, 'u');
    expect(text).toContain('within 1 business day of');
    expect(text).toContain('within 2 business days;');
    expect(text).toContain('appeal within 1 day');
    expect(form.askEvidence(1)).toContain('1 picture,');
    expect(form.askEvidence(2)).toContain('2 pictures,');
    expect(cases.more(1)).toBe('There is 1 earlier application; reply “agent” to ask about it.');
    expect(cases.more(7)).toBe('There are 7 earlier applications; reply “agent” to ask about them.');
  });
});

describe('what staff read in English', () => {
  const policy = publishedPolicy();

  it.each(everyEvent.map((event) => [event.type, event] as const))(
    'of %s, when it is read, then it is one English sentence',
    (_, event) => {
      const text = timelineText({ actor: { kind: 'customer' }, event }, 'en');
      expect(text).toMatch(/^[A-Z].*[.\w]$/);
      expect(text).not.toMatch(/\n/);
    },
  );

  it('of an assessment in favour, when it is read, then it names the clause with its English text, facts and dates', () => {
    const text = explainAssessment(assessed({ category: 'unused_within_14_days' }), policy, 'en');
    expect(text).toContain('Recommendation: refund in full.');
    expect(text).toContain('Rests on 2.2: You apply within 14 days of purchase');
    expect(text).toContain('bought on 2 Mar 2026; day 14 is 16 Mar 2026');
    expect(text).toContain('paid features not used; quota used 0/100.');
    expect(text).toContain('Assessed on 5 Mar 2026.');
  });

  it('of a claim, a day off and what is not known, when they are read, then each is named', () => {
    const moved = assessed({ order: { paidAt: Date.parse('2026-03-01T10:00:00+08:00') } });
    expect(explainAssessment(moved, policy, 'en')).toContain('15 Mar 2026 (a day off, moved to 16 Mar 2026)');
    const claim = assessed({ category: 'technical_failure' });
    expect(explainAssessment(claim, policy, 'en')).toContain(
      'The customer claims 2.1: A major technical failure',
    );
    const unknown = assessed({ order: { usage: null, promotional: null } });
    expect(explainAssessment(unknown, policy, 'en')).toContain(
      'Not known: usage; whether it was a promotional order.',
    );
  });

  it('of statuses and reasons, when they are read, then each is its own', () => {
    expect(new Set(statuses.map((status) => statusText(status, 'en'))).size).toBe(statuses.length);
    expect(new Set(reasonCategories.map((reason) => reasonLabel(reason, 'en'))).size).toBe(
      reasonCategories.length,
    );
  });
});

describe('what is said when nothing can be read', () => {
  it.each([
    ['退款', /再发一次。$/, /again/],
    ['确认', /再发一次。$/, /again/],
    ['改3', /再发一次。$/, /again/],
    [' ＲＥＦＵＮＤ ', /send it again/, han],
    ['Confirm', /send it again/, han],
    ['edit 3', /send it again/, han],
  ])(
    'to the command "%s", when it fails, then it is asked for again in its language',
    (said, holds, lacks) => {
      expect(busyText(said)).toMatch(holds);
      expect(busyText(said)).not.toMatch(lacks);
    },
  );

  it.each(['1', 'hello', null])(
    'to %j, which tells no language, when it fails, then both are said on one line',
    (said) => {
      expect(busyText(said)).toMatch(/^抱歉.+ Sorry, .+$/);
    },
  );
});

describe('the reason of a refund at WeChat Pay', () => {
  it.each(languages)(
    'for a case in %s, when it is written, then it fits into 80 bytes and names the case',
    (language) => {
      const reason = refundReason({ caseNo: 'RF20260302ABCDEF', language });
      expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(80);
      expect(reason).toBe(language === 'zh' ? '退款 RF20260302ABCDEF' : 'Refund RF20260302ABCDEF');
    },
  );
});
