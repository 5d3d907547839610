import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { reserve } from '../../src/domain/ledger.ts';
import { changeExisting } from '../../src/usecases/change.ts';
import { orders } from '../../src/usecases/documents/orders.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import {
  type Buyer,
  type Purchase,
  aBuyer,
  anApproved,
  approve,
  bodyOf,
  expectInvariants,
  expectRefunded,
  payoutOf,
} from '../support/payouts.ts';
import { act, storedCase } from '../support/story.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 30_000);
afterAll(() => desk.stop());
afterEach(() => {
  desk.simulators.faults.clear();
});

const ending = async (effect: 'CLOSED' | 'ABNORMAL', times = 1): Promise<Buyer> => {
  desk.simulators.faults.add({ on: 'refund_outcome', effect, times });
  const buyer = await anApproved(desk);
  await desk.advance('5s');
  return buyer;
};
const statesOf = async ({ caseNo }: Buyer) =>
  (await storedCase(desk, caseNo)).attempts.map((attempt) => attempt.state);
const noticesOf = async ({ caseNo }: Buyer) =>
  (await storedCase(desk, caseNo)).outbox.map((notice) => notice.id);

describe('a refund that WeChat Pay closes', () => {
  it('is followed by one new attempt under the next number, a lease later, and paid once', async () => {
    const buyer = await ending('CLOSED');
    expect(await statesOf(buyer)).toEqual(['CLOSED', 'planned']);
    await desk.advance('50s');
    expect(await statesOf(buyer)).toEqual(['CLOSED', 'planned']);
    await expectInvariants(desk);
    await desk.advance('15s');
    await desk.advance('5s');
    await expectRefunded(desk, buyer, `${buyer.caseNo}-2`);
    expect(await noticesOf(buyer)).toEqual(['received-1', 'result-1', 'refunded-1']);
  });

  it('twice in a row, is tried a third time', async () => {
    const buyer = await ending('CLOSED', 2);
    for (let tries = 0; tries < 4; tries += 1) await desk.advance('70s');
    await expectRefunded(desk, buyer, `${buyer.caseNo}-3`);
    const order = await desk.store.get(orders, buyer.order.outTradeNo);
    expect(order?.doc.ledger.map((entry) => entry.state)).toEqual(['closed', 'closed', 'settled']);
  });

  it('when the order has less left by then, goes back to review; a new approval is told anew and paid', async () => {
    const buyer = await ending('CLOSED');
    const elsewhere = { outRefundNo: 'CONSOLE-1', caseNo: 'CONSOLE', amountFen: 800 };
    await changeExisting(
      desk.store,
      orders,
      buyer.order.outTradeNo,
      (doc) => reserve(doc, elsewhere, 1).order,
    );
    await desk.advance('70s');
    expect(await storedCase(desk, buyer.caseNo)).toMatchObject({ status: 'in_review', approval: null });
    await expectInvariants(desk);
    const anew = { ...buyer, order: { ...buyer.order, amountFen: 19_000 } };
    expect((await approve(desk, anew)).status).toBe(200);
    await desk.settle();
    await desk.advance('5s');
    await expectRefunded(desk, anew, `${buyer.caseNo}-3`);
    expect(await noticesOf(buyer)).toEqual(['received-1', 'result-1', 'result-2', 'refunded-1']);
  });
});

describe('a refund that the payer’s account cannot take', () => {
  it('waits for a person, is told to nobody as refunded, and ends well once put right', async () => {
    const buyer = await ending('ABNORMAL');
    await desk.advance('3h');
    expect(await statesOf(buyer)).toEqual(['ABNORMAL']);
    await expectInvariants(desk);
    await desk.simulators.pay.settle(buyer.outRefundNo, 'SUCCESS');
    await desk.settle();
    await expectRefunded(desk, buyer);
  });

  it('put right without a notification, is found within the hour', async () => {
    const buyer = await ending('ABNORMAL');
    desk.simulators.faults.add({ on: 'notification', effect: 'lose' });
    await desk.simulators.pay.settle(buyer.outRefundNo, 'SUCCESS');
    await desk.advance('61m');
    await expectRefunded(desk, buyer);
  });

  it('fills no page of history while it waits', async () => {
    const buyer = await ending('ABNORMAL');
    const before = (await storedCase(desk, buyer.caseNo)).timeline.length;
    for (let hours = 0; hours < 5; hours += 1) await desk.advance('61m');
    expect((await storedCase(desk, buyer.caseNo)).timeline).toHaveLength(before);
  });
});

