import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultInput } from '../../src/sandbox/faults.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { aBuyer, approve, expectInvariants, expectRefunded } from '../support/payouts.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk({ timeouts: { wechatPayMs: 250 } });
}, 30_000);
afterAll(() => desk.stop());
afterEach(() => {
  desk.simulators.faults.clear();
});

describe('WeChat Pay does not answer in time, and the refund is paid once all the same', () => {
  it.each<[string, FaultInput[]]>([
    ['the application, accepted', [{ on: 'refund', effect: 'hang', accepted: true }]],
    ['the application, not accepted', [{ on: 'refund', effect: 'hang' }]],
    ['the comparison of the order', [{ on: 'query_transaction', effect: 'hang' }]],
    [
      'the application and then the query',
      [
        { on: 'refund', effect: 'hang', accepted: true },
        { on: 'query_refund', effect: 'hang' },
      ],
    ],
  ])('%s', async (_what, faults) => {
    const buyer = await aBuyer(desk);
    for (const fault of faults) desk.simulators.faults.add(fault);
    expect((await approve(desk, buyer)).status).toBe(200);
    await desk.settle();
    await expectInvariants(desk);
    for (let minutes = 0; minutes < 4; minutes += 1) await desk.advance('70s');
    await expectRefunded(desk, buyer);
  });
});
