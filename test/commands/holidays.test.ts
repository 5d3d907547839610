import { describe, expect, it } from '@jest/globals';
import { runHolidaysCommand } from '../../src/commands/holidays-command.ts';
import { readHolidays } from '../../src/usecases/load-calendar.ts';
import { china, folderOf } from '../support/calendar.ts';

/** What an operator sees of `npm run holidays -- check` on that day, with these files in config/holidays. */
const check = (today: string, files: Record<string, unknown> = {}, args: readonly string[] = ['check']) => {
  const out: string[] = [];
  const err: string[] = [];
  const print = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  const folder = folderOf(files);
  const exitCode = runHolidaysCommand(args, () => readHolidays(folder), china(`${today} 12:00`), print);
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
};

const off = (date: string) => ({ name: '假期', date, isOffDay: true });
const notice = (year: number) => ({
  year,
  days: [off(`${String(year)}-01-01`), off(`${String(year)}-10-01`)],
});

describe('npm run holidays -- check', () => {
  it('before November: this year is known, nothing is missing', () => {
    const { exitCode, out } = check('2026-10-31');
    expect(exitCode).toBe(0);
    expect(out).toContain('Announced: 2004 to 2026 with the program.');
    expect(out).toContain('Dates through 2026 are certain');
    expect(out).toContain('Nothing is missing; the notice for 2027 usually comes out in November 2026.');
  });

  it('from November on: the next year is asked for, in a shape that can be taken as it stands', () => {
    const { exitCode, out } = check('2026-11-01');
    expect(exitCode).toBe(0);
    expect(out).toContain('The notice for 2027 is usually out by now: put it into config/holidays/2027.json');
    const shape: unknown = JSON.parse(out.slice(out.indexOf('{')));
    expect(check('2026-11-01', { '2027.json': shape })).toMatchObject({ exitCode: 0, err: '' });
  });

  it('with the notice in place: it is announced, and nothing is missing', () => {
    const { out } = check('2026-11-20', { '2027.json': notice(2027) });
    expect(out).toContain('Announced: 2027 in config/holidays/2027.json.');
    expect(out).toContain('Dates through 2027 are certain');
    expect(out).toContain('Nothing is missing');
  });

  it('two years on and never updated: both are asked for', () => {
    const { out } = check('2028-03-01');
    expect(out).toContain('The notice for 2027 is');
    expect(out).toContain('The notice for 2028 is');
    expect(out).not.toContain('The notice for 2029 is');
  });

  it('a year behind a gap: the gap is asked for, and dates stay provisional from there', () => {
    const { out } = check('2026-05-01', { '2028.json': notice(2028) });
    expect(out).toContain('The notice for 2027 is');
    expect(out).not.toContain('The notice for 2028 is');
    expect(out).toContain('Dates through 2026 are certain');
  });

  it('a file with a part of a year only: it is said to announce none', () => {
    const { out } = check('2026-11-20', { '2027.json': { year: 2027, days: [off('2027-01-01')] } });
    expect(out).toContain('2027.json corrects single days; without 2027-10-01 off it announces no year.');
    expect(out).toContain('The notice for 2027 is usually out by now');
  });

  it('wrong days in two files: every one is named with its file and day, exit 1, and nothing is said of years', () => {
    const { exitCode, out, err } = check('2026-11-20', {
      '2027.json': { year: 2027, days: [off('2027-02-30'), off('2025-01-01')] },
      '2028.json': '{',
    });
    expect(exitCode).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(/2027\.json: day 1 \(2027-02-30\), date: /);
    expect(err).toMatch(/2027\.json: day 2 \(2025-01-01\), date: not a day of 2027/);
    expect(err).toMatch(/2028\.json: not JSON/);
  });

  it.each([[[]], [['chek']], [['check', '2027']]])('called otherwise (%j): says how, exit 1', (args) => {
    expect(check('2026-11-20', {}, args)).toMatchObject({
      exitCode: 1,
      out: '',
      err: expect.stringContaining('npm run holidays -- check'),
    });
  });
});
