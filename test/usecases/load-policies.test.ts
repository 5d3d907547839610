import { describe, expect, it } from '@jest/globals';
import { refusalClauses } from '../../src/domain/policy/types.ts';
import { ConfigurationError } from '../../src/usecases/configuration-error.ts';
import { loadPolicies } from '../../src/usecases/load-policies.ts';
import { china, folderOf } from '../support/calendar.ts';
import { policyWithout, publishedPolicy, rawPolicy } from '../support/policy.ts';

const now = china('2026-03-01 00:00');
type Raw = ReturnType<typeof rawPolicy>;

const faultsOf = (files: Record<string, unknown>): readonly string[] => {
  try {
    loadPolicies(folderOf(files), now);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
};

const withSections = (change: (sections: Raw['sections']) => Raw['sections']): Raw => {
  const raw = rawPolicy();
  return { ...raw, sections: change(raw.sections) };
};
const withText = (id: string, zh: string): Raw =>
  withSections((sections) =>
    sections.map((section) => ({
      ...section,
      clauses: section.clauses.map((clause) =>
        clause.id === id ? { ...clause, text: { ...clause.text, zh } } : clause,
      ),
    })),
  );

describe('the published policy', () => {
  const policy = publishedPolicy();
  const clause = (id: string) =>
    policy.sections.flatMap((section) => section.clauses).find((one) => one.id === id)?.text;

  it('has the ten sections in order, every clause in both languages, and nothing left to fill in', () => {
    expect(policy.sections.map((section) => section.id)).toEqual('1 2 3 4 5 6 7 8 9 10'.split(' '));
    expect(JSON.stringify(policy)).not.toMatch(/[{]\w+[}]/);
    for (const section of policy.sections)
      for (const { text } of section.clauses) {
        expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
        expect(text.en).not.toMatch(/[\u4e00-\u9fff]/);
      }
  });

  it('says periods and contact details as its parameters and contact do', () => {
    expect(clause('2.2')?.zh).toContain('14 日内');
    expect(clause('4.2')?.en).toContain('within 3 business days');
    expect(clause('4.3')?.zh).toContain('5 个工作日内按原支付渠道');
    expect(clause('6.3')?.zh).toContain('1–15 个工作日');
    expect(clause('10.1')?.zh).toContain('LI6666ZZa');
    expect(clause('10.2')?.en).toContain('476274794@qq.com');
  });

  it('writes contact details once in the file, so that a change reaches every text', () => {
    const file = JSON.stringify(rawPolicy());
    expect(file.split('LI6666ZZa')).toHaveLength(2);
    expect(file.split('476274794@qq.com')).toHaveLength(2);
  });
});

describe('several versions', () => {
  const first = rawPolicy();
  const second = { ...first, version: '2025-revised', publishedAt: '2026-02-15T00:00:00+08:00' };
  const toCome = { ...first, version: '2026-09', publishedAt: '2026-03-01T00:00:00.001+08:00' };
  const folder = folderOf({ '2026-01.json': first, '2025-revised.json': second, '2026-09.json': toCome });

  it('the newest one already published is current, and all stay readable', () => {
    const { current, byVersion } = loadPolicies(folder, now);
    expect(current.version).toBe('2025-revised');
    expect([...byVersion.keys()]).toEqual(['2026-01', '2025-revised', '2026-09']);
  });

  it('a version becomes current at the millisecond it is published', () => {
    expect(loadPolicies(folder, now + 1).current.version).toBe('2026-09');
    expect(loadPolicies(folder, china('2026-02-14 23:59:59.999')).current.version).toBe('2026-01');
  });

  it('before any is published, or with none at all, loading stops', () => {
    expect(() => loadPolicies(folder, china('2025-12-31 23:59'))).toThrow(
      /no refund policy published by 2025-12-31/,
    );
    expect(() => loadPolicies(folderOf({}), now)).toThrow(/no refund policy published/);
  });
});

describe('a policy that cannot be applied stops the loading and says why', () => {
  it.each(['2.1', '2.2', '2.3', '2.4', ...refusalClauses, '7.1', '7.2', '7.3'])('clause %s missing', (id) => {
    expect(faultsOf({ '2026-01.json': policyWithout(id) })).toEqual([
      expect.stringMatching(new RegExp(`2026-01\\.json: clause ${id.replace('.', '\\.')} is missing`)),
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a placeholder nobody fills',
      withText('4.2', '{reviewDays} 个工作日'),
      /clause 4\.2 names \{reviewDays\}/,
    ],
    ['empty braces', withText('4.2', '{} 个工作日'), /clause 4\.2 names \{\}/],
    ['an empty text', withText('4.2', ''), /2026-01\.json: sections\.3\.clauses\.1\.text\.zh: /],
    [
      'a version that is not the name of the file',
      { ...rawPolicy(), version: '2026-1' },
      /holds the version 2026-1/,
    ],
    ['a version that would not fit a link', { ...rawPolicy(), version: 'a/b' }, /2026-01\.json: version: /],
    ['a publication date without an offset', { ...rawPolicy(), publishedAt: '2026-01-01' }, /publishedAt: /],
    ['no contact', { ...rawPolicy(), contact: undefined }, /contact: /],
    [
      'a review of no days',
      { ...rawPolicy(), parameters: { ...rawPolicy().parameters, reviewBusinessDays: 0 } },
      /parameters\.reviewBusinessDays: /,
    ],
    [
      'the same section twice, with its clauses',
      withSections((all) => [...all, ...all.slice(8, 9)]),
      /section 9 stands twice/,
    ],
    ['text that is not JSON', '{', /2026-01\.json: not JSON/],
  ])('%s', (_title, content, expected) => {
    const faults = faultsOf({ '2026-01.json': content });
    expect(faults[0]).toMatch(expected);
  });

  it('the same clause twice, and a clause in a foreign section', () => {
    const moved = withSections((sections) =>
      sections.map((section) =>
        section.id === '9'
          ? { ...section, clauses: [...section.clauses, { id: '8.1', text: { zh: '申诉', en: 'Appeal' } }] }
          : section,
      ),
    );
    expect(faultsOf({ '2026-01.json': moved })).toEqual([
      expect.stringContaining('clause 8.1 stands twice'),
      expect.stringContaining('clause 8.1 stands in section 9'),
    ]);
  });

  it('every fault of every file is listed at once', () => {
    const faults = faultsOf({
      '2026-01.json': policyWithout('2.2'),
      '2026-02.json': '{',
      'x.json': { version: 'x' },
    });
    expect(faults.filter((fault) => fault.includes('2026-01.json'))).toHaveLength(1);
    expect(faults.filter((fault) => fault.includes('2026-02.json'))).toHaveLength(1);
    expect(faults.filter((fault) => fault.includes('x.json')).length).toBeGreaterThan(3);
  });
});
