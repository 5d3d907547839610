import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Desk, type Json, startDesk } from '../support/desk.ts';
import * as story from '../support/story.ts';
import { APPLICATION, CASE_NO } from '../support/story.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

const apply = (name: string, lines?: string[]) => story.apply(desk, name, lines);
const lastTexts = (name: string, count: number) => story.lastTexts(desk, name, count);
const refundsTo = (name: string) => story.refundsTo(desk, name);
const caseOf = (caseNo: string) => story.caseOf(desk, caseNo);
const act = (who: string, caseNo: string, action: string, body: Json) =>
  story.act(desk, who, caseNo, action, body);

describe('the main job, end to end', () => {
  it('a customer applies by chat, staff approve, the money is back in the wallet, and the customer has heard of every step', async () => {
    const caseNo = await apply('林晓');
    const approved = await act('小林', caseNo, 'approve', { amountFen: 19_800, note: '核实无误' });
    expect([approved.status, approved.body['status']]).toEqual([200, 'refunding']);
    await desk.settle();
    await desk.advance('5s');

    expect(refundsTo('林晓')).toMatchObject([{ amountFen: 19_800 }]);
    expect(await caseOf(caseNo)).toMatchObject({
      status: 'refunded',
      payout: { state: 'SUCCESS', attempt: 1 },
    });
    const screen = desk
      .phoneOf('林晓')
      .screen()
      .messages.filter((message) => message.text.length > 0);
    const heard = screen.filter((message) => message.from !== 'customer').map((message) => message.from);
    expect(heard).toContain('template');
    expect(lastTexts('林晓', 4).join('\n')).toContain('¥198.00');
    expect(screen.some((message) => message.type === 'failure')).toBe(false);
  });

  it('a rejected application names the clause and how to appeal, and pays nothing', async () => {
    const caseNo = await apply('林晓');
    const rejected = await act('小林', caseNo, 'reject', {
      clauses: ['3.1'],
      note: '后台显示已使用',
      message: '系统记录显示您已导出过报告。',
    });
    expect(rejected.status).toBe(200);
    await desk.settle();
    const [told] = lastTexts('林晓', 1);
    expect(told).toContain('3.1');
    expect(told).toContain('系统记录显示您已导出过报告。');
    expect(told).toContain('申诉');
    expect(refundsTo('林晓')).toEqual([]);
  });

  it('an amount above the limit waits for a second person, who is not the first', async () => {
    const caseNo = await apply('孙倩');
    const first = await act('周主管', caseNo, 'approve', { amountFen: 168_000, note: '同意' });
    expect(first.body['status']).toBe('awaiting_second_approval');
    const own = await act('周主管', caseNo, 'second-approve', { note: '同意' });
    expect([own.status, own.body['error']]).toMatchObject([403, { code: 'second_person_required' }]);
    const declined = await act('周主管', caseNo, 'second-decline', { note: '再看看' });
    expect(declined.body['status']).toBe('in_review');
    await act('小林', caseNo, 'approve', { amountFen: 168_000, note: '同意' });
    const second = await act('周主管', caseNo, 'second-approve', { note: '同意' });
    expect(second.body['status']).toBe('refunding');
    await desk.settle();
    await desk.advance('5s');
    expect(refundsTo('孙倩')).toMatchObject([{ amountFen: 168_000 }]);
  });

  it('a picture sent with the application can be seen by staff', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const phone = desk.phoneOf('林晓');
    for (const line of APPLICATION.slice(0, 4)) await phone.say(line);
    await phone.sendPicture(png, 'image/png');
    const caseNo = await apply('林晓', ['完成', '确认']);
    const response = await fetch(`${desk.url}/api/staff/cases/${caseNo}/evidence/1`, {
      headers: { authorization: `Bearer ${desk.sandbox?.staff[0]?.token ?? ''}` },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await response.arrayBuffer()).equals(png)).toBe(true);
  });

  it('a review nobody has done by its deadline is noted in the case, and the case still has a next action', async () => {
    const caseNo = await apply('林晓');
    await desk.advance('8d');
    expect(await caseOf(caseNo)).toMatchObject({ status: 'in_review', missed: { review: true } });
    expect((await caseOf(caseNo))['nextActionAt']).not.toBeNull();
  });

  it('a refusal nobody appeals against closes after thirty days', async () => {
    const caseNo = await apply('林晓');
    await act('小林', caseNo, 'reject', { clauses: ['3.2'], note: 'n', message: '已超过期限。' });
    await desk.settle();
    await desk.advance('35d');
    expect(await caseOf(caseNo)).toMatchObject({ status: 'closed', nextActionAt: null });
  });
});

