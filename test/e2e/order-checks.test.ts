import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/domain/case/state.ts';
import type { WechatPay } from '../../src/gateways/wechat-pay/types.ts';
import { orders } from '../../src/usecases/documents/orders.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { type Buyer, aPurchase, expectInvariants, paidTo, tellDesk } from '../support/payouts.ts';
import { act, apply, storedCase } from '../support/story.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 30_000);
afterAll(() => desk.stop());
afterEach(() => {
  desk.simulators.faults.clear();
});

const form = (number: string) => ['退款', number, '2', '没有用过', '跳过', '确认'];
type Stranger = Omit<Buyer, 'outRefundNo'>;
/** A customer who has applied for an order that neither the shop nor WeChat Pay knows yet. */
const aStranger = async (): Promise<Stranger> => {
  const { name, order } = aPurchase(desk);
  const caseNo = await apply(desk, name, form(order.transactionId));
  expect(await storedCase(desk, caseNo)).toMatchObject({ verified: false, status: 'in_review' });
  return { name, caseNo, order };
};
const stored = ({ caseNo }: Pick<Stranger, 'caseNo'>): Promise<Case> => storedCase(desk, caseNo);
/** What the history says of whose order it is, and who said so. */
const said = ({ timeline }: Case) =>
  timeline.flatMap(({ actor, event }) => {
    if (event.type === 'OrderVerified') return [[actor.kind, 'verified']];
    return event.type === 'OrderNotVerified' ? [[actor.kind, event.found]] : [];
  });
const approve = ({ caseNo }: Pick<Stranger, 'caseNo'>) =>
  act(desk, '小林', caseNo, 'approve', { amountFen: 19_800, note: '核实无误' });
const paid = async (stranger: Stranger): Promise<void> => {
  expect((await approve(stranger)).status).toBe(200);
  await desk.settle();
  await desk.advance('5s');
  expect(paidTo(desk, stranger)).toEqual({ fen: 19_800, numbers: [`${stranger.caseNo}-1`] });
  await expectInvariants(desk);
};
const unpaid = async (stranger: Stranger, status: number, code: string): Promise<void> => {
  const refused = await approve(stranger);
  expect([refused.status, refused.body['error']]).toMatchObject([status, { code }]);
};

describe('an application for an order that WeChat Pay comes to know later', () => {
  it('paid by the customer: verified by its record within minutes, and can be paid back', async () => {
    const stranger = await aStranger();
    const { order } = stranger;
    await unpaid(stranger, 409, 'unverified_order');
    desk.simulators.pay.addOrder(order);
    await desk.advance('2m');
    const kase = await stored(stranger);
    expect([kase.verified, said(kase)]).toEqual([true, [['wechatpay', 'verified']]]);
    expect(kase.order).toMatchObject({
      outTradeNo: order.outTradeNo,
      transactionId: order.transactionId,
      paidFen: 19_800,
      paidAt: order.paidAt,
    });
    expect(kase.assessment).toMatchObject({ outcome: 'case_by_case' });
    expect(await apply(desk, stranger.name, ['退款', '1'])).toBe(stranger.caseNo);
    await desk.phoneOf(stranger.name).say('取消');
    await paid(stranger);
  });

  it('paid by somebody else: said once, never verified nor kept, and not asked again', async () => {
    const stranger = await aStranger();
    desk.simulators.pay.addOrder({ ...stranger.order, openid: 'oSomebodyElse00000000000001' });
    for (const time of ['2m', '10m', '3h']) await desk.advance(time);
    const kase = await stored(stranger);
    expect([kase.verified, said(kase)]).toEqual([false, [['wechatpay', 'foreign']]]);
    expect([kase.orderCheck.nextAt, kase.nextActionAt]).toEqual([null, expect.any(Number)]);
    expect(await desk.store.get(orders, stranger.order.outTradeNo)).toBeUndefined();
    await unpaid(stranger, 409, 'unverified_order');
  });

  it('held by another application of the customer’s: left to that one, and taken up when it is withdrawn', async () => {
    const first = await aStranger();
    desk.simulators.pay.addOrder(first.order);
    const second = { ...first, caseNo: await apply(desk, first.name, form(first.order.outTradeNo)) };
    expect((await stored(second)).verified).toBe(true);
    await desk.advance('2m');
    const left = await stored(first);
    // Asked for again later, not as a fault that is tried again and again.
    expect([left.verified, said(left), left.orderCheck.failures]).toEqual([false, [], 1]);
    await unpaid(first, 409, 'unverified_order');
    const phone = desk.phoneOf(first.name);
    const { reply } = await phone.say('撤回');
    const line = new RegExp(`(\\d)\\. ${second.caseNo}`).exec(JSON.stringify(reply))?.[1] ?? '';
    for (const answer of [line, '确认']) await phone.say(answer);
    await desk.settle();
    expect((await stored(second)).status).toBe('withdrawn');
    await desk.advance('30m');
    expect(said(await stored(first))).toEqual([['wechatpay', 'verified']]);
    await expectInvariants(desk);
  });

  it('refunded by another application meanwhile: verified then, and nothing is left to pay', async () => {
    const first = await aStranger();
    desk.simulators.pay.addOrder(first.order);
    const second = { ...first, caseNo: await apply(desk, first.name, form(first.order.outTradeNo)) };
    await paid(second);
    for (const time of ['10m', '1h']) await desk.advance(time);
    expect((await stored(first)).verified).toBe(true);
    await unpaid(first, 422, 'amount_exceeds_refundable');
    expect(paidTo(desk, first).fen).toBe(19_800);
  });

  it('that cannot be asked just now: nothing is said, and the next time is in time', async () => {
    const stranger = await aStranger();
    desk.simulators.pay.addOrder(stranger.order);
    desk.simulators.faults.add({ on: 'query_transaction', effect: 'status', status: 502 });
    await desk.advance('2m');
    expect([(await stored(stranger)).verified, said(await stored(stranger))]).toEqual([false, []]);
    await desk.advance('6m');
    expect(said(await stored(stranger))).toEqual([['wechatpay', 'verified']]);
  });
});

