import { DAY_MS, type Instant, chinaDate, startOfChinaDay } from '../../../domain/time.ts';

/** Whole days in China from the day of `from` to the day of `to`; negative: before it. */
export const daysBetween = (from: Instant, to: Instant): number =>
  Math.round((startOfChinaDay(chinaDate(to)) - startOfChinaDay(chinaDate(from))) / DAY_MS);

const inChina = (locale: string, options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'Asia/Shanghai' });
  return (at: Instant): string => format.format(at);
};

export const formats = (locale: string) => ({
  day: inChina(locale, { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }),
  minute: inChina(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }),
});
