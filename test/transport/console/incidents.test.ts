import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Alert } from '../../../src/domain/alerts/alert.ts';
import { incidents } from '../../../src/usecases/documents/incidents.ts';
import { raise } from '../../../src/usecases/incidents.ts';
import { NOW } from '../../support/case.ts';
import { formOf, signedIn } from '../../support/console.ts';
import { enter, member as finance, server, useConsole } from '../../support/console-bench.ts';

const path = '/staff/incidents';
const caseNo = 'RF20260302ABCDEF';
const outRefundNo = `${caseNo}-1`;
const late: Alert = { kind: 'late_refund_result', caseNo, outRefundNo, refundStatus: 'SUCCESS' };
const LATE = `late_refund_result:${outRefundNo}`;
const resolvePath = `${path}/${encodeURIComponent(LATE)}/resolve`;
const numbered = (n: number): Alert => ({ kind: 'refund_overdue', caseNo: `RF${String(n)}`, refundBy: NOW });

useConsole('finance');

const stored = async () => (await server.store.get(incidents, LATE))?.doc;
const resolve = (note: string, browser = finance) => browser.fill(path, resolvePath, { note });
const kinds = (html: string) => [...html.matchAll(/data-kind="([^"]+)"/g)].map(([, kind]) => kind);

describe('what the page shows', () => {
  it('nothing to settle: says so, among the resolved too', async () => {
    expect((await finance.get(path)).html).toContain('没有待处理的事件。');
    expect((await finance.get(`${path}?state=resolved`)).html).toContain('没有已处理的事件。');
  });

  it('what there is to settle, in words, how often it has happened, and the way to its case', async () => {
    await raise(server.deps, late);
    server.clock.advance(60_000);
    await raise(server.deps, late);
    const { status, html } = await finance.get(path);
    expect([status, kinds(html)]).toEqual([200, ['late_refund_result']]);
    expect(html).toMatch(/以防重复退款[^]*发生于 2026年3月2日 10:00 · 共 2 次，最近一次 2026年3月2日 10:01/);
    expect(html).toContain(`href="/staff/cases/${caseNo}"`);
    expect(html).toContain(outRefundNo);
    const english = (await finance.get(`${path}?lang=en`)).html;
    expect(english).toMatch(/paid twice[^]*2 times, last on 2 Mar 2026, 10:01[^]*Mark as resolved/);
  });

  it('page after page, newest first, each once', async () => {
    for (let n = 0; n < 12; n += 1) {
      server.clock.advance(1);
      await raise(server.deps, numbered(n));
    }
    const first = (await finance.get(path)).html;
    const [, next = ''] = /href="([^"]+)" data-testid="next"/.exec(first) ?? [];
    const second = (await finance.get(next)).html;
    const cases = (html: string) => [...html.matchAll(/href="\/staff\/cases\/(RF\d+)"/g)].map(([, no]) => no);
    expect([...cases(first), ...cases(second)]).toEqual(
      Array.from({ length: 12 }, (_, n) => `RF${String(11 - n)}`),
    );
    expect(second).not.toContain('data-testid="next"');
  });

  it('what people wrote is shown as text', async () => {
    await raise(server.deps, late);
    await resolve('<script>alert(1)</script>');
    const { html } = await finance.get(`${path}?state=resolved`);
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
  });

  it('a cursor that is none: 400 in words', async () => {
    expect((await finance.get(`${path}?cursor=nonsense`)).status).toBe(400);
  });
});

