import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultInput } from '../../src/sandbox/faults.ts';
import { changeExisting } from '../../src/usecases/change.ts';
import { decideCase } from '../../src/usecases/decide-case.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { orders } from '../../src/usecases/documents/orders.ts';
import { staff } from '../support/case.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { dying } from '../support/mishaps.ts';
import { FINANCE, type Finance, financeOf } from '../support/payout-queue.ts';
import {
  type Buyer,
  aBuyer,
  anApproved,
  bodyOf,
  expectRefunded,
  paidTo,
  payoutOf,
} from '../support/payouts.ts';
import { act, storedCase } from '../support/story.ts';

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

/** Refused for a person to look at; `accepted`: WeChat Pay has taken it all the same. */
const refusal = (accepted = false): FaultInput => ({
  on: 'refund',
  effect: 'error',
  status: 403,
  code: 'USER_ACCOUNT_ABNORMAL',
  accepted,
});
/** At work on it for as long as the test wants. */
const atWork: FaultInput = { on: 'refund_outcome', effect: 'PROCESSING' };
const closed: FaultInput = { on: 'refund_outcome', effect: 'CLOSED' };
const unheard: FaultInput = { on: 'notification', effect: 'lose' };

const parked = async (buy: () => Promise<Buyer>, ...faults: readonly FaultInput[]): Promise<Buyer> => {
  for (const fault of faults) desk.simulators.faults.add(fault);
  const buyer = await buy();
  expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'needs_person' });
  return buyer;
};
const whole = () => anApproved(desk);
/** A part of what was paid, offered and accepted. */
const part = async (): Promise<Buyer> => {
  const buyer = await aBuyer(desk);
  expect((await act(desk, '小林', buyer.caseNo, 'offer', { amountFen: 5_000, note: 'n' })).status).toBe(200);
  await desk.settle();
  await desk.phoneOf(buyer.name).say('接受');
  await desk.settle();
  return buyer;
};
/** Closed by WeChat Pay, and not heard of. */
const closedUnheard = async (buy = whole): Promise<Buyer> => {
  const buyer = await parked(buy, refusal(true), closed, unheard);
  await desk.advance('5s');
  return buyer;
};

/** Settled because the next query does not show what WeChat Pay has taken. */
const settledUnseen = async (buy: () => Promise<Buyer>): Promise<Buyer> => {
  const buyer = await parked(buy, refusal(true), atWork);
  desk.simulators.faults.add({
    on: 'query_refund',
    effect: 'error',
    status: 404,
    code: 'RESOURCE_NOT_EXISTS',
  });
  await settled(buyer);
  return buyer;
};
const endsAs = async ({ outRefundNo }: Buyer, status: 'SUCCESS' | 'CLOSED' | 'ABNORMAL'): Promise<void> => {
  await desk.simulators.pay.settle(outRefundNo, status);
  await desk.settle();
};

const settle = ({ caseNo }: Buyer, key?: string) => finance.settleOutside(caseNo, key);
const settled = async (buyer: Buyer): Promise<void> => {
  const answer = await settle(buyer);
  expect([answer.status, answer.body['status']]).toEqual([200, 'settled_outside']);
  await desk.settle();
};
const refused = async (buyer: Buyer, code: string): Promise<void> => {
  const before = await storedCase(desk, buyer.caseNo);
  const answer = await settle(buyer);
  expect([answer.status, bodyOf(answer)]).toMatchObject([409, { code }]);
  expect(await storedCase(desk, buyer.caseNo)).toEqual(before);
  expect(await ledgerOf(buyer)).toMatchObject([{ state: 'reserved' }]);
};
/** For a minute. */
const workerTakes = async ({ caseNo }: Buyer): Promise<void> => {
  const lease = { holder: 'worker', until: desk.app.deps.clock.now() + 60_000 };
  await changeExisting(desk.store, cases, caseNo, (kase) => ({ ...kase, lease }));
};
const orderOf = async ({ order }: Buyer) => (await desk.store.get(orders, order.outTradeNo))?.doc;
const ledgerOf = async (buyer: Buyer) => (await orderOf(buyer))?.ledger;
const noticesOf = async ({ caseNo }: Buyer) =>
  (await storedCase(desk, caseNo)).outbox.map(({ id, outcome, state }) => [id, outcome, state]);
