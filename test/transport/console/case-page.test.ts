import { beforeEach, describe, expect, it } from '@jest/globals';
import { messages } from '../../../src/usecases/documents/messages.ts';
import { NOW, aCase } from '../../support/case.ts';
import { member as agent, page, server, useConsole } from '../../support/console-bench.ts';
import { putCase, putOrderOf } from '../../support/staff-api.ts';
import { refundingCase } from '../../support/wechatpay-notice.ts';

useConsole();

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
