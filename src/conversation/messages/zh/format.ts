import { type Instant, chinaDate, chinaMinute } from '../../../domain/time.ts';
import { formatYuan } from '../../../domain/money.ts';
import { oneLine } from '../../plain-text.ts';

const weekdays = ['日', '一', '二', '三', '四', '五', '六'];

const parts = (at: Instant): { year: string; monthDay: string; weekday: string } => {
  const date = chinaDate(at);
  const [year = '', month = '', day = ''] = date.split('-');
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  return { year, monthDay: `${String(Number(month))}月${String(Number(day))}日`, weekday };
};

/** `11月26日（周四）`: for dates near at hand. */
export const nearDay = (at: Instant): string => {
  const { monthDay, weekday } = parts(at);
  return `${monthDay}（周${weekday}）`;
};

/** `2026年11月26日`. */
export const fullDay = (at: Instant): string => {
  const { year, monthDay } = parts(at);
  return `${year}年${monthDay}`;
};

/** `2026年11月26日 15:04`. */
export const fullMinute = (at: Instant): string => `${fullDay(at)} ${chinaMinute(at).slice(11)}`;

/** `11月26日`, with the year where it is not that of `now`. */
export const pastDay = (at: Instant, now: Instant): string =>
  parts(at).year === parts(now).year ? parts(at).monthDay : fullDay(at);

/** `最晚 11月26日（周四）`: a last day, which itself still counts; 前 could leave it out. */
export const latestDay = (at: Instant): string => `最晚 ${nearDay(at)}`;

/** A last day that we promise; a provisional one says that it may still move. */
export const promisedDay = (at: Instant, provisional: boolean): string =>
  provisional ? `${latestDay(at)}（暂定，以国家公布的放假安排为准）` : latestDay(at);

/** `年度会员（¥198.00）` */
export const orderWords = (
  order: { readonly description: string | null; readonly outTradeNo: string },
  amountFen: number | null,
): string => {
  const name = order.description === null || order.description === '' ? order.outTradeNo : order.description;
  const amount = amountFen === null ? '' : `（${formatYuan(amountFen)}）`;
  return `${oneLine(name, 20)}${amount}`;
};

/** A clause on its own: as published, without the mark that joins it to the next, ended by a full stop. */
export const plainClause = (text: string): string => `${text.replace(/[；;。.\s]+$/u, '')}。`;
