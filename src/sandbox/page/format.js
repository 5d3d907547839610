import { state } from './store.js';

const ZONE = 'Asia/Shanghai';
const locale = () => (state.language === 'zh' ? 'zh-CN' : 'en-GB');
const made = new Map();
const formatter = (name, options) => {
  const key = `${locale()} ${name}`;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...options }));
  return made.get(key);
};

/** Epoch milliseconds, or ISO 8601 as the staff API has it. */
const instant = (at) => (typeof at === 'number' ? at : Date.parse(at));

/** 1230 → ¥12.30; 168000 → ¥1,680.00 */
export const yuan = (fen) =>
  `¥${(fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

/** 11月26日 周四; Thu 26 Nov */
export const day = (at) => {
  const parts = { month: state.language === 'zh' ? 'long' : 'short', day: 'numeric' };
  const date = formatter('date', parts).format(instant(at));
  const weekday = formatter('weekday', { weekday: 'short' }).format(instant(at));
  return state.language === 'zh' ? `${date} ${weekday}` : `${weekday} ${date}`;
};

/** 09:05 */
export const time = (at) =>
  formatter('time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant(at));

export const moment = (at) => `${day(at)} ${time(at)}`;

const calendarDay = (at) => formatter('day', { dateStyle: 'short' }).format(instant(at));

/** The hour today, the date before. */
export const brief = (at, now) =>
  calendarDay(at) === calendarDay(now)
    ? time(at)
    : formatter('date', { month: state.language === 'zh' ? 'long' : 'short', day: 'numeric' }).format(
        instant(at),
      );

/** As a chat separates its messages: only the hour today, else with the date. */
export const chatTime = (at, now) => (calendarDay(at) === calendarDay(now) ? time(at) : moment(at));
