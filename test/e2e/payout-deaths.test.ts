import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { workCase } from '../../src/usecases/work-case.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { onMongo } from '../support/engine.ts';
import { decide, dying, elsewhere, reserved } from '../support/mishaps.ts';
import { aBuyer, expectInvariants, expectRefunded } from '../support/payouts.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 30_000);
afterAll(() => desk.stop());
afterEach(() => {
  desk.simulators.faults.clear();
});

/** A hosted engine takes several times as long for a step; the steps are the same on both. */
const STRIDE = onMongo ? 3 : 1;

const quietly = async (work: Promise<unknown>): Promise<void> => {
  await work.catch(() => undefined);
};
describe('a process that dies', () => {
  it.each(['before', 'after'] as const)(
    'at any step from the approval to the answer, %s it takes effect: paid once, told once',
    async (when) => {
      let reached = true;
      let at = 1 - STRIDE;
      while (reached) {
        at += STRIDE;
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
      let at = 1 - STRIDE;
      while (reached) {
        at += STRIDE;
        const buyer = await reserved(desk);
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