describe('an application for an order that nobody comes to know', () => {
  it('is asked for six times in two days; then it is for staff, and still has its date', async () => {
    const { wechatPay } = desk.app.deps;
    if (!wechatPay) throw new Error('WeChat Pay is off');
    let asked = 0;
    const stranger = await aStranger();
    Object.assign(desk.app.deps, {
      wechatPay: {
        ...wechatPay,
        queryTransaction: (by: Parameters<WechatPay['queryTransaction']>[0]) => {
          if (Object.values(by).includes(stranger.order.transactionId)) asked += 1;
          return wechatPay.queryTransaction(by);
        },
      },
    });
    for (const time of ['2m', '6m', '31m', '3h', '7h', '25h', '25h', '50h']) await desk.advance(time);
    Object.assign(desk.app.deps, { wechatPay });
    expect(asked).toBe(6);
    const kase = await stored(stranger);
    expect([kase.verified, kase.status, said(kase)]).toEqual([false, 'in_review', []]);
    expect([kase.orderCheck.nextAt, kase.nextActionAt]).toEqual([null, expect.any(Number)]);
    desk.simulators.pay.addOrder(stranger.order);
    expect((await act(desk, '小林', stranger.caseNo, 'verify', { note: '已核对' })).status).toBe(200);
    expect(said(await stored(stranger))).toEqual([['staff', 'verified']]);
  });
});

describe('an application for an order that the shop tells of later', () => {
  it('paid by the customer: verified at once, and assessed by what the shop says', async () => {
    const stranger = await aStranger();
    expect(await tellDesk(desk, stranger.order)).toBe(201);
    await desk.settle();
    const kase = await stored(stranger);
    expect([kase.verified, said(kase)]).toEqual([true, [['system', 'verified']]]);
    expect(kase.assessment).toMatchObject({ outcome: 'full', clauses: ['2.2'] });
    desk.simulators.pay.addOrder(stranger.order);
    await paid(stranger);
  });

  it('paid by somebody else: said once, however often the shop tells of it', async () => {
    const stranger = await aStranger();
    const foreign = { ...stranger.order, openid: 'oSomebodyElse00000000000001' };
    for (const quotaUsed of [0, 10, 20]) {
      const usage = { paidFeaturesUsed: true, quotaUsed, quotaTotal: 100 };
      expect(await tellDesk(desk, { ...foreign, usage })).toBe(quotaUsed === 0 ? 201 : 200);
      await desk.settle();
    }
    const kase = await stored(stranger);
    expect([kase.verified, said(kase)]).toEqual([false, [['system', 'foreign']]]);
  });

  it('long after WeChat Pay was last asked: is looked for again at once', async () => {
    const stranger = await aStranger();
    for (const time of ['2m', '6m', '31m', '3h', '7h', '25h']) await desk.advance(time);
    expect((await stored(stranger)).orderCheck.nextAt).toBeNull();
    expect(await tellDesk(desk, stranger.order)).toBe(201);
    await desk.settle();
    expect(said(await stored(stranger))).toEqual([['system', 'verified']]);
  });
});
