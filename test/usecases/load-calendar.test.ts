import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Calendar, addBusinessDays, isBusinessDay } from '../../src/domain/calendar.ts';
import { chinaDate } from '../../src/domain/time.ts';
import { ConfigurationError } from '../../src/usecases/configuration-error.ts';
import { loadCalendar } from '../../src/usecases/load-calendar.ts';
import { china, folderOf } from '../support/calendar.ts';

const newYear2027 = {
  $schema: 'https://example.org/schema.json',
  year: 2027,
  papers: [],
  days: [
    { name: '元旦', date: '2026-12-31', isOffDay: true },
    { name: '元旦', date: '2027-01-01', isOffDay: true },
    { name: '元旦', date: '2027-01-09', isOffDay: false },
    { name: '国庆节', date: '2027-10-01', isOffDay: true },
  ],
};

const faultsOf = (files: Record<string, unknown>): readonly string[] => {
  try {
    loadCalendar(folderOf(files));
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
};

const twoAfterDecember30 = (calendar: Calendar) => {
  const { at, provisional } = addBusinessDays(calendar, china('2026-12-30 09:00'), 2);
  return { day: chinaDate(at), provisional };
};

describe('loading the calendar', () => {
  it('without overrides, 2026 is the last year announced', () => {
    expect(loadCalendar(null).lastAnnouncedYear).toBe(2026);
    expect(loadCalendar(join(folderOf({}), 'absent')).lastAnnouncedYear).toBe(2026);
    expect(twoAfterDecember30(loadCalendar(null))).toEqual({ day: '2027-01-01', provisional: true });
  });

  it("when a year's notice arrives, its days count, also those in the December before, and are no longer provisional", () => {
    const calendar = loadCalendar(folderOf({ '2027.json': newYear2027 }));
    expect(calendar.lastAnnouncedYear).toBe(2027);
    expect(isBusinessDay(calendar, '2027-01-09')).toBe(true);
    expect(twoAfterDecember30(calendar)).toEqual({ day: '2027-01-05', provisional: false });
  });

  it('a notice corrects single days of a year already known, in both directions, and leaves the others', () => {
    const days = [
      { name: '春节', date: '2026-02-14', isOffDay: true },
      { name: '春节', date: '2026-02-23', isOffDay: false },
    ];
    const calendar = loadCalendar(folderOf({ '2026.json': { year: 2026, days } }));
    expect(isBusinessDay(calendar, '2026-02-14')).toBe(false);
    expect(isBusinessDay(calendar, '2026-02-23')).toBe(true);
    expect(isBusinessDay(calendar, '2026-02-20')).toBe(false);
    expect(isBusinessDay(calendar, '2026-02-28')).toBe(true);
  });

  it.each([
    ['whose notice has not come yet (no days)', []],
    ['without National Day, which every notice gives off', newYear2027.days.slice(0, 3)],
  ])('a file %s announces nothing', (_title, days) => {
    const calendar = loadCalendar(folderOf({ '2027.json': { year: 2027, days } }));
    expect(calendar.lastAnnouncedYear).toBe(2026);
    expect(twoAfterDecember30(calendar).provisional).toBe(true);
  });

  it('a year behind a gap does not make the gap certain', () => {
    const days = [{ name: '国庆节', date: '2028-10-01', isOffDay: true }];
    expect(loadCalendar(folderOf({ '2028.json': { year: 2028, days } })).lastAnnouncedYear).toBe(2026);
    const both = folderOf({ '2027.json': newYear2027, '2028.json': { year: 2028, days } });
    expect(loadCalendar(both).lastAnnouncedYear).toBe(2028);
  });

  it('files that are not JSON by name are left alone', () => {
    expect(loadCalendar(folderOf({ '2027.json.bak': 'old', 'README.md': 'x' })).lastAnnouncedYear).toBe(2026);
  });
});

describe('a broken override stops the loading and says where', () => {
  const day = { name: '元旦', date: '2027-01-01', isOffDay: true };

  it.each([
    ['a day that does not exist', { ...day, date: '2027-02-30' }, /2027\.json: day 2 \(2027-02-30\), date: /],
    ['a date in another form', { ...day, date: '2027/1/2' }, /2027\.json: day 2 \(2027\/1\/2\), date: /],
    [
      'isOffDay in words',
      { ...day, date: '2027-01-02', isOffDay: 'yes' },
      /day 2 \(2027-01-02\), isOffDay: /,
    ],
    [
      'a day of another year',
      { ...day, date: '2025-01-02' },
      /day 2 \(2025-01-02\), date: not a day of 2027/,
    ],
    [
      'a day of the autumn before',
      { ...day, date: '2026-10-09' },
      /day 2 \(2026-10-09\), date: not a day of 2027/,
    ],
    ['the same day twice', { ...day, isOffDay: false }, /day 2 \(2027-01-01\), date: named twice/],
    ['no date at all', { name: '元旦', isOffDay: true }, /2027\.json: day 2, date: /],
    ['something that is no day', 7, /2027\.json: day 2: /],
  ])('%s', (_title, second, expected) => {
    const faults = faultsOf({ '2027.json': { year: 2027, days: [day, second] } });
    expect(faults).toEqual([expect.stringMatching(expected)]);
  });

  it.each([
    ['text that is not JSON', '{ "year": 2027,', /2027\.json: not JSON/],
    ['a file without days', { year: 2027 }, /2027\.json: days: /],
    [
      'a file of another year',
      { year: 2026, days: [] },
      /2027\.json: holds the year 2026, which belongs in 2026\.json/,
    ],
    ['a list', [], /2027\.json: /],
  ])('%s', (_title, content, expected) => {
    expect(faultsOf({ '2027.json': content })).toEqual([expect.stringMatching(expected)]);
  });

  it('two broken files are both named, in one error', () => {
    expect(faultsOf({ '2027.json': '', '2028.json': { year: 2028, days: [{ ...day }] } })).toEqual([
      expect.stringContaining('2027.json'),
      expect.stringContaining('2028.json'),
    ]);
  });
});
