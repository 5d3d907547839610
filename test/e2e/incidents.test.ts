import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Desk, startDesk } from '../support/desk.ts';
import { type Finance, financeOf } from '../support/payout-queue.ts';
import { type Buyer, aBuyer, anApproved, approve, expectRefunded, payoutOf } from '../support/payouts.ts';
import { storedCase } from '../support/story.ts';

let desk: Desk;
let finance: Finance;
beforeAll(async () => {
  desk = await startDesk();
  finance = await financeOf(desk);
}, 30_000);
afterAll(() => desk.stop());
afterEach(() => {
  desk.simulators.faults.clear();
});

const incidentsOf = async ({ caseNo }: Buyer) =>
  (await finance.incidents())
    .filter((each) => each['caseNo'] === caseNo)
    .map(({ kind, count }) => [kind, count]);

describe('what a person must settle, is among the incidents', () => {
  it('an order that was refunded at WeChat Pay while our ledger is empty', async () => {
    const buyer = await aBuyer(desk);
    const { transactionId, outTradeNo, amountFen: totalFen } = buyer.order;
    const elsewhere = {
      transactionId,
      outRefundNo: `CONSOLE-${outTradeNo}`,
      reason: '',
      amountFen: 100,
      totalFen,
    };
    expect((await desk.app.deps.wechatPay?.refund(elsewhere))?.kind).toBe('answered');
    expect((await approve(desk, buyer)).status).toBe(200);
    await desk.settle();
    for (let hours = 0; hours < 3; hours += 1) await desk.advance('61m');
    expect(await incidentsOf(buyer)).toEqual([['payout_needs_person', 1]]);
  });

  it('a refund whose outcome is unknown for the eighth time; once, and it is still found', async () => {
    desk.simulators.faults.add({ on: 'refund', effect: 'reset', accepted: true });
    desk.simulators.faults.add({ on: 'notification', effect: 'lose' });
    desk.simulators.faults.add({ on: 'query_refund', effect: 'status', status: 502, times: 99 });
    const buyer = await anApproved(desk);
    const failed = async (times: number): Promise<void> => {
      while ((await payoutOf(desk, buyer)).failures < times) await desk.advance('31m');
    };
    await failed(7);
    expect(await incidentsOf(buyer)).toEqual([]);
    await failed(8);
    expect(await incidentsOf(buyer)).toEqual([['payout_unknown', 1]]);
    await failed(10);
    expect(await incidentsOf(buyer)).toEqual([['payout_unknown', 1]]);
    desk.simulators.faults.clear();
    await desk.advance('31m');
    await expectRefunded(desk, buyer);
  });

  it('a notice that could not be delivered eight times; once, and it still arrives', async () => {
    const buyer = await aBuyer(desk);
    desk.simulators.faults.add({ on: 'customer_message', effect: 'status', status: 502, times: 99 });
    desk.simulators.faults.add({ on: 'template', effect: 'status', status: 502, times: 99 });
    expect((await approve(desk, buyer)).status).toBe(200);
    await desk.settle();
    const failed = async (times: number): Promise<void> => {
      const worst = async () =>
        Math.max(...(await storedCase(desk, buyer.caseNo)).outbox.map(({ failures }) => failures));
      while ((await worst()) < times) await desk.advance('61m');
    };
    await failed(7);
    expect(await incidentsOf(buyer)).toEqual([]);
    await failed(8);
    expect((await incidentsOf(buyer)).map(([kind]) => kind)).toEqual(['notice_delayed']);
    desk.simulators.faults.clear();
    await desk.advance('61m');
    const { outbox } = await storedCase(desk, buyer.caseNo);
    expect(outbox.filter(({ state }) => state === 'pending')).toEqual([]);
  });
});
