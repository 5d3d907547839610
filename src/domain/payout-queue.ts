import { z } from 'zod';
import { positiveFenSchema } from './money.ts';
import { type ChinaDate, type Instant, MINUTE_MS } from './time.ts';

/** Why an approved refund is not sent for now; it stands in the attempt as its trouble. */
export const payoutHolds = ['payouts_stopped', 'over_daily_cap', 'larger_than_daily_cap'] as const;
export type PayoutHold = (typeof payoutHolds)[number];

export const isPayoutHold = (trouble: string | null): trouble is PayoutHold =>
  payoutHolds.some((hold) => hold === trouble);

/** A refund whose application WeChat Pay called wrong in itself (`PARAM_ERROR`). */
const wrongRequestSchema = z.object({ caseNo: z.string(), at: z.number() });

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
  /** The last of each case, of late and since the switch was last used. */
  wrongRequests: z.array(wrongRequestSchema),
});
export type PayoutQueue = z.infer<typeof payoutQueueSchema>;
export type Counted = PayoutQueue['counted'][number];

/** Stands where a name would; nobody on the staff can have it. */
export const SYSTEM = 'system';

/** As it is before anyone has set anything. */
export const freePayoutQueue: PayoutQueue = {
  stopped: false,
  stoppedBy: null,
  stoppedAt: null,
  dailyCapFen: null,
  day: '',
  counted: [],
  wrongRequests: [],
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
  return {
    ...capped,
    stopped,
    stoppedBy: stopped ? by : null,
    stoppedAt: stopped ? at : null,
    wrongRequests: [],
  };
};

const WRONG_CASES = 3;
const WRONG_WITHIN_MS = 10 * MINUTE_MS;

/**
 * WeChat Pay calls this case's application wrong in itself. One may be; several cases within ten minutes mean that we
 * ask wrongly, and everything is stopped until a person has looked (wechat-pay reference, "Refunds", `PARAM_ERROR`).
 */
export const countWrongRequest = (queue: PayoutQueue, caseNo: string, at: Instant): PayoutQueue => {
  if (queue.stopped) return queue;
  const others = queue.wrongRequests.filter(
    (each) => each.caseNo !== caseNo && each.at > at - WRONG_WITHIN_MS,
  );
  const wrongRequests = [...others, { caseNo, at }];
  return wrongRequests.length < WRONG_CASES
    ? { ...queue, wrongRequests }
    : { ...queue, wrongRequests, stopped: true, stoppedBy: SYSTEM, stoppedAt: at };
};
