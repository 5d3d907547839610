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

const weekday = (date: ChinaDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();

export const isBusinessDay = (calendar: Calendar, date: ChinaDate): boolean => {
  if (calendar.workdays.has(date)) return true;
  if (calendar.holidays.has(date)) return false;
  const day = weekday(date);
  return day !== 0 && day !== 6;
};

const isProvisional = (calendar: Calendar, date: ChinaDate): boolean =>
  Number(date.slice(0, 4)) > calendar.lastAnnouncedYear;

/** The day itself where it is worked, else the next that is (Civil Code 203). */
export const onOrAfterBusinessDay = (calendar: Calendar, date: ChinaDate): ChinaDate => {
  let day = date;
  while (!isBusinessDay(calendar, day)) day = shiftDate(day, 1);
  return day;
};

/** The end of the n-th business day after the one `from` falls on, which is not counted (Civil Code 201). */
export const addBusinessDays = (calendar: Calendar, from: Instant, businessDays: number): Deadline => {
  let day = chinaDate(from);
  for (let left = businessDays; left > 0; left -= 1) day = onOrAfterBusinessDay(calendar, shiftDate(day, 1));
  return { at: endOfChinaDay(day), provisional: isProvisional(calendar, day) };
};

/** The end of the day `days` calendar days after, moved to the next business day where it is a day off. */
export const addDays = (calendar: Calendar, from: Instant, days: number): Deadline => {
  const day = onOrAfterBusinessDay(calendar, shiftDate(chinaDate(from), days));
  return { at: endOfChinaDay(day), provisional: isProvisional(calendar, day) };
};
