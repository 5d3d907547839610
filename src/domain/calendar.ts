import { type ChinaDate, type Instant, chinaDate, endOfChinaDay, shiftDate } from './time.ts';

/** China's official days off and make-up workdays, and the last year for which they are announced. */
export interface Calendar {
  /** Weekdays that are days off. */
  readonly holidays: ReadonlySet<ChinaDate>;
  /** Weekend days that are worked. */
  readonly workdays: ReadonlySet<ChinaDate>;
  readonly lastAnnouncedYear: number;
}

export interface Deadline {
  /** The last millisecond of the last day, in China. */
  readonly at: Instant;
  /** True where the count went beyond the announced years: the date may still move. */
  readonly provisional: boolean;
}

/** The State Council's notice for one year, as far as it is known. */
export interface HolidayNotice {
  readonly year: number;
  readonly days: readonly { readonly date: ChinaDate; readonly isOffDay: boolean }[];
}

/** The longest break China has ever had is a third of this: more can only be broken data. */
const MAX_DAYS_OFF_IN_A_ROW = 60;

/** Ten years; a count beyond it is a mistake, and must not keep the process busy. */
const MAX_COUNT = 3_660;

const yearOf = (date: ChinaDate): number => Number(date.slice(0, 4));

/** What is known of holidays: data that came with the program, and notices laid over it. */
export interface HolidayData {
  readonly holidays: readonly ChinaDate[];
  readonly workdays: readonly ChinaDate[];
}

/**
 * The years these days off announce: every notice gives National Day off, so a year without it has not been
 * announced. holiday-cn publishes a year's file before the notice, with no days in it; others hold corrections only.
 */
export const announcedYears = (daysOff: readonly ChinaDate[]): number[] =>
  [...new Set(daysOff.filter((date) => date.endsWith('-10-01')).map(yearOf))].sort((a, b) => a - b);

export const daysOff = ({ days }: HolidayNotice): ChinaDate[] =>
  days.filter((day) => day.isOffDay).map((day) => day.date);

/** The end of the unbroken run of announced years: nothing behind a gap can be counted to. */
const lastOfRun = ([first, ...later]: readonly number[]): number => {
  if (first === undefined) return 0;
  return later.reduce((last, year) => (year === last + 1 ? year : last), first);
};

/**
 * The calendar from a base (`YYYY-MM-DD` each) and notices laid over it, later ones last: a day named by a
 * notice is what the notice says, every other day stays what the base says.
 */
export const buildCalendar = (base: HolidayData, notices: readonly HolidayNotice[]): Calendar => {
  const holidays = new Set(base.holidays);
  const workdays = new Set(base.workdays);
  for (const { date, isOffDay } of notices.flatMap((notice) => notice.days)) {
    (isOffDay ? holidays : workdays).add(date);
    (isOffDay ? workdays : holidays).delete(date);
  }
  const lastAnnouncedYear = lastOfRun(announcedYears([...base.holidays, ...notices.flatMap(daysOff)]));
  return { holidays, workdays, lastAnnouncedYear };
};

const weekday = (date: ChinaDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();

export const isBusinessDay = (calendar: Calendar, date: ChinaDate): boolean => {
  if (calendar.workdays.has(date)) return true;
  if (calendar.holidays.has(date)) return false;
  const day = weekday(date);
  return day !== 0 && day !== 6;
};

const isProvisional = (calendar: Calendar, date: ChinaDate): boolean =>
  yearOf(date) > calendar.lastAnnouncedYear;

/** Whether the day in China an instant falls on lies beyond that year. */
export const isBeyond = (year: number, at: Instant): boolean => yearOf(chinaDate(at)) > year;

const checkCount = (days: number): void => {
  if (!Number.isInteger(days) || days < 0 || days > MAX_COUNT)
    throw new RangeError(
      `a count of days must be a whole number from 0 to ${String(MAX_COUNT)}: ${String(days)}`,
    );
};

/**
 * The day itself where it is worked, else the next that is (Civil Code 203).
 * @throws RangeError where the data knows no business day within 60 days
 */
export const onOrAfterBusinessDay = (calendar: Calendar, date: ChinaDate): ChinaDate => {
  let day = date;
  for (let passed = 0; passed <= MAX_DAYS_OFF_IN_A_ROW; passed += 1) {
    if (isBusinessDay(calendar, day)) return day;
    day = shiftDate(day, 1);
  }
  throw new RangeError(`no business day within ${String(MAX_DAYS_OFF_IN_A_ROW)} days of ${date}`);
};

/**
 * The end of the n-th business day after the one `from` falls on, which is not counted (Civil Code 201).
 * @throws RangeError where the count is not a whole number from 0 to 3660
 */
export const addBusinessDays = (calendar: Calendar, from: Instant, businessDays: number): Deadline => {
  checkCount(businessDays);
  let day = chinaDate(from);
  for (let left = businessDays; left > 0; left -= 1) day = onOrAfterBusinessDay(calendar, shiftDate(day, 1));
  return { at: endOfChinaDay(day), provisional: isProvisional(calendar, day) };
};

/**
 * The end of the day `days` calendar days after, moved to the next business day where it is a day off.
 * @throws RangeError where the count is not a whole number from 0 to 3660
 */
export const addDays = (calendar: Calendar, from: Instant, days: number): Deadline => {
  checkCount(days);
  const day = onOrAfterBusinessDay(calendar, shiftDate(chinaDate(from), days));
  return { at: endOfChinaDay(day), provisional: isProvisional(calendar, day) };
};

/**
 * How many business days lie after the day `from` falls on, up to and with the day `to` falls on; 0 where that is over.
 * @throws RangeError where more than ten years lie between them
 */
export const businessDaysUntil = (calendar: Calendar, from: Instant, to: Instant): number => {
  const last = chinaDate(to);
  let count = 0;
  let day = shiftDate(chinaDate(from), 1);
  for (let passed = 0; day <= last; passed += 1) {
    checkCount(passed);
    if (isBusinessDay(calendar, day)) count += 1;
    day = shiftDate(day, 1);
  }
  return count;
};
