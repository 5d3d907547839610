import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import {
  addBusinessDays,
  addDays,
  buildCalendar,
  isBusinessDay,
  onOrAfterBusinessDay,
} from '../../src/domain/calendar.ts';
import { DAY_MS, chinaDate, isoChina } from '../../src/domain/time.ts';
import { loadCalendar } from '../../src/usecases/load-calendar.ts';
import { china, folderOf } from '../support/calendar.ts';

const calendar = loadCalendar(null);
const after = (date: string, days: number): string =>
  chinaDate(addBusinessDays(calendar, china(`${date} 12:00`), days).at);

describe('counting business days', () => {
  it.each([
    [
      '3 after Thursday before the Spring Festival: the Saturday before it is worked',
      '2026-02-12',
      3,
      '2026-02-24',
    ],
    ['3 after Friday before the Spring Festival', '2026-02-13', 3, '2026-02-25'],
    ['3 after the make-up Saturday itself, which is not counted', '2026-02-14', 3, '2026-02-26'],
    ['1 from the middle of the Spring Festival', '2026-02-18', 1, '2026-02-24'],
    ['5 after the eve of National Day: the Saturday after it is worked', '2026-09-30', 5, '2026-10-13'],
    ['1 before a make-up Sunday', '2026-09-19', 1, '2026-09-20'],
    ['3 over an ordinary weekend', '2026-03-12', 3, '2026-03-17'],
    ['5 over Labour Day and its make-up Saturday', '2026-04-30', 5, '2026-05-11'],
    ['15 over National Day', '2026-09-24', 15, '2026-10-22'],
  ])('%s', (_title, from, days, expected) => {
    expect(after(from, days)).toBe(expected);
  });

  it('the official make-up workdays of 2026 are business days, and no other weekend is', () => {
    const worked: string[] = [];
    for (let day = china('2026-01-01 12:00'); day < china('2027-01-01 00:00'); day += DAY_MS) {
      const weekday = new Date(day).getUTCDay();
      if ((weekday === 0 || weekday === 6) && isBusinessDay(calendar, chinaDate(day)))
        worked.push(chinaDate(day));
    }
    expect(worked).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
  });

  it.each(['00:00:00.000', '23:59:59.999'])(
    'an application at %s in China counts from that Chinese day, and ends with the last millisecond of the third',
    (time) => {
      const deadline = addBusinessDays(calendar, china(`2026-02-13 ${time}`), 3);
      expect(isoChina(deadline.at)).toBe('2026-02-25T23:59:59.999+08:00');
    },
  );

  it('calendar days that end on a holiday move to the next working day, others stay', () => {
    expect(isoChina(addDays(calendar, china('2026-02-06 10:00'), 14).at)).toBe(
      '2026-02-24T23:59:59.999+08:00',
    );
    expect(isoChina(addDays(calendar, china('2026-01-31 10:00'), 14).at)).toBe(
      '2026-02-14T23:59:59.999+08:00',
    );
    expect(isoChina(addDays(calendar, china('2026-03-02 10:00'), 14).at)).toBe(
      '2026-03-16T23:59:59.999+08:00',
    );
  });

  it('a count that runs into a year not announced yet says that it is provisional', () => {
    expect(addBusinessDays(calendar, china('2026-12-30 10:00'), 1)).toMatchObject({ provisional: false });
    expect(addBusinessDays(calendar, china('2026-12-30 10:00'), 2)).toMatchObject({ provisional: true });
    expect(addDays(calendar, china('2026-12-17 10:00'), 14)).toMatchObject({ provisional: false });
    expect(addDays(calendar, china('2026-12-18 10:00'), 14)).toMatchObject({ provisional: true });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5, 3_661])(
    'a count of %p days is refused instead of counted for ever',
    (days) => {
      expect(() => addBusinessDays(calendar, china('2026-03-02 10:00'), days)).toThrow(RangeError);
      expect(() => addDays(calendar, china('2026-03-02 10:00'), days)).toThrow(RangeError);
    },
  );

  it('data in which no day is ever worked ends in an error instead of a loop', () => {
    const start = china('2026-01-01 12:00');
    const everyDay = Array.from({ length: 365 }, (_, day) => chinaDate(start + day * DAY_MS));
    const never = buildCalendar({ holidays: everyDay, workdays: [] }, []);
    expect(() => onOrAfterBusinessDay(never, '2026-03-02')).toThrow(
      'no business day within 60 days of 2026-03-02',
    );
  });
});

const inChild = `
import { readFileSync } from 'node:fs';
import { addBusinessDays, addDays } from './calendar.js';
const data = JSON.parse(readFileSync(new URL('./data.json', import.meta.url), 'utf8'));
const calendar = {
  holidays: new Set(data.holidays), workdays: new Set(data.workdays), lastAnnouncedYear: 2026,
};
const iso = (deadline) => new Date(deadline.at).toISOString();
const at = (text) => Date.parse(text + '+08:00');
console.log(JSON.stringify({
  localHour: new Date('2026-02-13T00:00:00Z').getHours(),
  deadlines: [
    addBusinessDays(calendar, at('2026-02-12T12:00'), 3),
    addBusinessDays(calendar, at('2026-02-13T00:00'), 3),
    addBusinessDays(calendar, at('2026-02-13T23:59:59.999'), 3),
    addBusinessDays(calendar, at('2026-09-30T07:00'), 5),
    addDays(calendar, at('2026-02-06T03:00'), 14),
  ].map(iso),
}));
`;

describe('the time zone of the server', () => {
  const javascript = (file: string): string =>
    ts.transpileModule(readFileSync(join('src/domain', file), 'utf8'), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        rewriteRelativeImportExtensions: true,
      },
    }).outputText;
  const folder = folderOf({
    'package.json': { type: 'module' },
    'data.json': { holidays: [...calendar.holidays], workdays: [...calendar.workdays] },
    'calendar.js': javascript('calendar.ts'),
    'time.js': javascript('time.ts'),
    'run.js': inChild,
  });

  it.each([
    ['UTC', 0],
    ['America/New_York', 19],
    ['Asia/Shanghai', 8],
    ['Pacific/Kiritimati', 14],
  ])('a server that runs in %s gives the same deadlines', (zone, localHour) => {
    const answer = execFileSync(process.execPath, [join(folder, 'run.js')], {
      encoding: 'utf8',
      env: { ...process.env, TZ: zone },
    });
    expect(JSON.parse(answer)).toEqual({
      localHour,
      deadlines: [
        '2026-02-24T15:59:59.999Z',
        '2026-02-25T15:59:59.999Z',
        '2026-02-25T15:59:59.999Z',
        '2026-10-13T15:59:59.999Z',
        '2026-02-24T15:59:59.999Z',
      ],
    });
  });
});
