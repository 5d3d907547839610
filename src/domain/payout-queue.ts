import { z } from 'zod';
import { positiveFenSchema } from './money.ts';
import type { ChinaDate, Instant } from './time.ts';

/** Why an approved refund is not sent for now; it stands in the attempt as its trouble. */
export const payoutHolds = ['payouts_stopped', 'over_daily_cap', 'larger_than_daily_cap'] as const;
export type PayoutHold = (typeof payoutHolds)[number];

export const isPayoutHold = (trouble: string | null): trouble is PayoutHold =>
  payoutHolds.some((hold) => hold === trouble);

/** What holds for all payouts: the switch, the cap, and what has been sent on the last day anything was. */
export const payoutQueueSchema = z.object({
  stopped: z.boolean(),
  stoppedBy: z.string().nullable(),
  stoppedAt: z.number().nullable(),
  /** The most that is sent on one day in China; null: no limit. */
  dailyCapFen: positiveFenSchema.nullable(),
  /** The day `counted` is of. */
  day: z.string(),
  counted: z.array(z.object({ outRefundNo: z.string(), amountFen: positiveFenSchema })),
});
export type PayoutQueue = z.infer<typeof payoutQueueSchema>;
export type Counted = PayoutQueue['counted'][number];

/** As it is before anyone has set anything. */
export const freePayoutQueue: PayoutQueue = {
  stopped: false,
  stoppedBy: null,
  stoppedAt: null,
  dailyCapFen: null,
  day: '',
  counted: [],
};

/** What counts on that day. A day that another process has begun already does not end again where a clock is late. */
const onDay = (queue: PayoutQueue, day: ChinaDate): PayoutQueue =>
  queue.day >= day ? queue : { ...queue, day, counted: [] };

const sum = (counted: readonly Counted[]): number =>
  counted.reduce((total, { amountFen }) => total + amountFen, 0);

/** What has been sent, or is about to be, on that day. */
export const sentOn = (queue: PayoutQueue, day: ChinaDate): { fen: number; refunds: number } => {
  const { counted } = onDay(queue, day);
  return { fen: sum(counted), refunds: counted.length };
};

/** Why this refund may not be sent on that day; null: it may. */
export const holdOf = (queue: PayoutQueue, wanted: Counted, day: ChinaDate): PayoutHold | null => {
  if (queue.stopped) return 'payouts_stopped';
  const { dailyCapFen } = queue;
  const { counted } = onDay(queue, day);
  if (dailyCapFen === null || counted.some((each) => each.outRefundNo === wanted.outRefundNo)) return null;
  if (wanted.amountFen > dailyCapFen) return 'larger_than_daily_cap';
  return sum(counted) + wanted.amountFen > dailyCapFen ? 'over_daily_cap' : null;
};

/**
 * Counts a refund that is about to be sent, once under its number and day. What is sent counts whatever comes of it,
 * and again on a later day it is sent on again: more than the cap never leaves on one day.
 */
export const countSent = (
  queue: PayoutQueue,
  wanted: Counted,
  day: ChinaDate,
): { queue: PayoutQueue; hold: PayoutHold | null } => {
  const hold = holdOf(queue, wanted, day);
  if (hold !== null) return { queue, hold };
  const today = onDay(queue, day);
  if (today.counted.some((each) => each.outRefundNo === wanted.outRefundNo)) return { queue, hold };
  return { queue: { ...today, counted: [...today.counted, wanted] }, hold };
};

/** What a person sets; undefined: as it was. */
export interface PayoutSettings {
  readonly stopped: boolean | undefined;
  readonly dailyCapFen: number | null | undefined;
}

export const setPayouts = (
  queue: PayoutQueue,
  { stopped, dailyCapFen }: PayoutSettings,
  by: string,
  at: Instant,
): PayoutQueue => {
  const capped = dailyCapFen === undefined ? queue : { ...queue, dailyCapFen };
  if (stopped === undefined || stopped === queue.stopped) return capped;
  return { ...capped, stopped, stoppedBy: stopped ? by : null, stoppedAt: stopped ? at : null };
};
