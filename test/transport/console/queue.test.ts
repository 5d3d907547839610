import { describe, expect, it } from '@jest/globals';
import { aCase } from '../../support/case.ts';
import { inState } from '../../support/case-states.ts';
import { caseNo, enter, member as agent, server, useConsole } from '../../support/console-bench.ts';
import { putCase } from '../../support/staff-api.ts';

const DAY_MS = 86_400_000;

useConsole();

describe('the queue', () => {
  it('without cases: says that all is done', async () => {
    expect((await agent.get('/staff')).html).toContain('没有待处理的案件');
  });

  it('an overdue case: says by how much, and stands under "overdue"', async () => {
    await putCase(server);
    expect((await agent.get('/staff?view=overdue')).html).toContain('没有逾期的案件');
    // 3 business days from Monday: Thursday.
    server.clock.advance(6 * DAY_MS - DAY_MS / 2);
    const later = await enter('小李', 'agent');
    const { html } = await later.get('/staff?view=overdue');
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
