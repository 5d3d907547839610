import { describe, expect, it } from '@jest/globals';
import type { Json } from '../support/desk.ts';
import { type Buyer, aBuyer, expectInvariants, paidTo } from '../support/payouts.ts';
import { desk, does, heard, says, status, tries, used, useStories } from '../support/stories.ts';
import { act, caseOf } from '../support/story.ts';

useStories();

describe('an order paid in part by coupons', () => {
  it('refunded in full: the customer is told what comes back as money, and staff see it', async () => {
    const buyer = await aBuyer(desk, { couponFen: 1_800 });
    await does('小林', buyer, 'approve', { amountFen: 19_800 });
    await desk.advance('2m');
    await desk.advance('2m');
    expect(await caseOf(desk, buyer.caseNo)).toMatchObject({
      status: 'refunded',
      payout: { amountFen: 19_800, payerRefundFen: 18_000 },
      order: { paidFen: 19_800, payerPaidFen: 18_000 },
    });
    expect(await says(buyer, '进度')).toContain(
      '其中退回您支付的 ¥180.00，优惠券抵扣的 ¥18.00 按微信支付的规则处理。',
    );
  });
});

describe('two at once', () => {
  /** What staff read who asked for it. */
  const answered = ({ status, body }: Awaited<ReturnType<typeof act>>): unknown =>
    status === 200 ? 'done' : (body['error'] as Json)['message'];
  const noOffer = /没有生效|没有等您答复的退款方案/;
  const withdrawn = /客服说明：金额有误/;
  const accepted = /您已接受申请 \w+ 的退款方案：¥100\.00/;
  const tooLate = /不能撤回/;
  const ended = /申请 \w+ 已撤回/;
  /** Which of these the customer has been told. */
  const told = (buyer: Buyer, ...texts: readonly RegExp[]): readonly RegExp[] =>
    texts.filter((text) => text.test(heard(buyer)));

  it('accepting while staff withdraw the offer: one outcome, and both are told', async () => {
    const buyer = await aBuyer(desk, used(30));
    await does('小林', buyer, 'offer', { amountFen: 10_000 });
    const [staff] = await Promise.all([
      act(desk, '小林', buyer.caseNo, 'withdraw-offer', { note: 'n', message: '金额有误' }),
      desk.phoneOf(buyer.name).say('接受'),
    ]);
    await desk.settle();
    await desk.advance('2m');
    expect([
      { staff: 'done', status: 'in_review', paid: 0, customer: [noOffer, withdrawn] },
      {
        staff: '案件不在可以这样处理的状态，请重新读取，看它现在的状态。',
        status: 'refunded',
        paid: 10_000,
        customer: [accepted],
      },
    ]).toContainEqual({
      staff: answered(staff),
      status: await status(buyer),
      paid: paidTo(desk, buyer).fen,
      customer: told(buyer, noOffer, withdrawn, accepted),
    });
  });

  it('withdrawing while staff approve: paid or withdrawn, never both, and both are told', async () => {
    const buyer = await aBuyer(desk);
    await says(buyer, '撤回');
    const [approved] = await Promise.all([
      act(desk, '小林', buyer.caseNo, 'approve', { amountFen: 19_800, note: 'n' }),
      desk.phoneOf(buyer.name).say('确认'),
    ]);
    await desk.advance('2m');
    await desk.advance('2m');
    expect([
      { staff: 'done', status: 'refunded', paid: 19_800, customer: [tooLate] },
      {
        staff: '案件不在可以这样处理的状态，请重新读取，看它现在的状态。',
        status: 'withdrawn',
        paid: 0,
        customer: [ended],
      },
    ]).toContainEqual({
      staff: answered(approved),
      status: await status(buyer),
      paid: paidTo(desk, buyer).fen,
      customer: told(buyer, tooLate, ended),
    });
  });

  it('two second approvals: one is taken, the other finds it done', async () => {
    const buyer = await aBuyer(desk, { amountFen: 150_000 });
    await does('小林', buyer, 'approve', { amountFen: 150_000 });
    const both = await Promise.all(
      ['周主管', '郑管理'].map((who) => tries(who, buyer.caseNo, 'second-approve', { note: 'n' })),
    );
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    await desk.advance('2m');
    await desk.advance('2m');
    expect(paidTo(desk, buyer).fen).toBe(150_000);
    await expectInvariants(desk);
  });
});
