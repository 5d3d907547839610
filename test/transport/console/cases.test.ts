import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/domain/case/state.ts';
import type { Role } from '../../../src/domain/staff.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { messages } from '../../../src/usecases/documents/messages.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { type Browser, type ConsoleServer, consoleServer, formOf, signedIn } from '../../support/console.ts';
import { NOW, aCase } from '../../support/case.ts';
import { inState } from '../../support/case-states.ts';
import { Cleanup } from '../../support/http-app.ts';
import { putCase, putOrderOf } from '../../support/staff-api.ts';
import { refundingCase } from '../../support/wechatpay-notice.ts';

const DAY_MS = 86_400_000;
const caseNo = 'RF20260302ABCDEF';
const page = `/staff/cases/${caseNo}`;

let cleanup: Cleanup;
let server: ConsoleServer;
let agent: Browser;

const enter = async (name: string, role: Role): Promise<Browser> =>
  signedIn(server, name, await server.hire(name, role));
const stored = async (no = caseNo): Promise<Case | undefined> => (await server.store.get(cases, no))?.doc;
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

beforeEach(async () => {
  cleanup = new Cleanup();
  server = await consoleServer(cleanup);
  agent = await enter('小王', 'agent');
});
afterEach(() => cleanup.run());

describe('an order paid in part by coupons', () => {
  it('its case: what the customer paid stands beside the price', async () => {
    const kase = await putCase(server);
    await putOrderOf(server, kase, { payerTotalFen: 18_000 });
    expect((await agent.get(page)).html).toContain('¥198.00 · 自付 ¥180.00，优惠抵扣 ¥18.00');
  });

  it('of which nobody has said what coupons paid, or that none did: the price alone', async () => {
    await putOrderOf(server, await putCase(server));
    expect((await agent.get(page)).html).not.toContain('优惠抵扣');
  });
});

