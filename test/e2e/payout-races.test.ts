import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { caseSchema } from '../../src/domain/case/state.ts';
import { decideCase } from '../../src/usecases/decide-case.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { WorkMemory, workDue } from '../../src/usecases/work-due.ts';
import { workCase } from '../../src/usecases/work-case.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { dying, elsewhere, heldUp } from '../support/mishaps.ts';
import {
  type Buyer,
  aBuyer,
  expectInvariants,
  expectRefunded,
  payoutOf,
  watched,
} from '../support/payouts.ts';
import { storedCase } from '../support/story.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 30_000);
afterAll(() => desk.stop());
afterEach(() => {
  desk.simulators.faults.clear();
});

const decide = (deps: Deps, { caseNo, order }: Buyer) =>
  decideCase(deps, {
    caseNo,
    staff: { name: '小林', role: 'agent' },
    version: null,
    idempotencyKey: 'decision',
    command: { type: 'approve', amountFen: order.amountFen, note: 'n', message: null },
  });
/** Approved and reserved by a process that does no work of its own. */
const reserved = async (): Promise<Buyer> => {
  const buyer = await aBuyer(desk);
  expect((await decide(elsewhere(desk.app.deps), buyer)).ok).toBe(true);
  return buyer;
};
const quietly = async (work: Promise<unknown>): Promise<void> => {
  await work.catch(() => undefined);
};
const hasState = (doc: unknown, state: string): boolean => {
  const parsed = caseSchema.safeParse(doc);
  return parsed.success && parsed.data.attempts.at(-1)?.state === state;
};

describe('two workers on one store', () => {
  it('looking at the same due case at once: one application, one payment; ten times over', async () => {
    for (let round = 0; round < 10; round += 1) {
      const buyer = await reserved();
      const { wechatPay, posted } = watched(desk.app.deps.wechatPay);
      const workers = [1, 2].map(() => ({ ...elsewhere(desk.app.deps), wechatPay }));
      await Promise.all(workers.map((deps) => workDue(deps, new WorkMemory())));
      expect(posted).toEqual([buyer.outRefundNo]);
      await desk.advance('5s');
      await expectRefunded(desk, buyer);
    }
  });

  it('one held up before its POST until its lease is over: it does not post any more', async () => {
    const buyer = await reserved();
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
    const buyer = await reserved();
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

describe('a notification', () => {
  it('that is faster than the answer to the application: paid once, told once', async () => {
    const buyer = await reserved();
    const after = () => desk.simulators.pay.settle(buyer.outRefundNo, 'SUCCESS');
    const { wechatPay, posted } = watched(desk.app.deps.wechatPay, { after });
    await workCase({ ...elsewhere(desk.app.deps), wechatPay }, buyer.caseNo);
    await desk.advance('61s');
    expect(posted).toHaveLength(1);
    await expectRefunded(desk, buyer);
  });

  it.each(['duplicate', 'lose', 'tamper'] as const)('%s: paid once, told once', async (effect) => {
    const buyer = await reserved();
    desk.simulators.faults.add({ on: 'notification', effect });
    await workCase(elsewhere(desk.app.deps), buyer.caseNo);
    await desk.advance('5s');
    await desk.advance('61s');
    await expectRefunded(desk, buyer);
  });

  it('genuine, of another refund for the order: changes nothing', async () => {
    const buyer = await reserved();
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

describe('a process that dies', () => {
  it.each(['before', 'after'] as const)(
    'at any step from the approval to the answer, %s it takes effect: paid once, told once',
    async (when) => {
      let reached = true;
      let at = 0;
      while (reached) {
        at += 1;
        const buyer = await aBuyer(desk);
        const process = dying(desk.app.deps, at, when);
        await quietly(decide(process.deps, buyer));
        await quietly(workCase(process.deps, buyer.caseNo));
        reached = process.died();
        await expectInvariants(desk);
        // Staff who got no answer send the same decision again.
        expect(await decide(elsewhere(desk.app.deps), buyer)).toMatchObject({ ok: true });
        await desk.advance('61s');
        await desk.advance('61s');
        await desk.advance('61s');
        await expectRefunded(desk, buyer);
      }
      expect(at).toBeGreaterThan(10);
    },
    60_000,
  );

  it.each(['before', 'after'] as const)(
    'at any step from the success to its notice, %s it takes effect: told once, the ledger settled',
    async (when) => {
      let reached = true;
      let at = 0;
      while (reached) {
        at += 1;
        const buyer = await reserved();
        await workCase(elsewhere(desk.app.deps), buyer.caseNo);
        const process = dying(desk.app.deps, at, when);
        desk.simulators.faults.add({ on: 'notification', effect: 'lose' });
        await desk.simulators.pay.settle(buyer.outRefundNo, 'SUCCESS');
        const later = { now: () => desk.app.deps.clock.now() + 61_000 };
        await quietly(workCase({ ...process.deps, clock: later }, buyer.caseNo));
        reached = process.died();
        for (let minutes = 0; minutes < 3; minutes += 1) await desk.advance('61s');
        await expectRefunded(desk, buyer);
      }
      expect(at).toBeGreaterThan(5);
    },
    60_000,
  );
});