const refundableOf = async ({ caseNo }: Buyer) => {
  const { body } = await desk.as('小林').get(`/api/staff/cases/${caseNo}`);
  return (body['order'] as { refundableFen: number }).refundableFen;
};
const incidentOf = async ({ outRefundNo }: Buyer) =>
  (await finance.incidents()).find(({ id }) => id === `late_refund_result:${outRefundNo}`);
/** Days in which WeChat Pay and everybody else can do what they will. */
const daysPass = async (): Promise<void> => {
  for (let days = 0; days < 3; days += 1) await desk.advance('1d');
};

describe('a refund paid in another way, when WeChat Pay', () => {
  it('knows nothing of it (404): the ledger and the case say so, the customer is told once, nothing is sent', async () => {
    const buyer = await parked(whole, refusal());
    await settled(buyer);
    expect(await ledgerOf(buyer)).toMatchObject([{ outRefundNo: buyer.outRefundNo, state: 'outside' }]);
    expect(await storedCase(desk, buyer.caseNo)).toMatchObject({
      status: 'settled_outside',
      settlement: { proof: '银行流水 8801', by: FINANCE },
      refundedFen: 0,
    });
    await daysPass();
    expect(paidTo(desk, buyer).fen).toBe(0);
    expect((await noticesOf(buyer)).slice(-1)).toEqual([['result-2', 'settled_outside', 'sent']]);
    expect(await storedCase(desk, buyer.caseNo)).toMatchObject({ nextActionAt: null, lease: null });
  });

  it('has closed it: likewise, and no other attempt follows', async () => {
    const buyer = await closedUnheard();
    await settled(buyer);
    expect(await ledgerOf(buyer)).toMatchObject([{ state: 'outside' }]);
    await daysPass();
    expect((await storedCase(desk, buyer.caseNo)).attempts).toHaveLength(1);
    expect(paidTo(desk, buyer).fen).toBe(0);
  });

  it('is at work on it: 409 payout_not_ended, nothing changes, and it is found paid', async () => {
    const buyer = await parked(whole, refusal(true), atWork);
    await refused(buyer, 'payout_not_ended');
    await endsAs(buyer, 'SUCCESS');
    await expectRefunded(desk, buyer);
  });

  it('cannot be asked: 409 payout_unknown, nothing changes; asked again under the same key: 200', async () => {
    const buyer = await parked(whole, refusal());
    desk.simulators.faults.add({ on: 'query_refund', effect: 'reset' });
    await refused(buyer, 'payout_unknown');
    await settled(buyer);
  });

  it('has called it INVALID_REQUEST: only 24 hours after the last application', async () => {
    const invalid = {
      on: 'refund',
      effect: 'error',
      status: 400,
      code: 'INVALID_REQUEST',
      times: 500,
    } as const;
    desk.simulators.faults.add(invalid);
    const buyer = await anApproved(desk);
    for (let hours = 0; hours < 26 && (await payoutOf(desk, buyer)).state === 'sent'; hours += 1)
      await desk.advance('1h');
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'needs_person' });
    await refused(buyer, 'payout_not_ended');
    await desk.advance('22h');
    await refused(buyer, 'payout_not_ended');
    await desk.advance('2h');
    await settled(buyer);
    expect(await ledgerOf(buyer)).toMatchObject([{ state: 'outside' }]);
  }, 60_000);
});

