import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Desk, startDesk } from '../support/desk.ts';
import { aBuyer, approve, expectInvariants, paidTo } from '../support/payouts.ts';
import { act, apply, storedCase } from '../support/story.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 30_000);
afterAll(() => desk.stop());

describe('an order refunded in two cases', () => {
  it('beyond what one person may decide on: the second waits for another, and is then paid', async () => {
    const buyer = await aBuyer(desk, { amountFen: 168_000 });
    const offer = { amountFen: 100_000, note: '协商' };
    expect((await act(desk, '小林', buyer.caseNo, 'offer', offer)).status).toBe(200);
    await desk.settle();
    await desk.phoneOf(buyer.name).say('接受');
    await desk.settle();
    await desk.advance('5s');
    expect((await storedCase(desk, buyer.caseNo)).status).toBe('refunded');
    await desk.advance('2m');

    const caseNo = await apply(desk, buyer.name);
    const approval = await approve(desk, { caseNo, order: { ...buyer.order, amountFen: 68_000 } });
    expect([approval.status, approval.body['status']]).toEqual([200, 'awaiting_second_approval']);
    await desk.settle();
    await desk.advance('5s');
    expect(paidTo(desk, buyer).fen).toBe(100_000);

    expect((await act(desk, '周主管', caseNo, 'second-approve', { note: '已核对' })).status).toBe(200);
    await desk.settle();
    await desk.advance('5s');
    expect(paidTo(desk, buyer).fen).toBe(168_000);
    await expectInvariants(desk);
  });
});
