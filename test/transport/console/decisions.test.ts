import { beforeEach, describe, expect, it } from '@jest/globals';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { aCase } from '../../support/case.ts';
import { formOf } from '../../support/console.ts';
import {
  caseNo,
  enter,
  member as agent,
  page,
  server,
  stored,
  useConsole,
} from '../../support/console-bench.ts';
import { putCase, putOrderOf } from '../../support/staff-api.ts';

useConsole();

const putLarge = async (): Promise<string> => {
  const order = {
    ...aCase().order,
    outTradeNo: 'ORDER-2',
    transactionId: '420000000000000000002',
    paidFen: 200_000,
  };
  const large = await putCase(server, { caseNo: 'RF20260302LARGEE', draftId: 'large', order });
  await putOrderOf(server, large);
  return `/staff/cases/${large.caseNo}`;
};

describe('a decision', () => {
  beforeEach(async () => {
    await putOrderOf(server, await putCase(server));
  });
  const approve = (browser = agent) => browser.fill(page, `${page}/approve`, { note: '核实无误' });

  it('approve: reserved in the ledger, and the case says so', async () => {
    const answer = await approve();
    expect([answer.status, answer.to]).toEqual([303, `${page}?done=approve`]);
    const { html } = await agent.get(answer.to ?? '');
    expect(html).toContain('已同意退款');
    expect(html).toContain('金额已预留');
    const order = await server.store.get(orders, 'ORDER-1');
    expect(order?.doc.ledger).toMatchObject([{ caseNo, amountFen: 19_800, state: 'reserved' }]);
    expect((await stored())?.approval).toMatchObject({ by: '小王', note: '核实无误', message: null });
  });

  it('the button pressed twice, one after the other and at once: done once, and both are told so', async () => {
    const form = { ...formOf((await agent.get(page)).html, `${page}/approve`), note: '核实无误' };
    const both = await Promise.all([
      agent.post(`${page}/approve`, form),
      agent.post(`${page}/approve`, form),
    ]);
    both.push(await agent.post(`${page}/approve`, form));
    expect(both.map(({ to }) => to)).toEqual(Array(3).fill(`${page}?done=approve`));
    expect((await stored())?.timeline.filter(({ event }) => event.type === 'Approved')).toHaveLength(1);
    expect((await stored())?.attempts).toHaveLength(1);
  });

  it('reject: with clauses and words for the customer', async () => {
    const answer = await agent.fill(page, `${page}/reject`, {
      clauses: ['3.1', '3.3'],
      message: '很抱歉。\r\n已使用过。',
      note: '已用过半',
    });
    expect(answer.to).toBe(`${page}?done=reject`);
    expect((await stored())?.rejection).toMatchObject({
      clauses: ['3.1', '3.3'],
      message: '很抱歉。\n已使用过。',
      by: '小王',
    });
  });

  it('above the four-eyes limit: not for who approved it, but for a second person', async () => {
    const large = await putLarge();
    const supervisor = await enter('主管', 'supervisor');
    await supervisor.fill(large, `${large}/approve`, { note: '同意' });
    const own = await supervisor.get(large);
    expect(own.html).toContain('须由另一位同事复核');
    expect(own.html).not.toContain(`${large}/second-approve`);
    // The same form sent all the same.
    const decline = formOf(own.html, `${large}/second-decline`);
    const forced = await supervisor.post(`${large}/second-approve`, { ...decline, note: '我自己' });
    expect([forced.status, forced.html]).toEqual([403, expect.stringContaining('须由另一位同事复核')]);
    const finance = await enter('财务', 'finance');
    const done = await finance.fill(large, `${large}/second-approve`, { note: '同意' });
    expect(done.to).toBe(`${large}?done=second_approve`);
    expect(await stored('RF20260302LARGEE')).toMatchObject({ status: 'refunding' });
  });

  it('declined by the second person: back in review', async () => {
    const large = await putLarge();
    await agent.fill(large, `${large}/approve`, { note: '同意' });
    const finance = await enter('财务', 'finance');
    await finance.fill(large, `${large}/second-decline`, { note: '请再核实' });
    expect(await stored('RF20260302LARGEE')).toMatchObject({ status: 'in_review', approval: null });
  });
});
