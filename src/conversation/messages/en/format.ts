import { type Instant, chinaDate, chinaMinute } from '../../../domain/time.ts';
import { formatYuan } from '../../../domain/money.ts';
import { oneLine } from '../../plain-text.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const parts = (at: Instant): { year: string; dayMonth: string; weekday: string } => {
  const date = chinaDate(at);
  const [year = '', month = '', day = ''] = date.split('-');
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  return { year, dayMonth: `${String(Number(day))} ${months[Number(month) - 1] ?? ''}`, weekday };
};

/** `Thu 26 Nov`: for dates near at hand. */
export const nearDay = (at: Instant): string => {
  const { dayMonth, weekday } = parts(at);
  return `${weekday} ${dayMonth}`;
};

/** `26 Nov 2026`. */
export const fullDay = (at: Instant): string => {
  const { year, dayMonth } = parts(at);
  return `${dayMonth} ${year}`;
};

/** `26 Nov 2026, 15:04`. */
export const fullMinute = (at: Instant): string => `${fullDay(at)}, ${chinaMinute(at).slice(11)}`;

/** `26 Nov`, with the year where it is not that of `now`. */
export const pastDay = (at: Instant, now: Instant): string =>
  parts(at).year === parts(now).year ? parts(at).dayMonth : fullDay(at);

/** A date that is the last day of something: the whole of it still counts. */
export const byEndOf = (at: Instant): string => `by the end of ${nearDay(at)}`;

/** A date we promise; a provisional one says that it may still move. */
export const promisedBy = (at: Instant, provisional: boolean): string =>
  provisional ? `${byEndOf(at)} (provisional until China’s public holidays are announced)` : byEndOf(at);

/** The customer's own deadline: the day ends in China. */
export const yourDeadline = (at: Instant): string => `${byEndOf(at)} (Beijing time)`;

/** The published policy in English, whatever the phone it is opened on prefers. */
export const inEnglish = (policyUrl: string): string => `${policyUrl}?lang=en`;

/** `1 picture`, `2 pictures`. */
export const count = (number: number, singular: string, plural = `${singular}s`): string =>
  `${String(number)} ${number === 1 ? singular : plural}`;

/** `Annual membership (¥198.00)` */
export const orderWords = (
  order: { readonly description: string | null; readonly outTradeNo: string },
  amountFen: number | null,
): string => {
  const name = order.description === null || order.description === '' ? order.outTradeNo : order.description;
  return `${oneLine(name, 40)}${amountFen === null ? '' : ` (${formatYuan(amountFen)})`}`;
};

/** A clause on its own: as published, without the mark that joins it to the next, as a sentence. */
export const plainClause = (text: string): string => {
  const bare = text.replace(/[;.\s]+$/u, '');
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}${bare.endsWith('…') ? '' : '.'}`;
};
