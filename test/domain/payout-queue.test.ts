import { describe, expect, it } from '@jest/globals';
import {
  type Counted,
  countSent,
  countWrongRequest,
  freePayoutQueue,
  holdOf,
  sentOn,
  setPayouts,
} from '../../src/domain/payout-queue.ts';

const day = '2026-03-02';
const refund = (outRefundNo: string, amountFen = 10_000): Counted => ({ outRefundNo, amountFen });
const capped = (dailyCapFen: number) => ({ ...freePayoutQueue, dailyCapFen });
/** The queue after these were sent on that day, and how each fared. */
const after = (queue: typeof freePayoutQueue, refunds: readonly Counted[], on = day) => {
  const holds = [];
  let now = queue;
  for (const each of refunds) {
    const counted = countSent(now, each, on);
    now = counted.queue;
    holds.push(counted.hold);
  }
  return { queue: now, holds };
};

describe('the switch', () => {
  it('thrown, holds everything back, what was counted already too; released, nothing', () => {
    const { queue } = after(freePayoutQueue, [refund('a')]);
    const stopped = setPayouts(queue, { stopped: true, dailyCapFen: undefined }, '吴财务', 7);
    expect(stopped).toMatchObject({ stopped: true, stoppedBy: '吴财务', stoppedAt: 7, dailyCapFen: null });
    for (const each of ['a', 'b']) expect(holdOf(stopped, refund(each), day)).toBe('payouts_stopped');
    const released = setPayouts(stopped, { stopped: false, dailyCapFen: undefined }, '郑管理', 8);
    expect(released).toMatchObject({ stopped: false, stoppedBy: null, stoppedAt: null });
    expect(holdOf(released, refund('b'), day)).toBeNull();
  });

  it('thrown again while it is thrown, still says who threw it first', () => {
    const stopped = setPayouts(freePayoutQueue, { stopped: true, dailyCapFen: undefined }, '吴财务', 7);
    const again = setPayouts(stopped, { stopped: true, dailyCapFen: 500 }, '郑管理', 8);
    expect(again).toMatchObject({ stoppedBy: '吴财务', stoppedAt: 7, dailyCapFen: 500 });
  });
});

describe('the daily cap', () => {
  it('is reached exactly, and never passed; what still fits goes', () => {
    const wanted = [refund('a', 6_000), refund('b', 5_000), refund('c', 4_000), refund('d', 1)];
    const { queue, holds } = after(capped(10_000), wanted);
    expect(holds).toEqual([null, 'over_daily_cap', null, 'over_daily_cap']);
    expect(sentOn(queue, day)).toEqual({ fen: 10_000, refunds: 2 });
  });

  it('counts the same refund once a day, however often it is sent', () => {
    const { queue, holds } = after(capped(10_000), [refund('a'), refund('a'), refund('a')]);
    expect(holds).toEqual([null, null, null]);
    expect(sentOn(queue, day)).toEqual({ fen: 10_000, refunds: 1 });
  });

  it('begins anew the next day, for what is sent then; not again where a clock is late', () => {
    const { queue } = after(capped(10_000), [refund('a')]);
    const next = after(queue, [refund('b'), refund('c')], '2026-03-03');
    expect(next.holds).toEqual([null, 'over_daily_cap']);
    expect(holdOf(next.queue, refund('d'), day)).toBe('over_daily_cap');
    expect(sentOn(next.queue, '2026-03-03')).toEqual({ fen: 10_000, refunds: 1 });
  });

  it('lowered below what was sent, lets go on what was counted and nothing else', () => {
    const { queue } = after(capped(20_000), [refund('a')]);
    const lowered = setPayouts(queue, { stopped: undefined, dailyCapFen: 5_000 }, '吴财务', 7);
    expect([holdOf(lowered, refund('a'), day), holdOf(lowered, refund('b', 1), day)]).toEqual([
      null,
      'over_daily_cap',
    ]);
  });

  it('names a refund that no day can bear', () => {
    expect(holdOf(capped(10_000), refund('a', 10_001), day)).toBe('larger_than_daily_cap');
    expect(holdOf(capped(10_000), refund('a', 10_000), day)).toBeNull();
  });

  it('taken away, counts all the same', () => {
    const free = setPayouts(capped(1), { stopped: undefined, dailyCapFen: null }, '吴财务', 7);
    const { queue, holds } = after(free, [refund('a'), refund('b')]);
    expect([holds, sentOn(queue, day).fen]).toEqual([[null, null], 20_000]);
  });
});

describe('applications that WeChat Pay calls wrong', () => {
  const MINUTE_MS = 60_000;
  const wrong = (...requests: readonly (readonly [caseNo: string, minute: number])[]) =>
    requests.reduce(
      (queue, [caseNo, minute]) => countWrongRequest(queue, caseNo, minute * MINUTE_MS),
      freePayoutQueue,
    );

  it('of three cases within ten minutes stop everything, on nobody’s word', () => {
    expect(wrong(['A', 0], ['B', 5], ['C', 9.999])).toMatchObject({
      stopped: true,
      stoppedBy: 'system',
      stoppedAt: 9.999 * MINUTE_MS,
    });
  });

  it.each<[string, readonly (readonly [string, number])[]]>([
    [
      'of two cases',
      [
        ['A', 0],
        ['B', 1],
      ],
    ],
    [
      'of one case time and again',
      [
        ['A', 0],
        ['A', 1],
        ['B', 2],
        ['A', 3],
      ],
    ],
    [
      'of three cases, the first ten minutes before',
      [
        ['A', 0],
        ['B', 5],
        ['C', 10],
      ],
    ],
  ])('%s do not', (_title, requests) => {
    expect(wrong(...requests).stopped).toBe(false);
  });

  it('are counted anew once a person has released the payouts', () => {
    const stopped = wrong(['A', 0], ['B', 1], ['C', 2]);
    const released = setPayouts(stopped, { stopped: false, dailyCapFen: undefined }, '吴财务', 3 * MINUTE_MS);
    expect(countWrongRequest(released, 'D', 4 * MINUTE_MS).stopped).toBe(false);
  });

  it('do not take the switch over from the person who threw it', () => {
    const stopped = setPayouts(
      wrong(['A', 0], ['B', 1]),
      { stopped: true, dailyCapFen: undefined },
      '吴财务',
      7,
    );
    expect(countWrongRequest(stopped, 'C', 2 * MINUTE_MS)).toEqual(stopped);
  });
});
