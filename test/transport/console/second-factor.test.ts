import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runStaffCommand } from '../../../src/commands/staff-command.ts';
import { accountsIn } from '../../../src/commands/staff-accounts-in.ts';
import { staffAccounts } from '../../../src/usecases/documents/staff.ts';
import {
  Browser,
  type ConsoleServer,
  codeAt,
  consoleServer,
  enrol,
  formOf,
  signedIn,
} from '../../support/console.ts';
import { Cleanup } from '../../support/http-app.ts';

const STEP_MS = 30_000;
const MINUTE_MS = 60_000;

let cleanup: Cleanup;
let server: ConsoleServer;
let password: string;

beforeEach(async () => {
  cleanup = new Cleanup();
  server = await consoleServer(cleanup);
  password = await server.hire('小王', 'agent');
});
afterEach(() => cleanup.run());

const now = (): number => server.clock.now();
/** A browser that has given the password and is asked for the code. */
const atCode = async (on = server): Promise<Browser> => {
  const browser = new Browser(on);
  expect((await browser.signIn('小王', password)).to).toMatch(/^\/staff\/login\/code/);
  return browser;
};
const giveCode = (browser: Browser, code: string) =>
  browser.fill('/staff/login/code', '/staff/login/code', { code });

describe('setting codes up', () => {
  it('the page shows the secret in fours and as a link; a code confirms it, and it is recorded', async () => {
    const browser = await signedIn(server, '小王', password);
    await browser.fill('/staff/me', '/staff/me/second-factor', {});
    const { html } = await browser.get('/staff/me');
    const [, secret = ''] = /secret=([A-Z2-7]{32})/.exec(html) ?? [];
    expect(html).toContain(secret.replaceAll(/(.{4})(?=.)/g, '$1 '));
    expect(html).toMatch(/href="otpauth:\/\/totp\/Refund%20Desk:%E5%B0%8F%E7%8E%8B\?/);
    const confirm = '/staff/me/second-factor/confirm';
    const wrong = await browser.fill('/staff/me', confirm, { code: '000000' });
    expect([wrong.status, wrong.html]).toEqual([422, expect.stringContaining('动态码不对')]);
    const right = await browser.fill('/staff/me', confirm, { code: await codeAt(secret, now()) });
    expect(right.to).toBe('/staff/me?done=second_factor');
    const done = await browser.get(right.to ?? '');
    expect(done.html).toContain('已启用');
    expect(done.html).not.toContain(secret);
    expect((await server.audited()).slice(-2)).toMatchObject([
      { action: 'second_factor', outcome: 'wrong_code' },
      { action: 'second_factor', outcome: 'ok' },
    ]);
  });

  it('begun and never confirmed: no code is asked for', async () => {
    const browser = await signedIn(server, '小王', password);
    await browser.fill('/staff/me', '/staff/me/second-factor', {});
    expect((await new Browser(server).signIn('小王', password)).to).toBe('/staff');
  });

  it('in use: it cannot be set up anew over it, from a page that was left open either', async () => {
    const browser = await signedIn(server, '小王', password);
    const stale = formOf((await browser.get('/staff/me')).html, '/staff/me/second-factor');
    const secret = await enrol(server, browser);
    await browser.post('/staff/me/second-factor', stale);
    server.clock.advance(STEP_MS);
    expect((await giveCode(await atCode(), await codeAt(secret, now()))).to).toBe('/staff');
  });

  it('in the database the secret is sealed', async () => {
    const secret = await enrol(server, await signedIn(server, '小王', password));
    const stored = JSON.stringify((await server.store.get(staffAccounts, '小王'))?.doc);
    expect(stored).toContain('confirmedAt');
    expect(stored).not.toContain(secret);
  });
});

describe('signing in with a code', () => {
  let secret: string;
  beforeEach(async () => {
    secret = await enrol(server, await signedIn(server, '小王', password));
    server.clock.advance(10 * STEP_MS);
  });

  it('password alone: no page opens, not by its address either', async () => {
    const browser = await atCode();
    for (const path of ['/staff', '/staff/me', '/staff/cases/RF20260302ABCDEF'])
      expect((await browser.get(path)).to).toBe('/staff/login/code');
  });

  it('the code of now: in, under a new session', async () => {
    const browser = await atCode();
    const before = browser.cookies.get('desk.staff');
    expect((await giveCode(browser, await codeAt(secret, now()))).to).toBe('/staff');
    expect(browser.cookies.get('desk.staff')).not.toBe(before);
    expect((await browser.get('/staff')).status).toBe(200);
    expect((await server.audited()).slice(-2)).toMatchObject([
      { action: 'signed_in', outcome: 'code_needed' },
      { action: 'signed_in', outcome: 'ok' },
    ]);
  });

  it.each([-1, 1])('a phone whose clock is one step off (%i): in', async (steps) => {
    const code = await codeAt(secret, now() + steps * STEP_MS);
    expect((await giveCode(await atCode(), code)).to).toBe('/staff');
  });

  it.each([-2, 2])('two steps off (%i): 401, and what to do', async (steps) => {
    const answer = await giveCode(await atCode(), await codeAt(secret, now() + steps * STEP_MS));
    expect([answer.status, answer.html]).toEqual([401, expect.stringContaining('请等验证器显示下一个')]);
  });

  it('a code somebody looked over the shoulder for: used once, it is wrong, as is any older one', async () => {
    const [older, code] = [await codeAt(secret, now() - STEP_MS), await codeAt(secret, now())];
    expect((await giveCode(await atCode(), code)).to).toBe('/staff');
    expect((await giveCode(await atCode(), code)).status).toBe(401);
    expect((await giveCode(await atCode(), older)).status).toBe(401);
  });

  it('the same code in two browsers at once: one comes in', async () => {
    const code = await codeAt(secret, now());
    const browsers = [await atCode(), await atCode()];
    const answers = await Promise.all(browsers.map((browser) => giveCode(browser, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 401]);
  });

  it.each(['', '12345', 'abcdef', '1234567', '１２３４５６'])('%j, no code at all: 401', async (code) => {
    expect((await giveCode(await atCode(), code)).status).toBe(401);
  });

  it('five wrong codes: 429 with how long to wait, though the password is known; then the right one works', async () => {
    for (let n = 0; n < 5; n += 1) expect((await giveCode(await atCode(), '000000')).status).toBe(401);
    const refused = await giveCode(await atCode(), await codeAt(secret, now()));
    expect([refused.status, refused.html]).toEqual([429, expect.stringContaining('请 15 分钟后再试')]);
    server.clock.advance(15 * MINUTE_MS);
    expect((await giveCode(await atCode(), await codeAt(secret, now()))).to).toBe('/staff');
  });

  it('more than five minutes after the password: it is asked for again', async () => {
    const browser = await atCode();
    const fields = formOf((await browser.get('/staff/login/code')).html, '/staff/login/code');
    server.clock.advance(5 * MINUTE_MS);
    const late = await browser.post('/staff/login/code', { ...fields, code: await codeAt(secret, now()) });
    expect([late.status, (await browser.get('/staff')).to?.startsWith('/staff/login')]).toEqual([403, true]);
  });

  it('SESSION_SECRET has changed: the page says that an administrator has to reset it', async () => {
    const other = await consoleServer(cleanup, {
      store: server.store,
      sessionSecret: 'another secret of at least thirty-two characters',
    });
    const answer = await giveCode(await atCode(other), await codeAt(secret, now()));
    expect([answer.status, answer.html]).toEqual([401, expect.stringContaining('reset-totp')]);
  });

  it('reset by an administrator at the terminal: the password is enough again, and codes can be set up anew', async () => {
    const lines: string[] = [];
    const print = {
      out: (line: string) => void lines.push(line),
      err: (line: string) => void lines.push(line),
    };
    const run = (name: string) => runStaffCommand(['reset-totp', name], accountsIn(server.store), print);
    expect([await run('小王'), await run('无此人')]).toEqual([0, 1]);
    expect(lines).toEqual([expect.stringContaining('password alone'), expect.stringContaining('无此人')]);
    const browser = await signedIn(server, '小王', password);
    expect(await enrol(server, browser)).not.toBe(secret);
  });
});
