import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser.ts';
import { type Desk, startDesk } from '../support/desk.ts';

jest.setTimeout(60_000);

/** What the account says in one bubble. */
const said = (page: Page, text: string): Locator =>
  page.locator('[data-testid=bubble][data-from=account]').filter({ hasText: text }).last();

describeInBrowser('the sandbox page in English', () => {
  let desk: Desk;
  let browser: Browser;
  beforeAll(async () => {
    [desk, browser] = await Promise.all([startDesk(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
  });

  const visit = async (): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${desk.url}/sandbox`);
    await page.getByTestId('language').click();
    return page;
  };

  it('every answer can be clicked: from refund to confirm, approval, the money back and status', async () => {
    const page = await visit();
    const click = (testid: string) => page.getByTestId(testid).click();
    await click('chip-refund');
    await said(page, '[1/5 Choose the order]').waitFor();
    await click('suggest-1');
    await said(page, '[2/5 Reason]').waitFor();
    await click('suggest-2');
    await said(page, '[3/5 What happened]').waitFor();
    await page.getByRole('button', { name: 'Sample description' }).click();
    await said(page, '[4/5 Pictures]').waitFor();
    await click('suggest-skip');
    await said(page, '[5/5 Check and submit]').waitFor();
    await click('suggest-confirm');
    await said(page, 'Case number:').waitFor();

    await page.getByTestId('queue').getByRole('button').first().click();
    await click('approve');
    await click('confirm-approve');
    await desk.settle();
    await desk.advance('5s');
    await page.locator('[data-testid=case-status][data-status=refunded]').waitFor();
    await said(page, 'has been approved').waitFor();
    await click('chip-status');
    await said(page, '¥198.00 refunded on').waitFor();
    expect(await said(page, '¥198.00 refunded on').textContent()).toContain('(WeChat Pay balance)');
  });
});
