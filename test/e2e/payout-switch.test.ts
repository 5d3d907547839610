import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkMemory, workDue } from '../../src/usecases/work-due.ts';
import { workCase } from '../../src/usecases/work-case.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { onMongo } from '../support/engine.ts';
import { decide, dying, elsewhere, heldUp, reserved } from '../support/mishaps.ts';
import { type Finance, financeOf } from '../support/payout-queue.ts';
import {
  aBuyer,
  anApproved,
  approve,
  expectInvariants,
  expectRefunded,
  paidTo,
  payoutOf,
  watched,
} from '../support/payouts.ts';
import { caseOf, storedCase } from '../support/story.ts';

let desk: Desk;
let finance: Finance;
beforeAll(async () => {
  desk = await startDesk();
  finance = await financeOf(desk);
}, 30_000);
afterAll(() => desk.stop());
afterEach(async () => {
  desk.simulators.faults.clear();
  await finance.free();
});

/** A hosted engine takes many times as long. */
const ROUNDS = onMongo ? 3 : 10;
/** Steps from one at which a process dies to the next. */
const STRIDE = onMongo ? 3 : 1;

const posts = () => desk.simulators.pay.refunds().length;

describe('the switch that stops all payouts', () => {
  it('thrown, keeps an approved refund from being sent, says so, and lets it go within a minute of its release', async () => {
    await finance.set({ stopped: true });
    const before = posts();
    const buyer = await anApproved(desk);
    await desk.advance('3h');
    expect([posts(), paidTo(desk, buyer).fen]).toEqual([before, 0]);
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'paused', sentAt: null });
    expect((await caseOf(desk, buyer.caseNo))['payout']).toMatchObject({
      state: 'paused',
      trouble: '打款已停止，恢复后自动继续',
    });
    const told = (await storedCase(desk, buyer.caseNo)).timeline.filter(
      ({ event }) => event.type === 'PayoutPaused',
    );
    expect(told).toHaveLength(1);
    await expectInvariants(desk);
    await finance.set({ stopped: false });
    await desk.advance('60s');
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });

  it('thrown while an application’s outcome is unknown: it is asked about, and not sent again', async () => {
    const buyer = await aBuyer(desk);
    desk.simulators.faults.add({ on: 'refund', effect: 'reset' });
    await approve(desk, buyer);
    await desk.settle();
    expect((await payoutOf(desk, buyer)).state).toBe('sent');
    await finance.set({ stopped: true });
    for (let minutes = 0; minutes < 5; minutes += 1) await desk.advance('61s');
    expect(paidTo(desk, buyer).numbers).toEqual([]);
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'paused', trouble: 'payouts_stopped' });
    await finance.set({ stopped: false });
    await desk.advance('61s');
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });

  it('thrown after WeChat Pay has accepted, the answer lost: it is found, and the customer told', async () => {
    const buyer = await aBuyer(desk);
    desk.simulators.faults.add({ on: 'refund', effect: 'reset', accepted: true });
    await approve(desk, buyer);
    await desk.settle();
    await finance.set({ stopped: true });
    await desk.advance('61s');
    await desk.advance('61s');
    await expectRefunded(desk, buyer);
  });

  it('thrown while a refund waits for funds: no application, and it waits on when it is released', async () => {
    const buyer = await aBuyer(desk);
    desk.simulators.faults.add({ on: 'refund', effect: 'error', status: 403, code: 'NOT_ENOUGH' });
    await approve(desk, buyer);
    await desk.settle();
    expect((await payoutOf(desk, buyer)).state).toBe('waiting_funds');
    await finance.set({ stopped: true });
    await desk.advance('61s');
    await desk.advance('2h');
    expect([(await payoutOf(desk, buyer)).state, paidTo(desk, buyer).fen]).toEqual(['paused', 0]);
    await finance.set({ stopped: false });
    await desk.advance('61s');
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });

  it('thrown between the look at it and the application: no application', async () => {
    const buyer = await reserved(desk);
    const slow = heldUp(desk.app.deps, (call, collection) => call === 'get' && collection === 'orders');
    const work = workCase(slow.deps, buyer.caseNo);
    await slow.arrived;
    await finance.set({ stopped: true });
    slow.letGo();
    await work;
    expect(slow.posted).toEqual([]);
    expect((await payoutOf(desk, buyer)).trouble).toBe('payouts_stopped');
    await finance.set({ stopped: false });
    await desk.advance('61s');
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });
});

describe('applications that WeChat Pay calls wrong', () => {
  const callWrong = async () => {
    desk.simulators.faults.add({ on: 'refund', effect: 'error', status: 400, code: 'PARAM_ERROR' });
    const buyer = await anApproved(desk);
    await desk.settle();
    desk.simulators.faults.clear();
    return buyer;
  };

  it('of three cases within ten minutes stop all payouts, until a person has looked; the three wait for a person', async () => {
    const wrong = [await callWrong(), await callWrong()];
    const between = await anApproved(desk);
    await desk.advance('5s');
    await expectRefunded(desk, between);
    wrong.push(await callWrong());
    const next = await anApproved(desk);
    await desk.advance('3h');
    expect(await finance.read()).toMatchObject({ stopped: true, stoppedBy: 'system' });
    expect([(await payoutOf(desk, next)).trouble, paidTo(desk, next).fen]).toEqual(['payouts_stopped', 0]);
    for (const buyer of wrong)
      expect([(await payoutOf(desk, buyer)).state, paidTo(desk, buyer).fen]).toEqual(['needs_person', 0]);
    await finance.set({ stopped: false });
    await desk.advance('60s');
    await desk.advance('5s');
    await expectRefunded(desk, next);
    await expectInvariants(desk);
  });

  it('of three cases over half an hour stop nothing', async () => {
    for (let times = 0; times < 3; times += 1) {
      await callWrong();
      await desk.advance('10m');
    }
    expect(await finance.read()).toMatchObject({ stopped: false, stoppedBy: null });
  });
});