describe('what is refused changes nothing', () => {
  it('an auditor approving: 403 forbidden', async () => {
    const caseNo = await apply('林晓');
    const { addStaff, issueToken } = await import('../../src/usecases/staff-accounts.ts');
    await addStaff(desk.app.deps, { name: '审计', role: 'auditor' });
    const issued = await issueToken(desk.app.deps, '审计');
    const token = issued.ok ? issued.value.token : '';
    const answer = await act(token, caseNo, 'approve', { amountFen: 19_800, note: 'n' });
    expect([answer.status, answer.body['error']]).toMatchObject([403, { code: 'forbidden' }]);
    expect(await caseOf(caseNo)).toMatchObject({ status: 'in_review', version: 1, payout: null });
  });

  it.each([
    ['a stale version', { amountFen: 19_800, note: 'n', version: 99 }, 409, 'version_conflict'],
    ['one fen more than was paid', { amountFen: 19_801, note: 'n' }, 422, 'amount_exceeds_refundable'],
    ['one fen less than was paid', { amountFen: 19_799, note: 'n' }, 422, 'partial_needs_offer'],
    ['a fraction of a fen', { amountFen: 0.5, note: 'n' }, 400, 'invalid_request'],
  ])('approving with %s', async (_what, body, status, code) => {
    const caseNo = await apply('林晓');
    const answer = await act('小林', caseNo, 'approve', body);
    expect([answer.status, answer.body['error']]).toMatchObject([status, { code }]);
    expect(await caseOf(caseNo)).toMatchObject({ status: 'in_review', version: 1, payout: null });
  });

  it('approving what is refunded already: 409 illegal_transition, and the money goes back once', async () => {
    const caseNo = await apply('林晓');
    await act('小林', caseNo, 'approve', { amountFen: 19_800, note: 'n' });
    const again = await act('小林', caseNo, 'approve', { amountFen: 19_800, note: 'n' });
    expect([again.status, again.body['error']]).toMatchObject([409, { code: 'illegal_transition' }]);
    await desk.settle();
    await desk.advance('5s');
    expect(refundsTo('林晓')).toHaveLength(1);
  });

  it('the same call repeated under its Idempotency-Key is answered as the first was', async () => {
    const caseNo = await apply('林晓');
    const send = () =>
      desk
        .as('小林')
        .post(
          `/api/staff/cases/${caseNo}/approve`,
          { amountFen: 19_800, note: 'n' },
          { 'idempotency-key': 'k-1' },
        );
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    await desk.settle();
    await desk.advance('5s');
    expect(refundsTo('林晓')).toHaveLength(1);
  });

  it('a second application for an order with one open names the first', async () => {
    const caseNo = await apply('林晓');
    const again = await apply('林晓', ['退款', '1']);
    expect(again).toBe(caseNo);
    const list = await desk.as('小林').get('/api/staff/cases');
    expect(list.body['cases']).toHaveLength(1);
  });

  it("someone else's order is refused and no case comes of it", async () => {
    const foreign = desk.simulators
      .demoOrders()
      .find((order) => order.body['openid'] === desk.phoneOf('孙倩').openid);
    await desk.phoneOf('林晓').say('退款');
    await desk.phoneOf('林晓').say('3');
    await desk.phoneOf('林晓').say(foreign?.outTradeNo ?? '');
    await desk.settle();
    expect(lastTexts('林晓', 1)[0]).not.toMatch(CASE_NO);
    const list = await desk.as('小林').get('/api/staff/cases');
    expect(list.body['cases']).toEqual([]);
  });
});

describe('an order nobody told us of', () => {
  it('is found at WeChat Pay by its transaction number, and the case is verified', async () => {
    const phone = desk.phoneOf('林晓');
    const known = desk.simulators.pay.orders().find((order) => order.openid === phone.openid);
    if (!known) throw new Error('no order');
    const order = { ...known, outTradeNo: 'FROM-ELSEWHERE-1', transactionId: '4200009999202611230000000042' };
    desk.simulators.pay.addOrder(order);
    const caseNo = await apply('林晓', ['退款', '3', order.transactionId, '2', '没有用过', '跳过', '确认']);
    expect(await caseOf(caseNo)).toMatchObject({
      verified: true,
      order: { outTradeNo: 'FROM-ELSEWHERE-1', paidFen: known.amountFen },
      assessment: { outcome: 'case_by_case' },
    });
  });

  it('and WeChat Pay does not know either, is accepted unverified and cannot be paid', async () => {
    const number = '4200009999202611230000000043';
    const caseNo = await apply('林晓', ['退款', '3', number, '2', '没有用过', '跳过', '确认']);
    expect(await caseOf(caseNo)).toMatchObject({ verified: false });
    const answer = await act('小林', caseNo, 'approve', { amountFen: 100, note: 'n' });
    expect([answer.status, answer.body['error']]).toMatchObject([409, { code: 'unverified_order' }]);
  });
});