describe('settling one', () => {
  beforeEach(() => raise(server.deps, late));

  it('it leaves the list; by whom, when and how stands among the resolved, and in the audit log', async () => {
    const answer = await resolve('已在商户平台核对，\r\n没有重复付款');
    expect(answer.to).toBe(`${path}?done=resolve`);
    const { html } = await finance.get(answer.to ?? '');
    expect([kinds(html), html]).toEqual([[], expect.stringContaining('已标记为已处理。')]);
    const resolved = (await finance.get(`${path}?state=resolved`)).html;
    expect(resolved).toMatch(/吴财务 于 2026年3月2日 10:00 处理[^]*已在商户平台核对，\n没有重复付款/);
    expect(resolved).not.toContain('/resolve"');
    expect(await server.audited()).toContainEqual(
      expect.objectContaining({
        action: 'resolve_incident',
        staff: '吴财务',
        caseNo,
        detail: LATE,
        outcome: 'ok',
      }),
    );
  });

  it('the same form sent twice: done once, and answered as the first time', async () => {
    const form = { ...formOf((await finance.get(path)).html, resolvePath), note: '已核对' };
    for (let n = 0; n < 2; n += 1)
      expect((await finance.post(resolvePath, form)).to).toBe(`${path}?done=resolve`);
    expect((await stored())?.resolutions).toMatchObject([{ by: '吴财务', note: '已核对' }]);
  });

  it('a colleague was faster: 409 in words, their note stands, and what was typed is still there to read', async () => {
    const form = formOf((await finance.get(path)).html, resolvePath);
    const admin = await enter('郑管理', 'admin');
    await resolve('第一个', admin);
    const answer = await finance.post(resolvePath, { ...form, note: '第二个 & 更长' });
    expect([answer.status, answer.html]).toEqual([409, expect.stringContaining('已经处理过了')]);
    expect(answer.html).toContain('<blockquote>第二个 &amp; 更长</blockquote>');
    expect((await stored())?.resolutions).toMatchObject([{ by: '郑管理', note: '第一个' }]);
  });

  it('happening again afterwards: stands in the list again', async () => {
    await resolve('已核对');
    server.clock.advance(60_000);
    await raise(server.deps, late);
    expect(kinds((await finance.get(path)).html)).toEqual(['late_refund_result']);
    expect((await finance.get(`${path}?state=resolved`)).html).toContain('没有已处理的事件。');
  });

  it.each([
    ['no note', '', '请写处理说明'],
    ['a note of blanks', ' \r\n ', '请写处理说明'],
    ['a note without end', '很长'.repeat(501), '处理说明最多 1000 字'],
  ])(
    '%s: 422 and why; nothing is resolved, what was typed is still in the form',
    async (_what, note, why) => {
      const { status, html } = await resolve(note);
      expect([status, html]).toEqual([422, expect.stringContaining(why)]);
      expect(html).toContain(`>${note.replaceAll('\r\n', '\n')}</textarea>`);
      expect(html).toContain(`href="${path}?lang=en"`);
      expect(await stored()).toMatchObject({ state: 'open', resolutions: [] });
    },
  );

  it('refused on the second page: the second page is shown, with what was typed', async () => {
    for (let n = 0; n < 10; n += 1) {
      server.clock.advance(1);
      await raise(server.deps, numbered(n));
    }
    const [, next = ''] = /href="([^"]+)" data-testid="next"/.exec((await finance.get(path)).html) ?? [];
    const { html } = await finance.get(next);
    const [, action = ''] = /action="(\/staff\/incidents\/late[^"]+)"/.exec(html) ?? [];
    const note = '很长'.repeat(501);
    const answer = await finance.post(action.replaceAll('&amp;', '&'), { ...formOf(html, action), note });
    expect([answer.status, kinds(answer.html)]).toEqual([422, ['late_refund_result']]);
    expect(answer.html).toContain(`>${note}</textarea>`);
  });

  it('one that is not there: 404, and what was typed is still there to read', async () => {
    const form = formOf((await finance.get(path)).html, resolvePath);
    for (const id of ['no-such-incident', 'late_refund_result%3A', '..%2Fcases']) {
      const { status, html } = await finance.post(`${path}/${id}/resolve`, { ...form, note: '已核对' });
      expect([status, html]).toEqual([404, expect.stringContaining('<blockquote>已核对</blockquote>')]);
    }
    expect((await stored())?.state).toBe('open');
  });

  it('a form without its key, or without the token: refused, and nothing is resolved', async () => {
    const form = { ...formOf((await finance.get(path)).html, resolvePath), note: '已核对' };
    expect((await finance.post(resolvePath, { ...form, key: 'x' })).status).toBe(422);
    expect((await finance.post(resolvePath, { ...form, csrf: '' })).status).toBe(403);
    const foreign = await finance.post(resolvePath, form, { 'sec-fetch-site': 'cross-site' });
    expect([foreign.status, foreign.html]).toEqual([403, expect.stringContaining('没有执行')]);
    expect((await stored())?.state).toBe('open');
  });
});

describe('who may', () => {
  beforeEach(() => raise(server.deps, late));

  it.each(['finance', 'admin'] as const)('%s: has a link, the page and the form', async (role) => {
    const browser = await signedIn(server, '某人', await server.hire('某人', role));
    expect((await browser.get('/staff')).html).toContain(`href="${path}"`);
    expect((await resolve('已核对', browser)).to).toBe(`${path}?done=resolve`);
  });

  it.each(['agent', 'supervisor', 'auditor'] as const)(
    '%s: no link, 403 in words; a form is refused, and that is recorded',
    async (role) => {
      const browser = await signedIn(server, '某人', await server.hire('某人', role));
      const { html } = await browser.get('/staff');
      expect(html).not.toContain(path);
      const page = await browser.get(path);
      expect([page.status, page.html]).toEqual([403, expect.stringContaining('没有权限')]);
      expect(page.html).not.toContain(outRefundNo);
      expect((await browser.get(`${path}?lang=en`)).html).toContain('Not allowed');
      const form = { ...formOf(html, '/staff/logout'), key: '0'.repeat(32) };
      for (const note of ['已核对', ''])
        expect((await browser.post(resolvePath, { ...form, note })).status).toBe(403);
      expect((await stored())?.state).toBe('open');
      expect((await server.audited()).at(-1)).toMatchObject({
        staff: '某人',
        action: 'resolve_incident',
        outcome: 'forbidden',
      });
    },
  );
});
