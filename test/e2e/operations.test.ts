import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newFolder } from '../support/desk.ts';
import { storeEnvironment } from '../support/engine.ts';
import { type ServerProcess, eventually, startServerProcess } from '../support/server-process.ts';

let started: ServerProcess[];
beforeEach(() => {
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((server) => server.end('SIGKILL')));
});

const startSandboxed = async (folder = newFolder()): Promise<ServerProcess> => {
  const server = await startServerProcess(storeEnvironment(folder, 'sandbox'));
  started.push(server);
  return server;
};
/** What it writes to standard output from here on. */
const logOf = ({ child }: ServerProcess): (() => string) => {
  let log = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  return () => log;
};
const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

describe('a server without credentials', () => {
  it('started in an empty folder, is healthy, ready, and shows the policy and the sandbox', async () => {
    const { url } = await startSandboxed();
    const paths = ['/healthz', '/readyz', '/policy', '/sandbox'];
    expect(await Promise.all(paths.map((path) => statusOf(url + path)))).toEqual([200, 200, 200, 200]);
  }, 30_000);

  it('asked to stop, ends with 0 and can be started again on what it left', async () => {
    const folder = newFolder();
    const first = await startSandboxed(folder);
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await startSandboxed(folder);
    expect(await statusOf(`${second.url}/readyz`)).toBe(200);
  }, 30_000);

  it('asked to stop while a connection stands open, does not wait for it', async () => {
    const { url, end } = await startSandboxed();
    const open = await fetch(`${url}/sandbox/api/events`);
    expect(open.status).toBe(200);
    expect(await end('SIGTERM')).toBe(0);
    await open.body?.cancel().catch(() => undefined);
  }, 30_000);

  it('whose page is closed by the visitor, takes it for no fault of its own', async () => {
    const server = await startSandboxed();
    const log = logOf(server);
    const closed = new AbortController();
    await fetch(`${server.url}/sandbox/api/events`, { signal: closed.signal });
    closed.abort();
    await eventually(
      () => Promise.resolve(log()),
      (lines) => lines.includes('/sandbox/api/events'),
    );
    await server.end('SIGTERM');
    expect(log()).not.toContain('"level":50');
  }, 30_000);
});

describe('a server that cannot start', () => {
  it('in production without settings, lists them and ends with 1', async () => {
    const refused = startServerProcess({ NODE_ENV: 'production' });
    await expect(refused).rejects.toThrow(
      /ended \(1\)[\s\S]*WECHATPAY_MCHID is missing[\s\S]*SESSION_SECRET is missing/,
    );
  }, 30_000);

  it('on a port that is taken, says so and what to do', async () => {
    const { url } = await startSandboxed();
    const env = { PORT: new URL(url).port, ...storeEnvironment(newFolder(), 'sandbox') };
    await expect(startServerProcess(env)).rejects.toThrow(/ended \(1\)[\s\S]*port \d+ is taken/);
  }, 30_000);

  it("on another merchant's database, says whose it is", async () => {
    const folder = newFolder();
    await (await startSandboxed(folder)).end('SIGTERM');
    const { startOutside } = await import('../support/outside.ts');
    const outside = await startOutside();
    const env = { ...outside.environment, ...storeEnvironment(folder, 'sandbox') };
    await expect(startServerProcess(env)).rejects.toThrow(
      /ended \(1\)[\s\S]*belongs to merchant \d+ at sandbox/,
    );
    await outside.close();
  }, 30_000);
});

describe('what a server logs', () => {
  it('holds no openid, no token and no secret', async () => {
    const { startOutside } = await import('../support/outside.ts');
    const outside = await startOutside();
    const server = await outside.startServer();
    started.push(server);
    const log = logOf(server);
    outside.simulators.setTarget(server.url);
    await outside.simulators.seed();
    const [phone] = outside.simulators.phones();
    await phone?.say('退款');
    await eventually(
      () => Promise.resolve(log()),
      (text) => text.includes('/wechat'),
    );
    const { appsecret, token, encodingAesKey, apiV3Key, ordersApiToken } = outside.simulators.credentials;
    for (const secret of [phone?.openid, appsecret, token, encodingAesKey, apiV3Key, ordersApiToken])
      expect(log() + server.errors()).not.toContain(secret);
    await outside.close();
  }, 30_000);
});
