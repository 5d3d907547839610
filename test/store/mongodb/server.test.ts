import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config.ts';
import { StoppedBeforeUp } from '../../../src/open-patiently.ts';
import { start as startHere } from '../../../src/start.ts';
import type { MongoAddress } from '../../../src/store/mongodb/connection.ts';
import { systemRandom } from '../../../src/system.ts';
import { signatureOf } from '../../../src/transport/wechat/signature.ts';
import type { Timer } from '../../../src/usecases/answer-message.ts';
import { rootDir } from '../../support/desk.ts';
import { capturedLog } from '../../support/http-app.ts';
import { dropDatabase, newDatabase, urlOf } from '../../support/mongodb/database.ts';
import { type Proxy, startProxy } from '../../support/mongodb/proxy.ts';
import { type Outside, startOutside } from '../../support/outside.ts';
import { eventually, type ServerProcess, startServerProcess } from '../../support/server-process.ts';

/** One of its own for each test: the engine of the tests may remember a collection that another connection has dropped. */
let address: MongoAddress;
let proxy: Proxy;
let outside: Outside;
let server: ServerProcess | null;
beforeEach(async () => {
  address = newDatabase();
  proxy = await startProxy(urlOf(address));
  outside = await startOutside();
  server = null;
});
afterEach(async () => {
  proxy.restore();
  await server?.end('SIGKILL');
  await outside.close();
  await proxy.close();
  await dropDatabase(address);
});

const launch = async (uri = proxy.uri): Promise<ServerProcess> => {
  server = await startServerProcess({ ...outside.environment, DATABASE_URL: uri });
  outside.simulators.setTarget(server.url);
  return server;
};
const start = async (): Promise<ServerProcess> => {
  const started = await launch();
  await outside.simulators.seed();
  return started;
};
const readiness = async (url: string) => {
  const answer = await fetch(`${url}/readyz`);
  return { status: answer.status, body: await answer.json() };
};

/** A customer who writes and waits for the answer. */
const customer = () => {
  const [phone] = outside.simulators.phones();
  if (!phone) throw new Error('no phone');
  const said = () => phone.screen().messages.filter(({ from }) => from === 'account');
  return async (text: string): Promise<string> => {
    const before = said().length;
    await phone.say(text);
    const all = await eventually(
      () => Promise.resolve(said()),
      (messages) => messages.length > before,
    );
    return all.at(-1)?.text ?? '';
  };
};
const apply = async (say: (text: string) => Promise<string>): Promise<string> => {
  for (const text of ['退款', '1', '8', '不再需要了', '跳过']) await say(text);
  return say('确认');
};
const post = async (url: string, path: string) => {
  const answer = await fetch(`${url}${path}`, { method: 'POST', body: '{}' });
  return { status: answer.status, body: await answer.json() };
};
/** As WeChat asks whether the address is ours. */
const checkedByWechat = async (url: string): Promise<string> => {
  const [timestamp, nonce] = ['1790000000', 'n1'];
  const signature = signatureOf(outside.simulators.environment['WECHAT_TOKEN'] ?? '', timestamp, nonce);
  const query = new URLSearchParams({ signature, timestamp, nonce, echostr: 'echo-1' });
  return (await fetch(`${url}/wechat?${query.toString()}`)).text();
};
const consoleIn = async (url: string, language: string) => {
  const page = await fetch(`${url}/staff/payouts`, { headers: { 'accept-language': language } });
  return [page.status, await page.text()];
};
const unreachable = 'mongodb://desk:s3cret-password@127.0.0.1:9/refunds';

