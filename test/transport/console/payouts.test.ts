import { describe, expect, it } from '@jest/globals';
import { countPost, countWrong, readPayoutQueue } from '../../../src/usecases/payout/queue.ts';
import { freePayoutQueue } from '../../../src/domain/payout-queue.ts';
import { formOf, signedIn } from '../../support/console.ts';
import { enter, member as finance, server, useConsole } from '../../support/console-bench.ts';
import { anAttempt } from '../../support/wechatpay-notice.ts';

const path = '/staff/payouts';
const DAY_MS = 86_400_000;

useConsole('finance');

const queue = () => readPayoutQueue(server.store);
const cap = (amount: string, browser = finance) => browser.fill(path, `${path}/cap`, { amount });
const changes = async () =>
  (await server.audited())
    .filter(({ action }) => action === 'set_payouts')
    .map(({ staff, detail, outcome }) => [staff, detail, outcome]);
const cell = (html: string, id: string): string | undefined =>
  new RegExp(`data-testid="${id}">([^<]*)<`).exec(html)?.[1];

describe('what the page shows', () => {
  it('before anyone has set anything: payouts run, nothing has been sent, there is no cap', async () => {
    const { status, html } = await finance.get(path);
    expect([status, cell(html, 'sent'), cell(html, 'daily-cap')]).toEqual([
      200,
      '¥0.00，共 0 笔',
      '不设上限',
    ]);
    expect(html).toContain('正常打款');
    expect(html).not.toContain(`${path}/release`);
    expect(html).not.toContain(`${path}/uncap`);
  });

  it('what has been sent today in China, and nothing of it tomorrow', async () => {
    await countPost(server.deps, anAttempt());
    await countPost(server.deps, anAttempt({ outRefundNo: 'RF2-1', amountFen: 250 }));
    expect(cell((await finance.get(path)).html, 'sent')).toBe('¥200.50，共 2 笔');
    server.clock.advance(DAY_MS);
    const next = await enter('郑管理', 'admin');
    expect(cell((await next.get(path)).html, 'sent')).toBe('¥0.00，共 0 笔');
  });

  it('that they were stopped by nobody, and why', async () => {
    for (const caseNo of ['RF1', 'RF2', 'RF3']) await countWrong(server.deps, caseNo, '400 PARAM_ERROR: x');
    const said = async (query = '') => cell((await finance.get(path + query)).html, 'stopped-by');
    expect(await said()).toMatch(/^2026年3月2日 10:00 自动停止：10 分钟内有 3 个案件/);
    expect(await said('?lang=en')).toMatch(/^Stopped by itself on 2 Mar 2026, 10:00: within ten minutes/);
  });

  it('in English as well', async () => {
    await finance.fill(path, `${path}/stop`, {});
    const { html } = await finance.get(`${path}?lang=en`);
    expect(html).toMatch(
      /All payouts are stopped[^]*Stopped by 吴财务 on 2 Mar 2026, 10:00[^]*Release payouts/,
    );
    expect(cell(html, 'daily-cap')).toBe('No cap');
    const refused = (await cap('abc')).html;
    expect(refused).toContain('That amount cannot be read');
    expect(refused).toContain(`href="${path}?lang=zh"`);
  });
});

describe('the switch', () => {
  it('stopped: says so, by whom and since when, on every colleague’s page; the cap stays', async () => {
    await cap('50000');
    const answer = await finance.fill(path, `${path}/stop`, {});
    expect(answer.to).toBe(`${path}?done=stop`);
    expect((await finance.get(answer.to ?? '')).html).toContain('已停止全部打款。');
    expect(await queue()).toMatchObject({ stopped: true, stoppedBy: '吴财务', dailyCapFen: 5_000_000 });
    const admin = await enter('郑管理', 'admin');
    const { html } = await admin.get(path);
    expect(html).toMatch(/全部打款已停止[^]*吴财务 于 2026年3月2日 10:00 停止/);
    expect(html).not.toContain(`${path}/stop"`);
  });

  it('released by another: payouts run, and both are in the audit log', async () => {
    await finance.fill(path, `${path}/stop`, {});
    const admin = await enter('郑管理', 'admin');
    expect((await admin.fill(path, `${path}/release`, {})).to).toBe(`${path}?done=release`);
    expect(await queue()).toMatchObject({ stopped: false, stoppedBy: null, stoppedAt: null });
    expect(await changes()).toEqual([
      ['吴财务', 'stopped=true', 'ok'],
      ['郑管理', 'stopped=false', 'ok'],
    ]);
  });

  it('a page left open from before: its form still stops, and who stopped first stands', async () => {
    const stale = formOf((await finance.get(path)).html, `${path}/stop`);
    const admin = await enter('郑管理', 'admin');
    await admin.fill(path, `${path}/stop`, {});
    await finance.post(`${path}/stop`, stale);
    expect(await queue()).toMatchObject({ stopped: true, stoppedBy: '郑管理' });
  });

  it('what an address says has been done is not shown where it is not so', async () => {
    for (const done of ['stop', 'cap', 'constructor'])
      expect((await finance.get(`${path}?done=${done}`)).html).not.toContain('data-testid="done"');
  });
});

