import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { messages } from '../../src/usecases/documents/messages.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { type Buyer, aBuyer, expectInvariants } from '../support/payouts.ts';
import { act, caseOf, lastTexts, storedCase } from '../support/story.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 30_000);
afterAll(() => desk.stop());
afterEach(() => {
  desk.simulators.faults.clear();
});

const blocked = { on: 'template_outcome', effect: 'user_block' } as const;
const historyOf = async ({ caseNo }: Buyer): Promise<string[]> =>
  ((await caseOf(desk, caseNo))['timeline'] as { text: string }[]).map(({ text }) => text);
const fileOf = async ({ caseNo }: Buyer): Promise<string> => {
  const token = desk.sandbox?.staff.find(({ name }) => name === '小林')?.token ?? '';
  const answer = await fetch(`${desk.url}/api/staff/cases/${caseNo}/file`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.text();
};
/** Once their 48 hours are over: the refusal can only go by template. */
const refused = async (): Promise<Buyer> => {
  const buyer = await aBuyer(desk);
  await desk.advance('3d');
  const answer = await act(desk, '小林', buyer.caseNo, 'reject', {
    clauses: ['3.1'],
    note: '后台显示已使用',
    message: '系统记录显示您已导出过报告。',
  });
  expect(answer.status).toBe(200);
  await desk.settle();
  return buyer;
};

describe('a customer who is told by template message', () => {
  it('and gets it: case and file say that it arrived; the conversation has no line of that', async () => {
    const buyer = await refused();
    const arrived = '结果通知（result-1）已送达，微信已确认。';
    expect((await historyOf(buyer)).filter((line) => line === arrived)).toHaveLength(1);
    expect(await fileOf(buyer)).toContain(arrived);
    const { customer, version } = await storedCase(desk, buyer.caseNo);
    // Opened, and refused: nothing that a decision rests on has changed since.
    expect(version).toBe(2);
    const facet = `${customer.appid}:${customer.openid}`;
    const lines = await desk.store.scan(messages, 'customer', { facet, limit: 100 });
    expect(lines.items.filter(({ doc }) => /TEMPLATE/.test(doc.text))).toEqual([]);
  });

  it('but refuses them: hears of the refusal when they next write, once, with all that belongs to it', async () => {
    desk.simulators.faults.add({ ...blocked, times: 2 });
    const buyer = await refused();
    const history = await historyOf(buyer);
    expect(history).toContain('结果通知（result-1）未能通过模板消息送达。备注：客户已设置拒收公众号消息');
    expect(history.join()).not.toContain('已送达');
    const heard = () => lastTexts(desk, buyer.name, 100).filter((text) => text.includes('您已导出过报告'));
    expect(heard()).toEqual([]);
    await desk.phoneOf(buyer.name).say('在吗');
    await desk.settle();
    await desk.phoneOf(buyer.name).say('还在吗');
    await desk.settle();
    expect(heard()).toEqual([expect.stringMatching(/3\.1[^]*申诉/)]);
    await expectInvariants(desk);
  });

  it('but does not get the first one: has it at once as a customer message, while they may be written to', async () => {
    desk.simulators.faults.add(blocked);
    const buyer = await aBuyer(desk);
    expect(lastTexts(desk, buyer.name, 1)[0]).toContain('我们已收到您的退款申请');
    expect(await historyOf(buyer)).toContain('受理通知（received-1）已通过客服消息发送。');
  });
});