describe('an order that is another at WeChat Pay, approved', () => {
  const parked = async (purchase: Purchase, prepare?: (buyer: Buyer) => Promise<unknown>) => {
    const buyer = await aBuyer(desk, purchase);
    await prepare?.(buyer);
    expect((await approve(desk, buyer)).status).toBe(200);
    await desk.settle();
    for (let hours = 0; hours < 3; hours += 1) await desk.advance('61m');
    const attempt = await payoutOf(desk, buyer);
    expect(attempt).toMatchObject({ state: 'needs_person', sentAt: null });
    const posted = desk.simulators.pay.refunds().filter((each) => each.outRefundNo === buyer.outRefundNo);
    expect(posted).toEqual([]);
    await expectInvariants(desk);
    return attempt.trouble;
  };

  it('by its amount: parked before anything is sent, for a person', async () => {
    expect(await parked({ atWechatPay: { amountFen: 9_900 } })).toContain('amount');
  });

  it('by its payer: parked before anything is sent', async () => {
    expect(await parked({ atWechatPay: { openid: 'oSomebodyElse000000000000001' } })).toContain('payer');
  });

  it('by its number: parked before anything is sent', async () => {
    expect(await parked({ atWechatPay: { outTradeNo: 'ANOTHER-ORDER' } })).toContain('out_trade_no');
  });

  it('not known there at all: parked before anything is sent', async () => {
    const other = { transactionId: '4200009999202611239999999999' };
    expect(await parked({ atWechatPay: other })).toContain('knows no transaction');
  });

  it('refunded there before, our ledger empty: parked before anything is sent', async () => {
    const trouble = await parked({}, async ({ order }) => {
      const pay = desk.app.deps.wechatPay;
      const { transactionId, amountFen } = order;
      const outRefundNo = `CONSOLE-${order.outTradeNo}`;
      const request = { transactionId, outRefundNo, reason: '', amountFen: 100, totalFen: amountFen };
      expect((await pay?.refund(request))?.kind).toBe('answered');
    });
    expect(trouble).toContain('refunded this order before');
  });
});

describe('what is refused before anything is sent', () => {
  it('an order paid more than 365 days ago: 409 refund_window_closed, and nothing is planned', async () => {
    const buyer = await aBuyer(desk, { paidDaysAgo: 366 });
    const answer = await approve(desk, buyer);
    expect([answer.status, bodyOf(answer)]).toMatchObject([409, { code: 'refund_window_closed' }]);
    expect(await storedCase(desk, buyer.caseNo)).toMatchObject({ status: 'in_review', attempts: [] });
  });

  it('two approvers at once: one 200, one 409, one payment', async () => {
    const buyer = await aBuyer(desk);
    const answers = await Promise.all([approve(desk, buyer), approve(desk, buyer, '周主管')]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    await desk.settle();
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });

  it('a tap that came twice with its Idempotency-Key: 200 twice, one payment', async () => {
    const buyer = await aBuyer(desk);
    const body = { amountFen: buyer.order.amountFen, note: 'n' };
    const tap = () =>
      desk.as('小林').post(`/api/staff/cases/${buyer.caseNo}/approve`, body, { 'idempotency-key': 'tap-1' });
    const answers = await Promise.all([tap(), tap()]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    await desk.settle();
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });

  it('two second approvers at once: one decides, one payment', async () => {
    const buyer = await aBuyer(desk, { amountFen: 168_000 });
    expect((await approve(desk, buyer)).body['status']).toBe('awaiting_second_approval');
    const second = () => act(desk, '周主管', buyer.caseNo, 'second-approve', { note: 'n' });
    const answers = await Promise.all([second(), second(), second()]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    await desk.settle();
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });
});

describe('a refund that nobody puts right', () => {
  it('past its date: is noted as missed, stays due day after day, and is still paid once put right', async () => {
    const buyer = await ending('ABNORMAL');
    await desk.advance('15d');
    const late = await storedCase(desk, buyer.caseNo);
    expect(late).toMatchObject({ status: 'refunding', missed: { refund: true } });
    await expectInvariants(desk);
    await desk.advance('2d');
    const later = await storedCase(desk, buyer.caseNo);
    expect(later.missed.toldAt).toBeGreaterThan(late.missed.toldAt ?? 0);
    expect(later.timeline).toHaveLength(late.timeline.length);
    await desk.simulators.pay.settle(buyer.outRefundNo, 'SUCCESS');
    await desk.settle();
    await expectRefunded(desk, buyer);
  });
});

describe('what the customer hears', () => {
  it('when only "approved" could not be delivered: "refunded" once, and no "approved" after it', async () => {
    const buyer = await aBuyer(desk);
    desk.simulators.faults.add({ on: 'customer_message', effect: 'status', status: 502 });
    expect((await approve(desk, buyer)).status).toBe(200);
    await desk.settle();
    await desk.simulators.pay.settle(buyer.outRefundNo, 'SUCCESS');
    await desk.settle();
    const heard = desk.phoneOf(buyer.name).screen().messages.length;
    await desk.advance('10m');
    await expectRefunded(desk, buyer);
    expect(desk.phoneOf(buyer.name).screen().messages).toHaveLength(heard);
  });
});