describe('a server whose MongoDB', () => {
  it.each(['cut', 'stall'] as const)(
    'cannot be reached when it starts (%s): customers are asked in the reply itself to send again, /readyz says why, others are told to come again; once it can be, the server is up by itself and an application goes through',
    async (how) => {
      proxy[how]();
      const { url, logged } = await launch();
      const say = customer();
      expect(await say('退款')).toMatch(/^抱歉.*再发/);
      expect(await say('refund')).toMatch(/^Sorry.*send it again/);
      expect(await readiness(url)).toEqual({
        status: 503,
        body: { status: 'not_ready', reasons: ['store_unavailable'] },
      });
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect(await checkedByWechat(url)).toBe('echo-1');
      const refused = { status: 503, body: { error: { code: 'store_unavailable' } } };
      expect(await post(url, '/wechatpay/refund-notifications')).toMatchObject(refused);
      expect(await post(url, '/anything')).toMatchObject(refused);
      const listed = await outside.staff(url, '');
      expect(listed).toMatchObject(refused);
      expect(JSON.stringify(listed.body)).toMatch(/数据库现在连不上/);
      expect(await consoleIn(url, 'zh')).toEqual([503, expect.stringContaining('服务器还没有连上数据库')]);
      expect(await consoleIn(url, 'en')).toEqual([503, expect.stringContaining('keeps trying')]);
      await expect(outside.simulators.seed()).rejects.toThrow(/not ready yet/);

      proxy.restore();
      await eventually(
        () => readiness(url),
        ({ status }) => status === 200,
      );
      expect(logged().map(({ msg }) => msg)).toContain('the database has been reached; the server is up');
      await outside.simulators.seed();
      expect(await apply(say)).toMatch(/RF\d{8}/);
    },
    90_000,
  );

  it('cannot be reached when it starts: the log names the host and not the password; told to stop, it ends with 0', async () => {
    const { logged, errors, end } = await launch(unreachable);
    const said = JSON.stringify(logged());
    expect(said).toMatch(/MongoDB at 127\.0\.0\.1:9 cannot be used/);
    expect(await end('SIGTERM')).toBe(0);
    expect(JSON.stringify(logged()) + errors()).not.toMatch(/s3cret/);
    expect(errors()).toBe('');
  }, 25_000);

  it('stays away: is asked for again every few seconds and not sooner, is in the log once, and no more after the stop', async () => {
    const captured = capturedLog();
    const waits: { ms: number; run: () => void; isCancelled: boolean }[] = [];
    const timer: Timer = {
      after: (ms, run) => {
        const wait = { ms, run, isCancelled: false };
        waits.push(wait);
        return () => {
          wait.isCancelled = true;
        };
      },
    };
    const loaded = loadConfig({ ...outside.environment, PORT: '0', DATABASE_URL: unreachable }, rootDir);
    if (!loaded.ok) throw new Error(loaded.faults.join());
    const stopping = new AbortController();
    const { config } = loaded;
    const starting = startHere({
      config,
      log: captured.log,
      random: systemRandom,
      timer,
      stopping: stopping.signal,
    });
    const asked = (times: number) =>
      eventually(
        () => Promise.resolve(waits.length),
        (count) => count >= times,
      );
    await asked(1);
    waits[0]?.run();
    await asked(2);
    expect(waits.map(({ ms }) => ms >= 1_000 && ms <= 10_000)).toEqual([true, true]);
    expect(captured.lines().filter(({ level }) => level === 50)).toHaveLength(1);
    stopping.abort();
    await expect(starting).rejects.toThrow(StoppedBeforeUp);
    expect(waits[1]?.isCancelled).toBe(true);
  }, 25_000);

  it.each([
    ['a wrong password', 'mongodb://desk:s3cret@HOST/refunds', /Authentication failed/],
    ['a password that holds a slash', 'mongodb://desk:s3cret/s3cret@HOST', /cannot be used/],
    [
      'an option that there is not',
      'mongodb://desk:s3cret@HOST/refunds?pool=1',
      /option pool is not supported/,
    ],
  ])(
    'is named with %s: says so, the host and not the password, and ends with 1, for waiting would not help',
    async (_what, uri, why) => {
      const host = new URL(proxy.uri).host;
      const starting = launch(uri.replace('HOST', host));
      await expect(starting).rejects.toThrow(`ended (1): Refund desk cannot start:\n  - MongoDB at ${host}`);
      await expect(starting).rejects.toThrow(why);
      await expect(starting).rejects.not.toThrow(/s3cret/);
    },
    25_000,
  );

  it.each(['cut', 'stall'] as const)(
    'goes away in the middle (%s): the customer is asked in the reply itself to send again, /readyz says no; back again, the form goes on and nothing acknowledged is lost',
    async (how) => {
      const { url } = await start();
      const say = customer();
      for (const text of ['退款', '1', '8']) await say(text);

      proxy[how]();
      const asked = await say('不再需要了');
      expect(asked).toMatch(/再发/);
      expect(await readiness(url)).toMatchObject({ status: 503, body: { reasons: ['store_unavailable'] } });
      expect((await fetch(`${url}/healthz`)).status).toBe(200);

      proxy.restore();
      await eventually(
        () => readiness(url),
        ({ status }) => status === 200,
      );
      await say('不再需要了');
      await say('跳过');
      expect(await say('确认')).toMatch(/RF\d{8}/);
    },
    90_000,
  );
});
