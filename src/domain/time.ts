/** Milliseconds since the epoch, UTC. Every stored time is one; ISO strings exist only at the boundary. */
export type Instant = number;

/** A day in China, `YYYY-MM-DD`. */
export type ChinaDate = string;

export interface Clock {
  now(): Instant;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** China has kept UTC+8 without daylight saving since 1991. */
const CHINA_OFFSET_MS = 8 * HOUR_MS;

const shifted = (at: Instant): string => new Date(at + CHINA_OFFSET_MS).toISOString();

/** The day in China an instant falls on. */
export const chinaDate = (at: Instant): ChinaDate => shifted(at).slice(0, 10);

/** `YYYY-MM-DD HH:mm` in China. */
export const chinaMinute = (at: Instant): string => shifted(at).slice(0, 16).replace('T', ' ');

/** ISO 8601 with China's offset, as the HTTP interface writes times. */
export const isoChina = (at: Instant): string => shifted(at).replace('Z', '+08:00');

/** Midnight in China at which the day begins. */
export const startOfChinaDay = (date: ChinaDate): Instant => Date.parse(`${date}T00:00:00.000+08:00`);

/** Nine in the morning of the day in China an instant falls on: of a last day, there is still time to act. */
export const morningOf = (at: Instant): Instant => startOfChinaDay(chinaDate(at)) + 9 * HOUR_MS;

/** The last millisecond of the day in China. */
export const endOfChinaDay = (date: ChinaDate): Instant => startOfChinaDay(date) + DAY_MS - 1;

/** The day `days` calendar days after (negative: before). */
export const shiftDate = (date: ChinaDate, days: number): ChinaDate =>
  chinaDate(startOfChinaDay(date) + days * DAY_MS);