describe('the queue', () => {
  it('without cases: says that all is done', async () => {
    expect((await agent.get('/staff')).html).toContain('没有待处理的案件');
  });

  it('an overdue case: says by how much, and stands under "overdue"', async () => {
    await putCase(server);
    expect((await agent.get('/staff?view=overdue')).html).toContain('没有逾期的案件');
    // 3 business days from Monday: Thursday.
    server.clock.advance(6 * DAY_MS - DAY_MS / 2);
    agent = await enter('小李', 'agent');
    const { html } = await agent.get('/staff?view=overdue');
    expect(html).toMatch(/class="due late">答复已逾期 \d 天</);
  });

  it('a case or an order by its number, in any case; anything else: that nothing fits', async () => {
    await putCase(server);
    for (const q of [caseNo.toLowerCase(), 'order-1'])
      expect((await agent.get(`/staff?q=${q}`)).html).toContain(caseNo);
    expect((await agent.get('/staff?q=ORDER-9')).html).toContain('没有符合条件的案件');
  });

  it('more than a page: the next page goes on where this one ended, each case once', async () => {
    const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
    for (let n = 0; n < 30; n += 1)
      await putCase(server, {
        caseNo: `RF20260302AAAAA${letters[n] ?? ''}`,
        draftId: `draft-${String(n)}`,
        order: { ...aCase().order, outTradeNo: `ORDER-${String(n)}` },
      });
    const numbers = (html: string) => [...html.matchAll(/<a href="[^"]*">(RF\w+)</g)].map(([, no]) => no);
    const first = await agent.get('/staff');
    const [, next = ''] = /href="([^"]*cursor=[^"]*)"/.exec(first.html) ?? [];
    const second = await agent.get(next.replaceAll('&amp;', '&'));
    const all = [...numbers(first.html), ...numbers(second.html)];
    expect([numbers(first.html).length, all.length, new Set(all).size]).toEqual([25, 30, 30]);
    expect(second.html).toContain('回到第一页');
  });

  it('whose: mine, nobody’s, or all; who has it and how many there are stand there', async () => {
    for (const [n, assignee] of ['小王', '小李', null].entries())
      await putCase(server, {
        caseNo: `RF2026030222222${String(n + 2)}`,
        draftId: `draft-${String(n)}`,
        order: { ...aCase().order, outTradeNo: `ORDER-${String(n)}` },
        assignee,
      });
    const shown = async (query: string) => {
      const { html } = await agent.get(`/staff${query}`);
      return [[...html.matchAll(/RF2026030222222(\d)</g)].map(([, n]) => n), /共 \d 件/.exec(html)?.[0]];
    };
    expect(await shown('')).toEqual([['2', '3', '4'], '共 3 件']);
    expect(await shown('?whose=mine')).toEqual([['2'], '共 1 件']);
    expect(await shown('?whose=nobody')).toEqual([['4'], '共 1 件']);
    expect(await shown('?whose=mine&view=overdue')).toEqual([[], undefined]);
    expect((await agent.get('/staff')).html).toMatch(/<small class="holder">小李<\/small>/);
  });

  it('nobody’s among many of others: pages are full all the same, each case once', async () => {
    const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
    for (let n = 0; n < 48; n += 1)
      await putCase(server, {
        caseNo: `RF20260302AAAA${letters[Math.floor(n / 24)] ?? ''}${letters[n % 24] ?? ''}`,
        draftId: `draft-${String(n)}`,
        order: { ...aCase().order, outTradeNo: `ORDER-${String(n)}` },
        assignee: n % 3 === 0 ? '小李' : null,
      });
    const numbers = (html: string) => [...html.matchAll(/<a href="[^"]*">(RF\w+)</g)].map(([, no]) => no);
    const first = await agent.get('/staff?whose=nobody');
    const [, next = ''] = /href="([^"]*cursor=[^"]*)"/.exec(first.html) ?? [];
    const second = await agent.get(next.replaceAll('&amp;', '&'));
    const all = [...numbers(first.html), ...numbers(second.html)];
    expect([numbers(first.html).length, all.length, new Set(all).size]).toEqual([25, 32, 32]);
  });

  it('offered, waiting for information, appealed: each with the date that counts now', async () => {
    for (const [n, status] of (['offered', 'awaiting_customer', 'appealed'] as const).entries())
      await putCase(server, {
        ...inState[status],
        caseNo: `RF2026030222222${String(n + 2)}`,
        draftId: `draft-${String(n)}`,
        order: { ...aCase().order, outTradeNo: `ORDER-${String(n)}` },
      });
    const { html } = await agent.get('/staff');
    for (const words of ['方案还有 7 天', '补充资料还有 14 天', '天内答复']) expect(html).toContain(words);
  });

  it.each(['?status=nonsense&view=x', '?cursor=%00', '?q=%00'])('%s: a page all the same', async (query) => {
    expect([200, 400]).toContain((await agent.get(`/staff${query}`)).status);
  });
});

describe('a case', () => {
  beforeEach(async () => {
    await putOrderOf(server, await putCase(server));
  });

  it('the page: strict policy, not kept, no script at all', async () => {
    const { status, headers, html } = await agent.get(page);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none';.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect([headers.get('cache-control'), headers.get('x-frame-options')]).toEqual(['no-store', 'DENY']);
    expect(html).not.toMatch(/<script|style=|onclick/);
    expect(html).toContain('同意退款 ¥198.00');
    expect(html).not.toContain('oCustomer0000000000000000001');
  });

  it('what a customer wrote to attack us: shown as they wrote it, as text', async () => {
    const attack = '"><script>alert(1)</script><img src=x onerror=alert(2)>&amp; {{7*7}} <%= 1 %>';
    await putCase(server, {
      caseNo: 'RF20260302ATTACK',
      draftId: 'attack',
      order: { ...aCase().order, outTradeNo: 'ORDER-X', description: attack },
      reason: { category: 'other', text: attack },
    });
    for (const path of ['/staff', '/staff/cases/RF20260302ATTACK']) {
      const { html } = await agent.get(path);
      expect(html).not.toMatch(/<script|<img src=x/);
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    }
  });

  it('what its payout meets: in the language of the page', async () => {
    const kase = refundingCase({ state: 'paused', trouble: 'WeChat Pay is not configured' });
    const order = { ...kase.order, outTradeNo: 'ORDER-P' };
    await putCase(server, { ...kase, caseNo: 'RF20260302PAUSED', draftId: 'paused', order });
    const shown = async (lang: string) =>
      (await agent.get(`/staff/cases/RF20260302PAUSED?lang=${lang}`)).html.includes('没有配置微信支付');
    expect([await shown('zh'), await shown('en')]).toEqual([true, false]);
  });

  it('in English where asked for, and from then on', async () => {
    expect((await agent.get(`${page}?lang=en`)).html).toContain('Approve ¥198.00');
    const again = await agent.get(page);
    expect(again.html).toContain('lang="en"');
    expect(again.html).toContain('Answer by');
  });

  it('no such case, or no number at all: 404 in words', async () => {
    for (const no of ['RF20260302ZZZZZZ', 'x', '..%2f..%2fetc'])
      expect((await agent.get(`/staff/cases/${no}`)).status).toBe(404);
    expect((await agent.get('/staff/cases/RF20260302ZZZZZZ')).html).toContain('没有这个案件');
  });

  it('the conversation: what was said and answered, oldest first', async () => {
    const { appid, openid } = aCase().customer;
    for (const [n, text] of ['退款', '<b>1</b>'].entries())
      await server.store.insert(messages, `m${String(n)}`, {
        appid,
        openid,
        at: NOW + n,
        direction: 'in',
        type: 'text',
        text,
        reply: { type: 'text', text: `答 ${text}` },
        picture: null,
        nextActionAt: null,
      });
    const { html } = await agent.get(`${page}/conversation`);
    const order = ['<p>退款</p>', '<p>答 退款</p>', '<p>&lt;b&gt;1&lt;/b&gt;</p>'].map((each) =>
      html.indexOf(each),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  it('a picture: shown to staff through the checked route, and to nobody else', async () => {
    const { appid, openid } = aCase().customer;
    const picture = { mediaId: 'm', state: 'stored' as const, contentType: 'image/png', failures: 0 };
    const line = { appid, openid, at: NOW, direction: 'in' as const, type: 'image', text: '', reply: null };
    await server.store.insert(messages, 'picture', { ...line, picture, nextActionAt: null });
    await server.store.putBlob('picture', { contentType: 'image/png', bytes: Buffer.from('png') });
    const number = 'RF20260302PCTURE';
    const order = { ...aCase().order, outTradeNo: 'ORDER-P' };
    await putCase(server, { caseNo: number, draftId: 'p', order, evidence: ['picture'] });
    const at = `/staff/cases/${number}/evidence`;
    expect((await agent.get(`/staff/cases/${number}`)).html).toContain(`<img src="${at}/1"`);
    const shown = await agent.get(`${at}/1`);
    expect([shown.status, shown.html, shown.headers.get('content-type')]).toEqual([200, 'png', 'image/png']);
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    expect((await server.audited()).at(-1)).toMatchObject({ action: 'read_evidence', caseNo: number });
    for (const n of ['0', '2', 'x', '-1']) expect((await agent.get(`${at}/${n}`)).status).toBe(404);
    const stranger = await fetch(`${server.url}${at}/1`, { redirect: 'manual' });
    expect(stranger.status).toBe(303);
  });
});

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

describe('a form that is not ours', () => {
  beforeEach(async () => {
    await putOrderOf(server, await putCase(server));
  });
  const form = async (): Promise<Record<string, string>> => ({
    ...formOf((await agent.get(page)).html, `${page}/approve`),
    note: '同意',
  });
  const send = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const before = await stored();
    const answer = await agent.post(`${page}/approve`, fields, headers);
    expect([answer.status, answer.html]).toEqual([403, expect.stringContaining('没有执行')]);
    expect(await stored()).toEqual(before);
  };

  it('without a token, with another, with that of another session: 403, nothing done', async () => {
    const right = await form();
    const { csrf: other } = formOf((await (await enter('小李', 'agent')).get(page)).html, `${page}/approve`);
    for (const csrf of ['', 'x', `${right['csrf'] ?? ''}x`, other ?? '']) await send({ ...right, csrf });
  });

  it('with the token, but from another site as the browser says: 403', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      await send(await form(), headers);
  });

  it('from the public address, behind a proxy: accepted', async () => {
    const answer = await agent.post(`${page}/approve`, await form(), { origin: 'http://desk.example' });
    expect(answer.to).toBe(`${page}?done=approve`);
  });

  it('sign-in without its token: 403, nobody in', async () => {
    const answer = await agent.post('/staff/login', { name: '小王', password: 'x' });
    expect(answer.status).toBe(403);
  });

  it('after the session has ended: nothing is done, and the sign-in page says so', async () => {
    const fields = await form();
    server.clock.advance(13 * 3_600_000);
    const answer = await agent.post(`${page}/approve`, fields);
    expect(answer.to).toBe('/staff/login?notice=not_done');
    expect((await agent.get(answer.to ?? '')).html).toContain('刚才的操作没有执行');
    expect((await stored())?.status).toBe('in_review');
  });

  it('a body that is too large, or no form: refused, no stack', async () => {
    const { status, html } = await agent.post(`${page}/approve`, {
      ...(await form()),
      note: 'x'.repeat(70_000),
    });
    expect([status, html]).toEqual([413, expect.stringContaining('请求不完整')]);
    expect(html).not.toContain('node_modules');
  });
});
