import { HOUR_MS, type Instant, MINUTE_MS } from './time.ts';

/** Every minute for five minutes, then 5, 10, 20 and 30 minutes (wechat-pay reference, "Refunds"). */
const payoutDelaysMs = [1, 1, 1, 1, 1, 5, 10, 20, 30].map((minutes) => minutes * MINUTE_MS);

/** A message that could not be delivered: soon at first, then hourly. */
const noticeDelaysMs = [1, 2, 5, 10, 30, 60].map((minutes) => minutes * MINUTE_MS);

/** An order nobody could tell of: it may show within minutes, hardly after a day. */
const orderCheckDelaysMs = [1, 5, 30, 120, 360, 1_440].map((minutes) => minutes * MINUTE_MS);

/** The shop's own system: down for a minute or for a day. */
const shopDelaysMs = [1, 5, 15, 30, 60, 120, 180, 360].map((minutes) => minutes * MINUTE_MS);

const delay = (delaysMs: readonly number[], failures: number): number =>
  delaysMs[Math.min(failures, delaysMs.length - 1)] ?? HOUR_MS;

export const nextPayoutTry = (now: Instant, failures: number): Instant =>
  now + delay(payoutDelaysMs, failures);
export const nextNoticeTry = (now: Instant, failures: number): Instant =>
  now + delay(noticeDelaysMs, failures);
export const nextShopTry = (now: Instant, failures: number): Instant => now + delay(shopDelaysMs, failures);

/** null: asked often enough, staff are to find out. */
export const nextOrderCheck = (now: Instant, failures: number): Instant | null => {
  const delayMs = orderCheckDelaysMs[failures];
  return delayMs === undefined ? null : now + delayMs;
};
