import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Role } from '../../../src/domain/staff.ts';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import { staffAccounts } from '../../../src/usecases/documents/staff.ts';
import { formOf, signedIn } from '../../support/console.ts';
import { member as browser, server, useConsole } from '../../support/console-bench.ts';

const MINUTE_MS = 60_000;
const issue = '/staff/me/wechat-code';
const unbind = '/staff/me/wechat-unbind';
const openid = 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0';

let sent = 0;

useConsole();

const account = async () => (await server.store.get(staffAccounts, '小王'))?.doc;
/** What the phone is to send, as the page that issues the code says. */
const newCode = async (who = browser): Promise<string> => {
  const { html } = await who.fill('/staff/me', issue, {});
  return /data-testid="wechat-code">([^<]+)</.exec(html)?.[1] ?? '';
};
/** The member's phone writes to the account; what it is answered. */
const send = async (text: string): Promise<string> => {
  sent += 1;
  const reply = await handleMessage(server.deps, {
    key: `m${String(sent)}`,
    appid: server.deps.appid,
    openid,
    at: server.clock.now(),
    input: { type: 'text', text, menuId: null },
  });
  return JSON.stringify(reply);
};
const ofWechat = async () =>
  (await server.audited())
    .filter(({ action }) => action.includes('wechat'))
    .map(({ staff, action, address, outcome }) => [staff, action, address, outcome]);

describe('binding', () => {
  it('nobody’s WeChat is bound at first, and the page has nothing to unbind', async () => {
    const { html } = await browser.get('/staff/me');
    expect(html).toContain('data-testid="wechat-not-bound"');
    expect(html).not.toContain(unbind);
  });

  it('what the page says to send binds the phone; from then on it says so, and since when', async () => {
    const text = await newCode();
    expect(text).toMatch(/^绑定 [2-9A-HJ-NP-Z]{8}$/);
    server.clock.advance(5 * MINUTE_MS);
    expect(await send(text)).toContain('已绑定您的员工账号');
    const { html } = await browser.get('/staff/me');
    expect(html).toMatch(/已绑定[^]*绑定于 2026年3月2日 10:05/);
    expect(html).not.toContain(openid);
  });

  it('in English too', async () => {
    await browser.get('/staff/me?lang=en');
    const text = await newCode();
    expect(text).toMatch(/^bind [2-9A-HJ-NP-Z]{8}$/);
    expect(await send(text)).toContain('now belongs to your staff account');
    expect((await browser.get('/staff/me')).html).toContain('since 2 Mar 2026, 10:00');
  });

  it('the code: shown once, with until when; it is on no other page, kept nowhere, and in the audit log', async () => {
    const { status, html, headers } = await browser.fill('/staff/me', issue, {});
    const [, code = ''] = /绑定 ([2-9A-HJ-NP-Z]{8})</.exec(html) ?? [];
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(html).toContain('最晚 2026年3月2日 10:10 发送');
    expect(code).not.toBe('');
    expect((await browser.get('/staff/me')).html).not.toContain(code);
    expect(JSON.stringify(await account())).not.toContain(code);
    expect(server.captured.text()).not.toContain(code);
    expect(await ofWechat()).toEqual([['小王', 'issue_wechat_code', '127.0.0.1', 'ok']]);
  });

  it('sent too late, or after another was issued: binds nothing', async () => {
    const first = await newCode();
    const second = await newCode();
    expect(await send(first)).toContain('绑定码无效');
    server.clock.advance(10 * MINUTE_MS);
    expect(await send(second)).toContain('绑定码无效');
    expect((await browser.get('/staff/me')).html).toContain('data-testid="wechat-not-bound"');
  });

  it.each<Role>(['supervisor', 'finance', 'admin', 'auditor'])(
    '%s: may bind theirs as well',
    async (role) => {
      const other = await signedIn(server, '某人', await server.hire('某人', role));
      expect(await send(await newCode(other))).toContain('已绑定');
      expect((await account())?.wechat).toBeNull();
    },
  );
});

describe('unbinding', () => {
  beforeEach(async () => {
    await send(await newCode());
  });

  it('the phone is nobody’s from now on; it is said, and in the audit log', async () => {
    const answer = await browser.fill('/staff/me', unbind, {});
    expect(answer.to).toBe('/staff/me?done=wechat_unbound');
    const { html } = await browser.get(answer.to ?? '');
    expect(html).toMatch(/已解除绑定，原来的微信不能再处理案件[^]*data-testid="wechat-not-bound"/);
    expect((await account())?.wechat).toBeNull();
    expect(await send('解绑')).not.toContain('已解除绑定');
    expect((await ofWechat()).at(-1)).toEqual(['小王', 'unbind_wechat', '127.0.0.1', 'ok']);
  });

  it('ends the code that is out as well', async () => {
    const text = await newCode();
    await browser.fill('/staff/me', unbind, {});
    expect(await send(text)).toContain('绑定码无效');
  });

  it('sent twice: changes nothing more', async () => {
    const form = formOf((await browser.get('/staff/me')).html, unbind);
    for (let n = 0; n < 2; n += 1) expect((await browser.post(unbind, form)).status).toBe(303);
    expect((await account())?.wechat).toBeNull();
  });

  it('bound again since: the address does not say that it is unbound', async () => {
    for (const done of ['wechat_unbound', 'constructor'])
      expect((await browser.get(`/staff/me?done=${done}`)).html).not.toContain('data-testid="done"');
  });
});

describe('forms that are not ours', () => {
  it('without the token, or from another site: 403; no code is issued, nothing is unbound', async () => {
    await send(await newCode());
    const before = await account();
    const { csrf = '' } = formOf((await browser.get('/staff/me')).html, unbind);
    for (const path of [issue, unbind]) {
      const answers = [
        await browser.post(path, {}),
        await browser.post(path, { csrf }, { origin: 'https://evil.example' }),
      ];
      for (const { status, html } of answers)
        expect([status, html]).toEqual([403, expect.stringContaining('没有执行')]);
    }
    expect(await account()).toEqual(before);
    expect(await ofWechat()).toHaveLength(2);
  });

  it('from who has not signed in: to the sign-in page, and nothing is done', async () => {
    await send(await newCode());
    const before = await account();
    browser.cookies.clear();
    for (const path of [issue, unbind])
      expect((await browser.post(path, {})).to).toBe('/staff/login?notice=not_done');
    expect(await account()).toEqual(before);
  });
});
