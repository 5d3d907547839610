import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { staffSessions } from '../../../src/usecases/documents/staff-sessions.ts';
import { addStaff, disableStaff } from '../../../src/usecases/staff-accounts.ts';
import { Browser, type ConsoleServer, consoleServer, formOf, signedIn } from '../../support/console.ts';
import { Cleanup } from '../../support/http-app.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let cleanup: Cleanup;
let server: ConsoleServer;
let password: string;

beforeEach(async () => {
  cleanup = new Cleanup();
  server = await consoleServer(cleanup);
  password = await server.hire('小王', 'agent');
});
afterEach(() => cleanup.run());

const outcomes = async (): Promise<string[]> => (await server.audited()).map(({ outcome }) => outcome);

describe('signing in', () => {
  it('with name and password: in, and recorded with name and address', async () => {
    const browser = new Browser(server);
    const answer = await browser.signIn(' 小王 ', password);
    expect([answer.status, answer.to]).toEqual([303, '/staff']);
    const queue = await browser.get('/staff');
    expect([queue.status, queue.html]).toEqual([200, expect.stringContaining('小王')]);
    expect(await server.audited()).toMatchObject([
      { staff: '小王', action: 'signed_in', outcome: 'ok', address: '127.0.0.1', caseNo: null },
    ]);
  });

  it('from a page that needs it: back to that page, and never to another site', async () => {
    const browser = new Browser(server);
    const sent = await browser.get('/staff/cases/RF20260302ABCDEF?x=1');
    expect(sent.to).toBe('/staff/login?next=%2Fstaff%2Fcases%2FRF20260302ABCDEF%3Fx%3D1');
    const back = await browser.fill(sent.to ?? '', '/staff/login', { name: '小王', password });
    expect(back.to).toBe('/staff/cases/RF20260302ABCDEF?x=1');
    for (const elsewhere of [
      'https://evil.example',
      '//evil.example',
      '/staff//evil.example/../..:x',
      '/api',
    ]) {
      const other = new Browser(server);
      const page = await other.get(`/staff/login?next=${encodeURIComponent(elsewhere)}`);
      const fields = formOf(page.html, '/staff/login');
      const answer = await other.post('/staff/login', { ...fields, name: '小王', password, next: elsewhere });
      expect(answer.to).toMatch(/^\/staff(\/\/evil\.example\/|$)/);
    }
  });

  it('a wrong password and an unknown name: the same 401, nobody in, an unknown name is not recorded', async () => {
    const wrong = await new Browser(server).signIn('小王', `${password}x`);
    const unknown = await new Browser(server).signIn('hunter2-my-password', password);
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const message = /data-testid="said">([^<]+)</;
    expect(wrong.html).toMatch(/姓名或密码不对/);
    expect(message.exec(unknown.html)?.[1]).toBe(message.exec(wrong.html)?.[1]);
    const entries = await server.audited();
    expect(entries.map(({ staff, outcome }) => [staff, outcome])).toEqual([
      ['小王', 'wrong_credentials'],
      [null, 'wrong_credentials'],
    ]);
    expect(JSON.stringify(entries)).not.toContain('hunter2');
    expect(server.captured.text()).not.toContain('hunter2');
  });

  it('a disabled account: says so to who knows the password, and the same as ever to others', async () => {
    await disableStaff(server.deps, '小王');
    const right = await new Browser(server).signIn('小王', password);
    expect([right.status, right.html]).toEqual([401, expect.stringContaining('已停用')]);
    const wrong = await new Browser(server).signIn('小王', 'guess');
    expect(wrong.html).not.toContain('已停用');
    expect(await outcomes()).toEqual(['disabled', 'wrong_credentials']);
  });

  it('disabled while signed in: out at the next page', async () => {
    const browser = await signedIn(server, '小王', password);
    await disableStaff(server.deps, '小王');
    expect((await browser.get('/staff')).to).toBe('/staff/login?notice=expired');
  });
});

describe('too many attempts', () => {
  it('ten wrong passwords for a name: 429 with how long to wait, the right one too; after it all is well', async () => {
    for (let n = 0; n < 10; n += 1)
      expect((await new Browser(server).signIn('小王', 'guess')).status).toBe(401);
    server.clock.advance(5 * MINUTE_MS);
    const refused = await new Browser(server).signIn('小王', password);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600']);
    expect(refused.html).toContain('请 10 分钟后再试');
    await new Browser(server).signIn('小王', password);
    // Only the first of those beyond the limit is an entry.
    expect((await outcomes()).filter((outcome) => outcome === 'too_many_attempts')).toHaveLength(1);
    server.clock.advance(10 * MINUTE_MS);
    expect((await new Browser(server).signIn('小王', password)).to).toBe('/staff');
  });

  it('the right password forgets the wrong ones before it', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 9; n += 1) await new Browser(server).signIn('小王', 'guess');
      expect((await new Browser(server).signIn('小王', password)).to).toBe('/staff');
    }
  });

  it('thirty names from one address: 429 there, and not from another', async () => {
    const from = (address: string) => new Browser(server, { 'x-forwarded-for': `6.6.6.6, ${address}` });
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => from('203.0.113.7').signIn(`nobody${String(n)}`, 'guess')),
    );
    expect((await from('203.0.113.7').signIn('小王', password)).status).toBe(429);
    expect((await from('203.0.113.8').signIn('小王', password)).to).toBe('/staff');
    expect((await server.audited()).at(-1)?.address).toBe('203.0.113.8');
  });

  it('twenty at once: no more than ten are looked at', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => new Browser(server).signIn('小王', 'guess')),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });

  it('counted in the database: another server on it refuses as well', async () => {
    for (let n = 0; n < 10; n += 1) await new Browser(server).signIn('小王', 'guess');
    const other = await consoleServer(cleanup, { store: server.store });
    expect((await new Browser(other).signIn('小王', password)).status).toBe(429);
  });
});