describe('a refund paid in another way, recorded', () => {
  it('while a worker has the case: 409 busy, nothing changes; once it is done: 200', async () => {
    const buyer = await parked(whole, refusal());
    await workerTakes(buyer);
    await refused(buyer, 'busy');
    await desk.advance('61s');
    await settled(buyer);
  });

  it('by two at once: one 200, one 409, and one line in the history', async () => {
    const buyer = await parked(whole, refusal());
    const answers = await Promise.all([settle(buyer, 'one'), settle(buyer, 'two')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { timeline } = await storedCase(desk, buyer.caseNo);
    expect(timeline.filter(({ event }) => event.type === 'SettledOutside')).toHaveLength(1);
  });

  it('again under the same key, while a worker has the case and WeChat Pay cannot be asked: the first answer', async () => {
    const buyer = await parked(whole, refusal());
    await settled(buyer);
    await workerTakes(buyer);
    desk.simulators.faults.add({ on: 'query_refund', effect: 'reset', times: 9 });
    await settled(buyer);
    await desk.advance('61s');
    const another = await settle(buyer, 'another');
    expect([another.status, bodyOf(another)]).toMatchObject([409, { code: 'illegal_transition' }]);
  });

  it('by a process that dies at any step: the repeat ends it, once', async () => {
    for (let at = 1; at <= 4; at += 1) {
      const buyer = await parked(whole, refusal());
      await expect(recordAndDie(buyer, at)).rejects.toThrow();
      if (at >= 3) expect(await ledgerOf(buyer)).toMatchObject([{ state: 'outside' }]);
      await desk.advance('61s');
      await settled(buyer);
      expect(await ledgerOf(buyer)).toMatchObject([{ state: 'outside' }]);
      const { timeline } = await storedCase(desk, buyer.caseNo);
      expect(timeline.filter(({ event }) => event.type === 'SettledOutside')).toHaveLength(1);
    }
  });

  it('in the ledger by a process that dies: no other number pays what was closed; a person records it again', async () => {
    const buyer = await closedUnheard(part);
    await expect(recordAndDie(buyer, 3)).rejects.toThrow();
    await daysPass();
    expect(paidTo(desk, buyer).fen).toBe(0);
    expect(await payoutOf(desk, buyer)).toMatchObject({ number: 1, state: 'needs_person' });
    await settled(buyer);
  });
});

/** Finance's answer is lost: the process dies right after its `at`-th step (lease, query, ledger, case). */
const recordAndDie = ({ caseNo }: Buyer, at: number) =>
  decideCase(dying(desk.app.deps, at, 'after').deps, {
    caseNo,
    staff: staff(FINANCE, 'finance'),
    version: null,
    idempotencyKey: caseNo,
    command: { type: 'settle_outside', proof: '银行流水 8801', note: '客户已确认收到' },
  });

describe('a refund paid in another way that WeChat Pay pays after all', () => {
  it('is an incident; the books show both payments; the customer is told no other story', async () => {
    const buyer = await settledUnseen(part);
    const told = await noticesOf(buyer);
    await endsAs(buyer, 'SUCCESS');
    await daysPass();
    expect(paidTo(desk, buyer)).toEqual({ fen: 5_000, numbers: [buyer.outRefundNo] });
    expect(await storedCase(desk, buyer.caseNo)).toMatchObject({
      status: 'settled_outside',
      settlement: { proof: '银行流水 8801' },
      refundedFen: 5_000,
      attempts: [{ state: 'SUCCESS' }],
      nextActionAt: null,
    });
    expect(await ledgerOf(buyer)).toMatchObject([{ state: 'settled', paidTwice: true }]);
    expect(await refundableOf(buyer)).toBe(buyer.order.amountFen - 2 * 5_000);
    expect(await noticesOf(buyer)).toEqual(told);
    expect(await incidentOf(buyer)).toMatchObject({ caseNo: buyer.caseNo, state: 'open', count: 1 });
  });

  it('whole: nothing of the order is left to refund', async () => {
    const buyer = await settledUnseen(whole);
    await endsAs(buyer, 'SUCCESS');
    expect(paidTo(desk, buyer).fen).toBe(buyer.order.amountFen);
    expect(await refundableOf(buyer)).toBe(0);
    expect(await incidentOf(buyer)).toMatchObject({ state: 'open' });
  });

  it('by way of ABNORMAL: an incident at once, and again when it is paid', async () => {
    const buyer = await settledUnseen(whole);
    await endsAs(buyer, 'ABNORMAL');
    expect(await incidentOf(buyer)).toMatchObject({ count: 1, text: expect.stringContaining('ABNORMAL') });
    await endsAs(buyer, 'SUCCESS');
    expect(await incidentOf(buyer)).toMatchObject({ count: 2, text: expect.stringContaining('SUCCESS') });
  });

  it('closed instead: no incident, and no other number is tried', async () => {
    const buyer = await settledUnseen(part);
    await endsAs(buyer, 'CLOSED');
    await daysPass();
    expect(paidTo(desk, buyer).fen).toBe(0);
    expect(await storedCase(desk, buyer.caseNo)).toMatchObject({
      status: 'settled_outside',
      attempts: [{ number: 1, state: 'CLOSED' }],
      nextActionAt: null,
    });
    expect(await ledgerOf(buyer)).toMatchObject([{ state: 'outside' }]);
    expect(await incidentOf(buyer)).toBeUndefined();
  });
});
