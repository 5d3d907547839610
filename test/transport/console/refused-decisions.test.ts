import { beforeEach, describe, expect, it } from '@jest/globals';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { NOW, aCase } from '../../support/case.ts';
import { type Browser, formOf } from '../../support/console.ts';
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

describe('a decision that is refused: in words, with what was typed, and nothing changed', () => {
  beforeEach(async () => {
    await putOrderOf(server, await putCase(server));
  });
  const rejection = { clauses: ['3.1'], message: '很抱歉', note: '我写了很久的备注' };

  const refused = async (
    browser: Browser,
    action: string,
    fields: Record<string, string | string[]>,
    status: number,
    words: string,
  ) => {
    const before = await stored();
    const answer = await browser.post(`${page}/${action}`, fields);
    expect([answer.status, answer.html]).toEqual([status, expect.stringContaining(words)]);
    expect(await stored()).toEqual(before);
    return answer;
  };
  const formFor = async (action: string, browser = agent) =>
    formOf((await browser.get(page)).html, `${page}/${action}`);

  it('an auditor and finance: no buttons; a form sent all the same is refused', async () => {
    const form = await formFor('approve');
    for (const role of ['auditor', 'finance'] as const) {
      const browser = await enter(role, role);
      const { html } = await browser.get(page);
      expect(html).not.toContain('/approve"');
      const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(html) ?? [];
      await refused(browser, 'approve', { ...form, csrf, note: '同意' }, 403, '你的角色不能做这一步');
    }
    expect((await server.audited()).filter(({ outcome }) => outcome === 'forbidden')).toMatchObject([
      { staff: 'auditor', action: 'approve', caseNo },
      { staff: 'finance', action: 'approve', caseNo },
    ]);
  });

  it('opened before a colleague decided: refused, and shows how the case stands now', async () => {
    const form = await formFor('reject');
    const colleague = await enter('小李', 'agent');
    await colleague.fill(page, `${page}/approve`, { note: '核实无误' });
    const answer = await refused(agent, 'reject', { ...form, ...rejection }, 409, '案件有了变化');
    expect(answer.html).toContain('小李 同意退款 ¥198.00');
  });

  it('a stale version where the state still allows it: what was typed is still there', async () => {
    const form = await formFor('reject');
    const before = await server.store.get(cases, caseNo);
    if (!before) throw new Error('no case');
    await server.store.replace(cases, before, { ...before.doc, version: 7 });
    const answer = await refused(agent, 'reject', { ...form, ...rejection }, 409, '案件有了变化');
    expect(answer.html).toContain('>我写了很久的备注</textarea>');
    expect(formOf(answer.html, `${page}/reject`)).toMatchObject({ version: '7' });
    const again = { ...formOf(answer.html, `${page}/reject`), ...rejection };
    expect((await agent.post(`${page}/reject`, again)).to).toBe(`${page}?done=reject`);
  });

  it('the ledger holds another refund by now: the amount on the form is no longer right', async () => {
    const form = await formFor('approve');
    const order = await server.store.get(orders, 'ORDER-1');
    if (!order) throw new Error('no order');
    const entry = { outRefundNo: 'x-1', caseNo: 'x', amountFen: 9_800, state: 'reserved' as const, at: NOW };
    await server.store.replace(orders, order, { ...order.doc, ledger: [entry] });
    const answer = await refused(
      agent,
      'approve',
      { ...form, note: '同意' },
      422,
      '超过了订单现在的可退金额',
    );
    expect(answer.html).toContain('同意退款 ¥100.00');
  });

  it.each([
    ['approve', { note: ' ' }, '请写内部备注'],
    ['reject', { ...rejection, message: '' }, '请写给客户的话'],
    ['reject', { ...rejection, clauses: [] }, '请至少选一条'],
    ['reject', { ...rejection, clauses: ['9.9'] }, '请至少选一条'],
    ['reject', { ...rejection, message: '长'.repeat(501) }, '写得太长了'],
    ['approve', { note: '同意', amountFen: '198.00' }, '表单不完整'],
    ['approve', { note: '同意', version: '' }, '表单不完整'],
    ['approve', { note: '同意', key: '' }, '表单不完整'],
  ])('%s with %j: 422 %s', async (action, fields, words) => {
    await refused(agent, action, { ...(await formFor(action)), ...fields }, 422, words);
  });

  it('an unverified case: says why there is no approving it', async () => {
    const order = { ...aCase().order, outTradeNo: 'ORDER-U' };
    await putCase(server, { caseNo: 'RF20260302UNVERF', draftId: 'u', order, verified: false });
    const { html } = await agent.get('/staff/cases/RF20260302UNVERF');
    expect(html).toContain('订单归属未核实');
    expect(html).not.toContain('/approve"');
  });

  it('an action that does not exist: 404', async () => {
    await refused(agent, 'explode', await formFor('approve'), 404, '没有这个页面');
  });
});