describe('a session', () => {
  it('its cookie: out of reach of scripts and other sites, signed, and for the console alone', async () => {
    const browser = new Browser(server);
    await browser.signIn('小王', password);
    const [line] = browser.setCookies.filter((each) => each.startsWith('desk.staff='));
    expect(line?.toLowerCase()).toMatch(/path=\/staff; .*samesite=lax; httponly/);
    expect(line?.toLowerCase()).not.toContain('secure');
    expect(browser.setCookies.some((each) => each.startsWith('desk.staff.sig='))).toBe(true);
  });

  it('where the public address is https: secure too, behind a proxy as well', async () => {
    const behind = await consoleServer(cleanup, { publicUrl: 'https://desk.example', store: server.store });
    const browser = new Browser(behind);
    await browser.signIn('小王', password);
    for (const line of browser.setCookies.filter((each) => !each.includes('=;')))
      expect(line.toLowerCase()).toContain('; secure');
  });

  it('is kept only as the digest of its cookie', async () => {
    const browser = await signedIn(server, '小王', password);
    const cookie = browser.cookies.get('desk.staff') ?? '';
    expect(cookie).toMatch(/^[\w-]{43}$/);
    expect(await server.store.get(staffSessions, cookie)).toBeUndefined();
  });

  it('a cookie somebody was given before signing in is worth nothing afterwards', async () => {
    const attacker = await server.hire('坏人', 'auditor');
    const planted = await signedIn(server, '坏人', attacker);
    const before = planted.cookies.get('desk.staff');
    const victim = new Browser(server);
    for (const [name, value] of planted.cookies) victim.cookies.set(name, value);
    const { csrf = '' } = formOf((await victim.get('/staff')).html, '/staff/logout');
    expect((await victim.post('/staff/login', { csrf, name: '小王', password })).to).toBe('/staff');
    expect((await victim.get('/staff')).html).toContain('小王');
    expect(victim.cookies.get('desk.staff')).not.toBe(before);
    expect((await planted.get('/staff')).to).toMatch(/^\/staff\/login/);
  });

  it('made up, or with a signature that is not ours: nobody', async () => {
    const browser = await signedIn(server, '小王', password);
    const forged = new Browser(server);
    for (const [name, value] of browser.cookies) forged.cookies.set(name, value);
    forged.cookies.set('desk.staff.sig', 'A'.repeat(27));
    expect((await forged.get('/staff')).to).toBe('/staff/login');
  });

  it('used every hour: lasts; unused for twelve hours: has ended, and says so', async () => {
    const browser = await signedIn(server, '小王', password);
    for (let hours = 0; hours < 30; hours += 11) {
      server.clock.advance(11 * HOUR_MS);
      expect((await browser.get('/staff')).status).toBe(200);
    }
    server.clock.advance(12 * HOUR_MS);
    const sent = await browser.get('/staff');
    expect(sent.to).toBe('/staff/login?notice=expired');
    expect((await browser.get(sent.to ?? '')).html).toContain('登录已过期');
  });

  it('seven days old, however much used: has ended', async () => {
    const browser = await signedIn(server, '小王', password);
    for (let hours = 10; hours < 7 * 24; hours += 10) {
      server.clock.advance(10 * HOUR_MS);
      expect((await browser.get('/staff')).status).toBe(200);
    }
    server.clock.advance(10 * HOUR_MS);
    expect((await browser.get('/staff')).to).toMatch(/^\/staff\/login/);
  });

  it('signed out: the cookie that somebody kept opens nothing, and it is recorded', async () => {
    const browser = await signedIn(server, '小王', password);
    const kept = new Map(browser.cookies);
    const out = await browser.fill('/staff', '/staff/logout', {});
    expect(out.to).toBe('/staff/login?notice=signed_out');
    const thief = new Browser(server);
    for (const [name, value] of kept) thief.cookies.set(name, value);
    expect((await thief.get('/staff')).to).toBe('/staff/login?notice=expired');
    expect((await server.audited()).at(-1)).toMatchObject({ staff: '小王', action: 'signed_out' });
  });

  it('looking at the sign-in page writes nothing to the database', async () => {
    const { html, status, headers } = await new Browser(server).get('/staff/login');
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(html).toContain('登录退款台');
    expect(await server.audited()).toEqual([]);
  });
});

it('names are one for all their cases and widths, and the password is exact', async () => {
  const added = await addStaff(server.deps, { name: 'Li', role: 'agent' });
  if (!added.ok) throw new Error(added.code);
  expect((await new Browser(server).signIn('ＬＩ', added.value.password)).to).toBe('/staff');
  expect((await new Browser(server).signIn('Li', `${added.value.password} `)).status).toBe(401);
});
