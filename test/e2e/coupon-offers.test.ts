import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Desk, type Json, startDesk } from '../support/desk.ts';
import { type Buyer, aBuyer } from '../support/payouts.ts';
import { act, caseOf, lastTexts } from '../support/story.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 30_000);
afterAll(() => desk.stop());

const bought = (couponFen?: number): Promise<Buyer> =>
  aBuyer(desk, {
    ...(couponFen === undefined ? {} : { couponFen }),
    usage: { paidFeaturesUsed: true, quotaUsed: 40, quotaTotal: 100 },
  });
const does = async ({ caseNo }: Buyer, action: string, body: Json): Promise<void> => {
  expect((await act(desk, '小林', caseNo, action, { note: 'n', ...body })).status).toBe(200);
  await desk.settle();
};
/** What the customer is told of an offer of ¥118.80. */
const offered = async (buyer: Buyer): Promise<string> => {
  await does(buyer, 'offer', { amountFen: 11_880 });
  return lastTexts(desk, buyer.name, 1)[0] ?? '';
};
const payerPaidFen = async ({ caseNo }: Buyer) =>
  ((await caseOf(desk, caseNo))['order'] as Json)['payerPaidFen'];
const TOLD_APART = '计算：订单金额 ¥198.00（自付 ¥180.00，优惠抵扣 ¥18.00），已使用 40/100 －¥79.20';

describe('an offer for an order that only the shop has told of', () => {
  it('paid in part by coupons: WeChat Pay is asked, and customer and staff read what was paid by whom', async () => {
    const buyer = await bought(1_800);
    expect(await payerPaidFen(buyer)).toBeNull();
    const text = await offered(buyer);
    expect(text).toContain(TOLD_APART);
    expect(text).toContain('由优惠抵扣的部分按微信支付的规则处理');
    expect(await payerPaidFen(buyer)).toBe(18_000);
    expect(await caseOf(desk, buyer.caseNo)).toMatchObject({
      offer: { calculation: ['订单金额 ¥198.00（自付 ¥180.00，优惠抵扣 ¥18.00）', '已使用 40/100 －¥79.20'] },
    });
  });

  it('paid without any: nothing is said of coupons', async () => {
    const buyer = await bought();
    const text = await offered(buyer);
    expect(text).toContain('计算：实付 ¥198.00，已使用');
    expect(text).not.toContain('优惠');
    expect(await payerPaidFen(buyer)).toBe(19_800);
  });

  it('while WeChat Pay does not answer: it is made all the same, and the next one says what is known by then', async () => {
    const buyer = await bought(1_800);
    const { faults } = desk.simulators;
    faults.add({ on: 'query_transaction', effect: 'status', status: 502, times: 100 });
    expect(await offered(buyer)).toContain('计算：实付 ¥198.00，已使用');
    expect(await payerPaidFen(buyer)).toBeNull();
    faults.clear();
    await does(buyer, 'withdraw-offer', { message: '金额有误' });
    expect(await offered(buyer)).toContain(TOLD_APART);
  });

  it('once it is known, WeChat Pay is not asked again', async () => {
    const buyer = await bought(1_800);
    await offered(buyer);
    await does(buyer, 'withdraw-offer', { message: '金额有误' });
    const { faults } = desk.simulators;
    faults.add({ on: 'query_transaction', effect: 'status', status: 502 });
    expect(await offered(buyer)).toContain(TOLD_APART);
    expect(faults.take('query_transaction')).not.toBeNull();
  });

  it('that WeChat Pay has another amount for: nothing is taken over, and the offer is made as we know it', async () => {
    const buyer = await aBuyer(desk, {
      usage: { paidFeaturesUsed: true, quotaUsed: 40, quotaTotal: 100 },
      atWechatPay: { amountFen: 16_800, couponFen: 1_800 },
    });
    expect(await offered(buyer)).toContain('计算：实付 ¥198.00，已使用');
    expect(await payerPaidFen(buyer)).toBeNull();
  });
});