describe('the daily cap', () => {
  /** What is left of today's; earlier tests have sent some. */
  const capFor = async (moreFen: number): Promise<void> => {
    const { sentFen } = await finance.today();
    await finance.set({ dailyCapFen: Number(sentFen) + moreFen });
  };

  it('reached: what does not fit waits until the next day in China, and then goes by itself', async () => {
    await desk.advance('1d');
    await capFor(30_000);
    const [first, second] = [await anApproved(desk), await anApproved(desk)];
    await desk.advance('5s');
    await expectRefunded(desk, first);
    expect(await payoutOf(desk, second)).toMatchObject({ state: 'paused', trouble: 'over_daily_cap' });
    await desk.advance('1h');
    expect(paidTo(desk, second).fen).toBe(0);
    await expectInvariants(desk);
    await desk.advance('1d');
    await desk.advance('5s');
    await expectRefunded(desk, second);
    expect((await finance.today())['sentFen']).toBe(second.order.amountFen);
  });

  it('raised, or taken away: what waited goes within a minute', async () => {
    await capFor(1);
    const [first, second] = [await anApproved(desk), await anApproved(desk)];
    await capFor(first.order.amountFen);
    await desk.advance('60s');
    await desk.advance('5s');
    expect(paidTo(desk, first).fen + paidTo(desk, second).fen).toBe(first.order.amountFen);
    await finance.set({ dailyCapFen: null });
    await desk.advance('60s');
    await desk.advance('5s');
    await expectRefunded(desk, first);
    await expectRefunded(desk, second);
  });

  it('smaller than the refund: it waits, however many days go by, and says why', async () => {
    await finance.set({ dailyCapFen: 19_799 });
    const buyer = await anApproved(desk);
    for (let days = 0; days < 3; days += 1) await desk.advance('1d');
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'paused', trouble: 'larger_than_daily_cap' });
    expect(paidTo(desk, buyer).fen).toBe(0);
    await finance.set({ dailyCapFen: 19_800 });
    await desk.advance('60s');
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });

  it('the same refund sent again counts once', async () => {
    const { sentFen } = await finance.today();
    const buyer = await aBuyer(desk);
    await finance.set({ dailyCapFen: Number(sentFen) + buyer.order.amountFen });
    desk.simulators.faults.add({ on: 'refund', effect: 'reset', times: 3 });
    await approve(desk, buyer);
    await desk.settle();
    for (let minutes = 0; minutes < 5; minutes += 1) await desk.advance('61s');
    await expectRefunded(desk, buyer);
    expect((await finance.today())['sentFen']).toBe(Number(sentFen) + buyer.order.amountFen);
  });

  it('seen by four processes at once, time and again: never passed, each refund sent once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const buyers = [];
      for (let n = 0; n < 4; n += 1) buyers.push(await aBuyer(desk));
      await capFor(2 * 19_800 + 10_000);
      await desk.settle();
      for (const buyer of buyers) await decide(elsewhere(desk.app.deps), buyer);
      const watches = buyers.map(() => watched(desk.app.deps.wechatPay));
      await Promise.all(
        watches.map(({ wechatPay }) => workDue({ ...elsewhere(desk.app.deps), wechatPay }, new WorkMemory())),
      );
      const posted = watches.flatMap((each) => each.posted);
      expect([posted.length, new Set(posted).size]).toEqual([2, 2]);
      await finance.free();
      await desk.advance('60s');
      await desk.advance('5s');
      for (const buyer of buyers) await expectRefunded(desk, buyer);
    }
  }, 120_000);
});

describe('a process that dies while there is a cap', () => {
  it.each(['before', 'after'] as const)(
    'at any step, %s it takes effect: paid once under the cap, counted once, nothing lost',
    async (when) => {
      let at = 0;
      // Where the desk's own worker was faster, nothing died at that step: only several in a row are the end.
      for (let spared = 0; spared < 2;) {
        at += STRIDE;
        const buyer = await aBuyer(desk);
        const { sentFen } = await finance.today();
        await finance.set({ dailyCapFen: Number(sentFen) + buyer.order.amountFen });
        const process = dying(desk.app.deps, at, when);
        await decide(process.deps, buyer).catch(() => undefined);
        await workCase(process.deps, buyer.caseNo).catch(() => undefined);
        spared = process.died() ? 0 : spared + 1;
        await expectInvariants(desk);
        expect(await decide(elsewhere(desk.app.deps), buyer)).toMatchObject({ ok: true });
        for (let minutes = 0; minutes < 3; minutes += 1) await desk.advance('61s');
        await expectRefunded(desk, buyer);
        expect((await finance.today())['sentFen']).toBe(Number(sentFen) + buyer.order.amountFen);
      }
      expect(at).toBeGreaterThan(10);
    },
    120_000,
  );
});
