import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import { eventually } from '../support/server-process.ts';
import { apply, storedCase } from '../support/story.ts';

jest.setTimeout(60_000);

describeInBrowser('the console', () => {
  let desk: Desk;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const troubles: string[] = [];

  beforeAll(async () => {
    [desk, browser] = await Promise.all([startDesk(), launchBrowser()]);
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(troubles.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
  });

  const open = async (options: { width?: number; javaScriptEnabled?: boolean } = {}): Promise<Page> => {
    const { width = 1440, javaScriptEnabled = false } = options;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      locale: 'zh-CN',
      javaScriptEnabled,
    });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    return page;
  };

  /** Signs in as one of those the page itself offers, with the password it shows. */
  const signIn = async (page: Page, name: string): Promise<void> => {
    await page.goto(`${desk.url}/staff`);
    await page.getByTestId('demo').getByText(name).waitFor();
    const password = (await page.getByTestId('demo').locator('code').textContent()) ?? '';
    await page.getByLabel('姓名').fill(name);
    await page.getByLabel('密码').fill(password);
    await page.getByTestId('sign-in').click();
    await page.getByTestId('me').filter({ hasText: name }).waitFor();
  };
  const decide = async (page: Page, action: string): Promise<void> => {
    await page.getByTestId(action).click();
    const form = page.locator('details[open]');
    await form.getByLabel('内部备注').fill('核实无误');
    await form.getByTestId(`confirm-${action}`).click();
    await page.getByTestId('done').waitFor();
  };

  const refunded = (caseNo: string) =>
    eventually(
      () => storedCase(desk, caseNo),
      (kase) => kase.status === 'refunded',
    );

  it('sign in → queue → case → approve → refunded, without any script', async () => {
    const caseNo = await apply(desk, '林晓');
    const page = await open();
    await signIn(page, '小林');
    await page.getByTestId('queue').getByText(caseNo).click();
    expect(await page.getByTestId('outcome').textContent()).toContain('全额退款');
    expect(await page.getByTestId('approve').textContent()).toBe('同意退款 ¥198.00');
    await decide(page, 'approve');
    await refunded(caseNo);
    await page.goto(`${desk.url}/staff/cases/${caseNo}`);
    await page.locator('[data-testid=status][data-status=refunded]').waitFor();
    expect(await page.getByTestId('payout').textContent()).toContain('已退款成功');
    expect(await page.getByTestId('actions').textContent()).toContain('没有需要你处理的');
    await page.getByTestId('conversation').click();
    await page.getByTestId('chat').getByText('买错了版本').first().waitFor();
  });

  it('after an approval the page looks again by itself, and shows the refund', async () => {
    const caseNo = await apply(desk, '赵磊');
    const page = await open({ javaScriptEnabled: true });
    await signIn(page, '小林');
    await page.goto(`${desk.url}/staff/cases/${caseNo}`);
    await decide(page, 'approve');
    await page.locator('[data-testid=status][data-status=refunded]').waitFor();
  });

  it('a large refund on a phone: one approves, another gives the second approval, in English', async () => {
    const caseNo = await apply(desk, '孙倩');
    const first = await open({ width: 390 });
    await signIn(first, '小林');
    await first.getByTestId('queue').getByText(caseNo).click();
    await decide(first, 'approve');
    await first.locator('[data-testid=status][data-status=awaiting_second_approval]').waitFor();
    expect(await first.getByTestId('second-approve').count()).toBe(0);
    const second = await open({ width: 390 });
    await signIn(second, '吴财务');
    await second.getByTestId('queue').getByText(caseNo).click();
    await second.getByTestId('language').click();
    await second.getByTestId('second-approve').click();
    const form = second.locator('details[open]');
    await form.getByLabel('Internal note').fill('agreed');
    await form.getByTestId('confirm-second-approve').click();
    await second.getByTestId('done').waitFor();
    await refunded(caseNo);
    await second.reload();
    await second.locator('[data-testid=status][data-status=refunded]').waitFor();
    // Nothing sticks out to the side.
    const context = await open({ width: 390, javaScriptEnabled: true });
    await signIn(context, '郑管理');
    const pages = ['', `/cases/${caseNo}`, '/payouts', '/incidents', '/me', '/audit'];
    for (const path of pages.flatMap((each) => [`/staff${each}`, `/staff${each}?lang=en`])) {
      await context.goto(`${desk.url}${path}`);
      expect(await context.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  });
});