describe('the daily cap', () => {
  it.each([
    ['50000', 5_000_000],
    [' ¥50,000.00 ', 5_000_000],
    ['0.01', 1],
    ['８８.5元', 8_850],
    ['1000000000', 100_000_000_000],
  ])('%j is set: %i fen, and stands in the field', async (typed, fen) => {
    expect((await cap(typed)).to).toBe(`${path}?done=cap`);
    expect((await queue()).dailyCapFen).toBe(fen);
    const { html } = await finance.get(`${path}?done=cap`);
    const digits = (fen / 100).toFixed(2);
    expect([cell(html, 'daily-cap'), html]).toEqual([
      `¥${digits}`,
      expect.stringContaining(`value="${digits}"`),
    ]);
    expect(html).toContain('已设置每日上限。');
  });

  it('removed, while payouts stay stopped', async () => {
    await cap('88');
    await finance.fill(path, `${path}/stop`, {});
    expect((await finance.fill(path, `${path}/uncap`, {})).to).toBe(`${path}?done=uncap`);
    expect(await queue()).toMatchObject({ stopped: true, dailyCapFen: null });
    expect((await changes()).map(([, detail]) => detail)).toEqual([
      'dailyCapFen=8800',
      'stopped=true',
      'dailyCapFen=null',
    ]);
  });

  it.each([
    ['', '请填写金额'],
    ['   ', '请填写金额'],
    ['0', '金额须大于 0'],
    ['0.00', '金额须大于 0'],
    ['-1', '金额不能是负数'],
    ['abc', '看不懂这个金额'],
    ['88.005', '金额最多两位小数'],
    ['1e9', '看不懂这个金额'],
    ['1000000000.01', '金额太大了'],
    ['99999999999', '金额太大了'],
    ['1'.repeat(60), '看不懂这个金额'],
    ['<b>"88"', '看不懂这个金额'],
  ])('%j: 422 and why; nothing is changed, what was typed is still there', async (typed, why) => {
    await cap('88');
    const { status, html } = await cap(typed);
    expect([status, html]).toEqual([422, expect.stringContaining(why)]);
    expect(html).toContain(
      `value="${typed.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}"`,
    );
    expect([cell(html, 'daily-cap'), (await queue()).dailyCapFen]).toEqual(['¥88.00', 8_800]);
    expect(await changes()).toHaveLength(1);
  });

  it('two amounts at once are none', async () => {
    const form = formOf((await finance.get(path)).html, `${path}/cap`);
    expect((await finance.post(`${path}/cap`, { ...form, amount: ['1', '2'] })).status).toBe(422);
    expect(await queue()).toEqual(freePayoutQueue);
  });
});

describe('who may', () => {
  it.each(['finance', 'admin'] as const)('%s: has a link and the page', async (role) => {
    const browser = await signedIn(server, '某人', await server.hire('某人', role));
    expect((await browser.get('/staff')).html).toContain(`href="${path}"`);
    const { html } = await browser.get(path);
    expect(html).toContain(`href="${path}" aria-current="page"`);
  });

  it.each(['agent', 'supervisor', 'auditor'] as const)(
    '%s: no link, 403 in words, nothing is changed by any form; the attempts are recorded',
    async (role) => {
      const browser = await signedIn(server, '某人', await server.hire('某人', role));
      const { html } = await browser.get('/staff');
      expect(html).not.toContain(path);
      const page = await browser.get(path);
      expect([page.status, page.html]).toEqual([403, expect.stringContaining('没有权限')]);
      expect((await browser.get(`${path}?lang=en`)).html).toContain('Not allowed');
      const { csrf = '' } = formOf(html, '/staff/logout');
      for (const change of ['stop', 'release', 'cap', 'uncap'])
        for (const amount of ['88', 'abc'])
          expect((await browser.post(`${path}/${change}`, { csrf, amount })).status).toBe(403);
      expect(await queue()).toEqual(freePayoutQueue);
      expect((await changes())[0]).toEqual(['某人', 'stopped=true', 'forbidden']);
    },
  );

  it('nobody who has not signed in: to the sign-in page', async () => {
    finance.cookies.clear();
    expect((await finance.get(path)).to).toBe('/staff/login?next=%2Fstaff%2Fpayouts');
  });

  it.each(['stop', 'release', 'cap', 'uncap'])(
    '%s without the form’s token, or sent from another site: 403, and nothing is changed',
    async (change) => {
      await cap('88');
      const { csrf = '' } = formOf((await finance.get(path)).html, `${path}/cap`);
      const answers = [
        await finance.post(`${path}/${change}`, { amount: '99' }),
        await finance.post(`${path}/${change}`, { csrf: `${csrf}x`, amount: '99' }),
        await finance.post(`${path}/${change}`, { csrf, amount: '99' }, { origin: 'https://evil.example' }),
      ];
      for (const { status, html } of answers)
        expect([status, html]).toEqual([403, expect.stringContaining('没有执行')]);
      expect(await queue()).toMatchObject({ stopped: false, dailyCapFen: 8_800 });
    },
  );

  it('what is no form of the page: 404', async () => {
    const { csrf = '' } = formOf((await finance.get(path)).html, `${path}/cap`);
    for (const change of ['pause', 'constructor'])
      expect((await finance.post(`${path}/${change}`, { csrf })).status).toBe(404);
  });
});
