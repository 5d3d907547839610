import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { caseSchema } from '../../src/domain/case/state.ts';
import { mark } from '../../src/domain/ledger.ts';
import type { WechatPay } from '../../src/gateways/wechat-pay/types.ts';
import { changeExisting } from '../../src/usecases/change.ts';
import { orders } from '../../src/usecases/documents/orders.ts';
import { WorkMemory, workDue } from '../../src/usecases/work-due.ts';
import { workCase } from '../../src/usecases/work-case.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { decide, elsewhere, heldUp, reserved } from '../support/mishaps.ts';
import { aBuyer, expectInvariants, expectRefunded, payoutOf, watched } from '../support/payouts.ts';
import { storedCase } from '../support/story.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 30_000);
afterAll(() => desk.stop());
afterEach(() => {
  desk.simulators.faults.clear();
});

const hasState = (doc: unknown, state: string): boolean => {
  const parsed = caseSchema.safeParse(doc);
  return parsed.success && parsed.data.attempts.at(-1)?.state === state;
};

describe('two workers on one store', () => {
  it('looking at the same due case at once: one application, one payment; ten times over', async () => {
    for (let round = 0; round < 10; round += 1) {
      const buyer = await reserved(desk);
      const { wechatPay, posted } = watched(desk.app.deps.wechatPay);
      const workers = [1, 2].map(() => ({ ...elsewhere(desk.app.deps), wechatPay }));
      await Promise.all(workers.map((deps) => workDue(deps, new WorkMemory())));
      expect(posted).toEqual([buyer.outRefundNo]);
      await desk.advance('5s');
      await expectRefunded(desk, buyer);
    }
  }, 60_000);

  it('one in the middle of its application when the other looks: the other leaves it alone', async () => {
    const buyer = await reserved(desk);
    const other = watched(desk.app.deps.wechatPay);
    const first = watched(desk.app.deps.wechatPay, {
      before: async () => {
        await workDue({ ...elsewhere(desk.app.deps), wechatPay: other.wechatPay }, new WorkMemory());
      },
    });
    await workCase({ ...elsewhere(desk.app.deps), wechatPay: first.wechatPay }, buyer.caseNo);
    expect([first.posted, other.posted]).toEqual([[buyer.outRefundNo], []]);
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });

  it('one held up before its POST until its lease is over: it does not post any more', async () => {
    const buyer = await reserved(desk);
    let isSent = false;
    const slow = heldUp(desk.app.deps, (call, collection, doc) => {
      isSent ||= call === 'replace' && collection === 'cases' && hasState(doc, 'sent');
      return isSent && call === 'get' && collection === 'orders';
    });
    const work = workCase(slow.deps, buyer.caseNo);
    await slow.arrived;
    await desk.advance('61s');
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
    slow.letGo();
    await work;
    expect(slow.posted).toEqual([]);
    await expectRefunded(desk, buyer);
  });

  it('one held up with the answer in its hands until its lease is over: its answer changes nothing', async () => {
    const buyer = await reserved(desk);
    const slow = heldUp(
      desk.app.deps,
      (call, collection, doc) => call === 'replace' && collection === 'cases' && hasState(doc, 'PROCESSING'),
    );
    const work = workCase(slow.deps, buyer.caseNo);
    await slow.arrived;
    await desk.advance('61s');
    await desk.advance('5s');
    const before = await storedCase(desk, buyer.caseNo);
    slow.letGo();
    await work;
    expect(await storedCase(desk, buyer.caseNo)).toEqual(before);
    await expectRefunded(desk, buyer);
  });

  it('the approving process held up until its lease is over, when it writes, then it sets nothing back', async () => {
    const buyer = await aBuyer(desk);
    const slow = heldUp(
      desk.app.deps,
      (call, collection, doc) => call === 'replace' && collection === 'cases' && hasState(doc, 'reserved'),
    );
    desk.simulators.faults.add({ on: 'notification', effect: 'lose' });
    const decision = decide(slow.deps, buyer);
    await slow.arrived;
    await desk.advance('61s');
    const before = await storedCase(desk, buyer.caseNo);
    expect(before.attempts[0]?.state).toBe('PROCESSING');
    slow.letGo();
    expect((await decision).ok).toBe(true);
    expect((await storedCase(desk, buyer.caseNo)).attempts).toEqual(before.attempts);
    await desk.advance('61s');
    await desk.settle();
    await expectRefunded(desk, buyer);
    const results = (await storedCase(desk, buyer.caseNo)).outbox.filter(({ kind }) => kind === 'result');
    expect(results).toHaveLength(1);
  });
});

describe('a payout that may not be sent', () => {
  it('because its amount was settled outside meanwhile: no application, a person is asked', async () => {
    const buyer = await reserved(desk);
    const { wechatPay, posted } = watched(desk.app.deps.wechatPay);
    await changeExisting(desk.store, orders, buyer.order.outTradeNo, (order) =>
      mark(order, buyer.outRefundNo, 'outside', 1),
    );
    await workCase({ ...elsewhere(desk.app.deps), wechatPay }, buyer.caseNo);
    await desk.advance('2h');
    expect(posted).toEqual([]);
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'needs_person' });
    await expectInvariants(desk);
  });

  it('because WeChat Pay is not configured: paused, and paid once it is', async () => {
    const buyer = await reserved(desk);
    await workCase({ ...elsewhere(desk.app.deps), wechatPay: null }, buyer.caseNo);
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'paused' });
    await desk.advance('61s');
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });

  it('because WeChat Pay answers about another order than was asked: a person is asked at once', async () => {
    const buyer = await reserved(desk);
    const { wechatPay, posted } = watched(desk.app.deps.wechatPay);
    const detail = 'the answer contradicts the request: mchid is 1, expected 2';
    const confused: WechatPay = {
      ...wechatPay,
      queryTransaction: () => Promise.resolve({ kind: 'unknown', detail, contradicts: true }),
    };
    await workCase({ ...elsewhere(desk.app.deps), wechatPay: confused }, buyer.caseNo);
    expect([posted, (await payoutOf(desk, buyer)).state]).toEqual([[], 'needs_person']);
  });
});

describe('a notification', () => {
  it('that is faster than the answer to the application: paid once, told once', async () => {
    const buyer = await reserved(desk);
    const after = () => desk.simulators.pay.settle(buyer.outRefundNo, 'SUCCESS');
    const { wechatPay, posted } = watched(desk.app.deps.wechatPay, { after });
    await workCase({ ...elsewhere(desk.app.deps), wechatPay }, buyer.caseNo);
    await desk.advance('61s');
    expect(posted).toHaveLength(1);
    await expectRefunded(desk, buyer);
  });

  it.each(['duplicate', 'lose', 'tamper'] as const)('%s: paid once, told once', async (effect) => {
    const buyer = await reserved(desk);
    desk.simulators.faults.add({ on: 'notification', effect });
    await workCase(elsewhere(desk.app.deps), buyer.caseNo);
    await desk.advance('5s');
    await desk.advance('61s');
    await expectRefunded(desk, buyer);
  });

  it('genuine, of another refund for the order: changes nothing', async () => {
    const buyer = await reserved(desk);
    await workCase(elsewhere(desk.app.deps), buyer.caseNo);
    const [other] = desk.simulators.pay.refunds();
    if (!other) throw new Error('no refund');
    await desk.simulators.pay.settle(other.outRefundNo, 'SUCCESS');
    await desk.settle();
    expect((await payoutOf(desk, buyer)).state).toBe('PROCESSING');
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });
});
