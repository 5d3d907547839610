import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/logger.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import { type Running, start } from '../../src/start.ts';
import { systemRandom } from '../../src/system.ts';
import { describeInBrowser, launchBrowser } from '../support/browser.ts';

jest.setTimeout(60_000);

const rootDir = new URL('../..', import.meta.url).pathname;
const DAY_MS = 86_400_000;

const startDesk = async (directory: string): Promise<Running> => {
  const loaded = loadConfig({ PORT: '0', DATABASE_URL: `sqlite:${join(directory, 'sandbox.db')}` }, rootDir);
  if (!loaded.ok) throw new Error(loaded.faults.join('; '));
  return start({ config: loaded.config, log: createLogger({ level: 'silent' }), random: systemRandom });
};

/** What the account says, by what is in it; the newest of these. */
const said = (page: Page, text: string | RegExp, from = 'account'): Locator =>
  page.locator(`[data-testid=bubble][data-from=${from}]`).filter({ hasText: text }).last();

const choose = (page: Page, name: string): Promise<void> =>
  page.getByTestId('phone-list').getByRole('button', { name }).click();

const type = async (page: Page, text: string): Promise<void> => {
  await page.getByTestId('chat-input').fill(text);
  await page.getByTestId('chat-input').press('Enter');
};

/** Applies for the customer's newest order, to the end; once a customer: the words waited for must be new. `evidence` answers the question for pictures. */
const apply = async (
  page: Page,
  customer: string,
  options: { reason?: string; evidence?: (page: Page) => Promise<void> } = {},
): Promise<void> => {
  await choose(page, customer);
  await page.getByTestId('chip-refund').click();
  await said(page, '选择订单').waitFor();
  await page.getByTestId('chip-1').click();
  await said(page, '退款原因').waitFor();
  await type(page, options.reason ?? '2');
  await said(page, '情况说明').waitFor();
  await type(page, '买来后没有用过。');
  await said(page, '图片凭证').waitFor();
  await (options.evidence ?? ((on: Page) => on.getByTestId('chip-skip').click()))(page);
  await said(page, '核对并提交').waitFor();
  await page.getByTestId('chip-confirm').click();
  await said(page, '申请已提交').waitFor();
};

const openCaseOf = async (page: Page, customer: string): Promise<void> => {
  await page.getByTestId('queue').getByRole('button', { name: customer }).first().click();
  await page.getByTestId('case').filter({ hasText: customer }).waitFor();
};

const standsAt = (page: Page, status: string): Promise<void> =>
  page.locator(`[data-testid=case-status][data-status=${status}]`).waitFor();

const decide = async (page: Page, decision: string): Promise<void> => {
  await page.getByTestId(decision).click();
  await page.getByTestId(`confirm-${decision}`).click();
};

const sendSample = async (page: Page): Promise<void> => {
  await page.getByTestId('picture').click();
  await page.getByTestId('picture-sample').click();
  await said(page, /收到/).waitFor();
  await type(page, '完成');
};

