import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Calendar, type HolidayData, type HolidayNotice, buildCalendar } from '../domain/calendar.ts';
import { ConfigurationError } from './configuration-error.ts';
import { jsonFilesIn, parseJsonFile } from './json-files.ts';

const day = z.iso.date();
const baseSchema = z.object({ holidays: z.record(day, z.string()), workdays: z.record(day, z.string()) });

/** One file of holiday-cn: `{ "year": 2027, "days": [{ "name": "元旦", "date": "2027-01-01", "isOffDay": true }] }`. */
const noticeSchema = z
  .object({
    year: z.int().min(2004).max(2200),
    days: z.array(z.object({ name: z.string(), date: day, isOffDay: z.boolean() })),
  })
  .check(({ value, issues }) => {
    value.days.forEach(({ date }, index) => {
      const path = ['days', index, 'date'];
      // A notice may reach back into the December before: the days around New Year belong together.
      if (!date.startsWith(String(value.year)) && !date.startsWith(`${String(value.year - 1)}-12`))
        issues.push({ code: 'custom', input: date, path, message: `not a day of ${String(value.year)}` });
      if (value.days.findIndex((other) => other.date === date) !== index)
        issues.push({ code: 'custom', input: date, path, message: 'named twice' });
    });
  });

const namedDay = z.object({ date: z.string() });
const rawDays = z.object({ days: z.array(z.unknown()) });

/** `day 3 (2027-02-30), date`: the day a fault lies in, by its date where it has one. */
const describeDay = (path: readonly PropertyKey[], raw: unknown): string => {
  const [head, index, ...rest] = path;
  if (head !== 'days' || typeof index !== 'number') return path.map(String).join('.');
  const parsed = namedDay.safeParse(rawDays.safeParse(raw).data?.days[index]);
  const date = parsed.success ? ` (${parsed.data.date})` : '';
  return [`day ${String(index + 1)}${date}`, ...rest.map(String)].join(', ');
};

/** Everything known of holidays, and what is wrong with it. */
export interface HolidaySources {
  /** The data that comes with chinese-days. */
  readonly base: HolidayData;
  readonly notices: readonly HolidayNotice[];
  /** Each names its file and day. */
  readonly faults: readonly string[];
}

const readNotices = (folder: string): Pick<HolidaySources, 'notices' | 'faults'> => {
  const faults: string[] = [];
  const notices: HolidayNotice[] = [];
  for (const name of jsonFilesIn(folder)) {
    const parsed = parseJsonFile(folder, name, noticeSchema, describeDay);
    if (!parsed.ok) faults.push(...parsed.faults);
    else if (name !== `${String(parsed.value.year)}.json`)
      faults.push(
        `${join(folder, name)}: holds the year ${String(parsed.value.year)}, which belongs in ${String(parsed.value.year)}.json`,
      );
    else notices.push(parsed.value);
  }
  return { notices, faults };
};

/**
 * Reads the days off and make-up workdays: of chinese-days its data only, since its functions count in the time zone
 * of the process, and of `overridesFolder` one holiday-cn file a year, `<year>.json`.
 */
export const readHolidays = (overridesFolder: string | null): HolidaySources => {
  const file = createRequire(import.meta.url).resolve('chinese-days/dist/chinese-days.json');
  const read = parseJsonFile(dirname(file), 'chinese-days.json', baseSchema);
  const base = read.ok
    ? { holidays: Object.keys(read.value.holidays), workdays: Object.keys(read.value.workdays) }
    : { holidays: [], workdays: [] };
  const { notices, faults } =
    overridesFolder === null ? { notices: [], faults: [] } : readNotices(overridesFolder);
  return { base, notices, faults: [...(read.ok ? [] : read.faults), ...faults] };
};

/**
 * China's business days: the data that comes with the program, and what `overridesFolder` says over it.
 * @throws ConfigurationError listing every fault with its file and day
 */
export const loadCalendar = (overridesFolder: string | null): Calendar => {
  const { base, notices, faults } = readHolidays(overridesFolder);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return buildCalendar(base, notices);
};
