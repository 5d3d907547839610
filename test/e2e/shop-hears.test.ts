import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Desk, startDesk } from '../support/desk.ts';
import { Cleanup } from '../support/http-app.ts';
import { aBuyer, anApproved, expectRefunded } from '../support/payouts.ts';
import { type Receiver, SECRET, startReceiver } from '../support/shop.ts';
import { act, caseOf, storedCase } from '../support/story.ts';

const cleanup = new Cleanup();
let receiver: Receiver;
let desk: Desk;
beforeAll(async () => {
  receiver = await startReceiver(cleanup);
  desk = await startDesk({ shop: { url: receiver.url, secret: SECRET } });
}, 30_000);
afterAll(async () => {
  await desk.stop();
  await cleanup.run();
  expect(receiver.faults).toEqual([]);
});
const heardOf = (caseNo: string) => receiver.taken.filter(({ id }) => id.startsWith(caseNo));

describe('a shop with a webhook', () => {
  it('hears of a refund from the application to the money, each step once and in order', async () => {
    const buyer = await anApproved(desk);
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
    const heard = heardOf(buyer.caseNo);
    expect(heard.map(({ type }) => type)).toEqual([
      'refund.applied',
      'refund.approved',
      'refund.payout_planned',
      'refund.payout_reserved',
      'refund.payout_sent',
      'refund.processing',
      'refund.succeeded',
    ]);
    expect(heard.at(-1)?.body).toMatchObject({
      actor: 'wechatpay',
      case: { status: 'refunded', outTradeNo: buyer.order.outTradeNo, refundedFen: 19_800 },
      data: { outRefundNo: buyer.outRefundNo, amountFen: 19_800 },
    });
    expect(JSON.stringify(heard)).not.toMatch(/小林|核实无误|oBuyer/);
    expect((await storedCase(desk, buyer.caseNo)).shop?.nextAt).toBeNull();
  });

  it('that is down while a refund is decided and paid: the customer has the money, and the shop hears of it later', async () => {
    receiver.answer(() => ({ status: 503 }));
    const buyer = await anApproved(desk);
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
    expect(heardOf(buyer.caseNo)).toEqual([]);
    receiver.answer(() => ({ status: 204 }));
    await desk.advance('1d');
    expect(heardOf(buyer.caseNo).map(({ line }) => line)).toEqual(
      [...new Set(heardOf(buyer.caseNo).map(({ line }) => line))].sort((a, b) => a - b),
    );
    expect(heardOf(buyer.caseNo).at(-1)?.type).toBe('refund.succeeded');
  });

  it('that told of an order days ago, is asked before it is approved; used since, staff are shown that first', async () => {
    const buyer = await aBuyer(desk);
    const { order, caseNo } = buyer;
    await desk.advance('2d');
    const usage = { paidFeaturesUsed: true, quotaUsed: 80, quotaTotal: 100 };
    const { outTradeNo, transactionId, openid, description, amountFen } = order;
    const { appid } = desk.simulators.credentials;
    const paidAt = new Date(order.paidAt).toISOString();
    const told = { outTradeNo, transactionId, appid, openid, description, amountFen, paidAt, usage };
    receiver.answer(({ type }) =>
      type === 'order.usage_requested' ? { status: 200, body: JSON.stringify(told) } : { status: 204 },
    );
    const seen = await caseOf(desk, caseNo);
    const approval = { amountFen, note: '核实无误', version: seen['version'] };
    const answer = await act(desk, '小林', caseNo, 'approve', approval);
    expect([answer.status, answer.body['error']]).toMatchObject([409, { code: 'version_conflict' }]);
    expect(await caseOf(desk, caseNo)).toMatchObject({
      status: 'in_review',
      assessment: { outcome: 'none', facts: usage },
    });
    await desk.settle();
    expect(heardOf(caseNo).at(-1)).toMatchObject({ type: 'refund.facts_recorded' });
  });
});
