import { announcedYears, buildCalendar, daysOff } from '../domain/calendar.ts';
import { type Instant, chinaDate } from '../domain/time.ts';
import type { HolidaySources } from '../usecases/load-calendar.ts';
import type { Print } from './outcome.ts';

export const usage = `Usage:
  npm run holidays -- check   tells which years' holidays are known and what is missing, and checks config/holidays`;

/** The State Council gives notice of a year's holidays in the autumn before, by the middle of November of late. */
const NOTICE_MONTH = 11;

const folder = 'config/holidays';

/** `2007 to 2026`; `2026`; `2026, 2028`. */
const inWords = (years: readonly number[]): string => {
  const [first, last] = [years[0], years.at(-1)];
  if (first === undefined || last === undefined) return 'none';
  const isRun = last - first === years.length - 1;
  return isRun && years.length > 1 ? `${String(first)} to ${String(last)}` : years.join(', ');
};

const shape = (year: number): string =>
  [
    '{',
    `  "year": ${String(year)},`,
    '  "days": [',
    `    { "name": "元旦", "date": "${String(year)}-01-01", "isOffDay": true },`,
    `    { "name": "国庆节", "date": "${String(year)}-10-01", "isOffDay": true },`,
    `    { "name": "国庆节", "date": "${String(year)}-10-10", "isOffDay": false }`,
    '  ]',
    '}',
  ].join('\n');

/** The years whose notice is out by now, or at hand, and is not known. */
const missingYears = (last: number, known: readonly number[], now: Instant): number[] => {
  const [year = 0, month = 0] = chinaDate(now).split('-').map(Number);
  const until = Math.max(month >= NOTICE_MONTH ? year + 1 : year, ...known);
  const years = Array.from({ length: Math.max(0, until - last) }, (_, n) => last + 1 + n);
  return years.filter((each) => !known.includes(each));
};

const advice = (missing: readonly number[], last: number): string[] =>
  missing.length === 0
    ? [
        `Nothing is missing; the notice for ${String(last + 1)} usually comes out in November ${String(last)}.`,
      ]
    : missing.flatMap((year) => [
        `The notice for ${String(year)} is usually out by now: put it into ${folder}/${String(year)}.json in this shape (every day off, and every weekend day that is worked with "isOffDay": false), then restart the server:`,
        shape(year),
      ]);

const report = ({ base, notices }: HolidaySources, now: Instant): string[] => {
  const { lastAnnouncedYear: last } = buildCalendar(base, notices);
  const given = notices.map((notice) => ({ year: notice.year, announces: announcedYears(daysOff(notice)) }));
  const known = announcedYears([...base.holidays, ...notices.flatMap(daysOff)]);
  return [
    `Announced: ${inWords(announcedYears(base.holidays))} with the program.`,
    ...given.map(({ year, announces }) =>
      announces.includes(year)
        ? `Announced: ${String(year)} in ${folder}/${String(year)}.json.`
        : `${folder}/${String(year)}.json corrects single days; without ${String(year)}-10-01 off it announces no year.`,
    ),
    `Dates through ${String(last)} are certain, later ones are provisional.`,
    ...advice(missingYears(last, known, now), last),
  ];
};

/** Runs `npm run holidays -- ARGS`. @returns the exit code: 0, or 1 for any fault; a missing year is none */
export const runHolidaysCommand = (
  args: readonly string[],
  sources: () => HolidaySources,
  now: Instant,
  print: Print,
): 0 | 1 => {
  if (args.length !== 1 || args[0] !== 'check') {
    print.err(usage);
    return 1;
  }
  const read = sources();
  if (read.faults.length > 0) {
    print.err('The holidays cannot be used:');
    for (const fault of read.faults) print.err(`  - ${fault}`);
    return 1;
  }
  for (const line of report(read, now)) print.out(line);
  return 0;
};