describeInBrowser('the sandbox page', () => {
  let directory: string;
  let desk: Running;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'refund-desk-page-'));
    [desk, browser] = await Promise.all([startDesk(directory), launchBrowser()]);
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const visit = async (url = desk.url, viewport = { width: 1440, height: 900 }): Promise<Page> => {
    const context = await browser.newContext({ viewport, locale: 'zh-CN' });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${url}/sandbox`);
    await page.getByTestId('phone-list').waitFor({ state: 'attached' });
    return page;
  };

  it('an application with a picture, once approved, brings the money back and the customer is told', async () => {
    const page = await visit();
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
    expect(await page.getByTestId('simulated').textContent()).toContain('不会产生真实支付');

    await apply(page, '林晓', { evidence: sendSample });
    await page.locator('[data-testid=guide-step-1][data-done=true]').waitFor();
    await openCaseOf(page, '林晓');
    await page.locator('[data-testid=evidence-1][data-state=shown]').waitFor();
    expect(await page.getByTestId('outcome').textContent()).toBe('建议全额退款');
    expect(await page.getByTestId('approve').textContent()).toBe('同意退款 ¥198.00');

    await decide(page, 'approve');
    await standsAt(page, 'refunded');
    await said(page, '已批准').waitFor();
    await said(page, '¥198.00', 'pay').waitFor();
    await page.getByTestId('wallet-tab').click();
    await page.locator('[data-testid=bill][data-kind=refund]').waitFor();
    expect(await page.getByTestId('wallet-refunded').textContent()).toBe('¥198.00');
    await page.locator('[data-testid=guide-step-3][data-done=true]').waitFor();
    expect(troubles).toEqual([]);
  });

  it('a refusal is sent only with a clause, and reaches the phone with it, the message and the way to appeal', async () => {
    const page = await visit();
    await apply(page, '陈浩', { reason: '8' });
    await openCaseOf(page, '陈浩');
    await page.getByTestId('reject').click();
    expect(await page.getByTestId('clause-3.1').isChecked()).toBe(true);
    for (const box of await page.locator('[data-testid^=clause-]').all()) await box.setChecked(false);
    await page.getByTestId('confirm-reject').click();
    await page.getByTestId('refusal').filter({ hasText: '至少选一条' }).waitFor();
    await standsAt(page, 'in_review');
    await page.getByTestId('clause-3.1').check();
    await page.getByTestId('field-message').fill('点数已经用完，很抱歉。');
    await page.getByTestId('confirm-reject').click();
    await standsAt(page, 'rejected');
    const told = said(page, '申诉');
    await told.waitFor();
    expect(await told.textContent()).toMatch(/3\.1[\s\S]*点数已经用完，很抱歉。[\s\S]*申诉/);
    await page.getByTestId('wallet-tab').click();
    await page.getByTestId('bill').first().waitFor();
    expect(await page.getByTestId('wallet-refunded').textContent()).toBe('¥0.00');
  });

  it('a large refund approved by one person waits, and is paid once the other has agreed', async () => {
    const page = await visit();
    await apply(page, '孙倩');
    await openCaseOf(page, '孙倩');
    await decide(page, 'approve');
    await standsAt(page, 'awaiting_second_approval');
    expect(await page.getByTestId('second-approve').count()).toBe(0);
    await page.getByTestId('staff-select').selectOption('周主管');
    await decide(page, 'second-approve');
    await standsAt(page, 'refunded');
    await page.getByTestId('see-wallet').click();
    expect(await page.getByTestId('wallet-refunded').textContent()).toBe('¥1,680.00');
  });

  it('a case approved in two tabs is paid once, and the late tab says that its decision did not count', async () => {
    const [page, late] = await Promise.all([visit(), visit()]);
    await apply(page, '赵磊');
    for (const tab of [page, late]) {
      await openCaseOf(tab, '赵磊');
      await tab.getByTestId('approve').click();
    }
    // The late tab hears nothing of the other's decision.
    await late.route('**/api/staff/cases**', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    );
    await page.getByTestId('confirm-approve').click();
    await standsAt(page, 'refunded');
    await late.getByTestId('confirm-approve').click();
    await late.getByTestId('refusal').waitFor();
    expect(await late.getByTestId('refusal').textContent()).toContain('你的决定没有生效');
    await late.unroute('**/api/staff/cases**');
    await standsAt(late, 'refunded');
    await page.getByTestId('see-wallet').click();
    await page.locator('[data-testid=bill][data-kind=refund]').waitFor();
    expect(await page.locator('[data-testid=bill][data-kind=refund]').count()).toBe(1);
  });

  it('a message that cannot be delivered is marked, and arrives once it is sent again', async () => {
    const page = await visit();
    await choose(page, '王芳');
    await page.route('**/messages', (route) => route.abort());
    await type(page, '帮助');
    const failed = page.locator('[data-testid=bubble][data-status=failed]');
    await failed.waitFor();
    expect(await failed.textContent()).toContain('连不上服务器');
    await page.unroute('**/messages');
    await failed.getByRole('button', { name: '重发' }).click();
    await said(page, '申请退款').waitFor();
    expect(await page.locator('[data-testid=bubble][data-from=customer]').count()).toBe(1);
  });

  it('a reply on a phone nobody looks at puts a dot on it, and the dot goes once it is looked at', async () => {
    const page = await visit();
    const phone = page.getByTestId('phone-list').getByRole('button', { name: '赵磊' });
    await choose(page, '林晓');
    const { phones } = (await (await page.request.get(`${desk.url}/sandbox/api/state`)).json()) as {
      phones: { openid: string; name: string }[];
    };
    const openid = phones.find(({ name }) => name === '赵磊')?.openid ?? '';
    await phone.click();
    await choose(page, '林晓');
    await page.request.post(`${desk.url}/sandbox/api/phones/${openid}/messages`, { data: { text: '帮助' } });
    await phone.getByRole('img', { name: '有新消息' }).waitFor();
    await phone.click();
    await phone.getByRole('img', { name: '有新消息' }).waitFor({ state: 'detached' });
  });

  it('a window as narrow as a phone shows the phone and the staff side in turn, in English on request', async () => {
    const page = await visit(desk.url, { width: 390, height: 844 });
    await page.getByTestId('chat').waitFor();
    expect(await page.getByTestId('staff').isVisible()).toBe(false);
    await page.getByTestId('view-staff').click();
    await page.getByTestId('staff-select').waitFor();
    expect(await page.getByTestId('chat').isVisible()).toBe(false);
    await page.getByTestId('language').click();
    await page.getByRole('heading', { name: 'Refund cases' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('simulators in a process of their own: the page says how to reach the staff API instead', async () => {
    const simulators = await startSandbox({
      clock: { now: () => Date.now() },
      random: (length) => randomBytes(length),
      stateDir: join(directory, 'alone'),
      target: 'http://127.0.0.1:1',
    });
    const page = await visit(simulators.url);
    await page.getByTestId('staff-elsewhere').waitFor();
    expect(await page.getByTestId('staff-elsewhere').textContent()).toContain(
      'http://127.0.0.1:1/api/staff/cases',
    );
    expect(await page.getByTestId('clock-advance-3d').count()).toBe(0);
    await contexts.splice(0)[0]?.close();
    await simulators.close();
  });

  it('the clock moved on by 30 days: the page shows the new date, and a case nobody answered is overdue', async () => {
    const page = await visit();
    await apply(page, '王芳');
    await openCaseOf(page, '王芳');
    const before = desk.sandbox?.clock.now() ?? 0;
    await page.getByTestId('clock-advance-30d').click();
    const date = new Intl.DateTimeFormat('zh-CN', {
      timeZone: 'Asia/Shanghai',
      month: 'long',
      day: 'numeric',
    }).format(before + 30 * DAY_MS);
    await page.getByTestId('clock-now').filter({ hasText: date }).waitFor();
    await page.getByTestId('case').getByText('已过答复期限').waitFor();
  });
});
