import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dropDatabase, newDatabase, urlOf } from '../../support/mongodb/database.ts';
import { type Proxy, startProxy } from '../../support/mongodb/proxy.ts';
import { type Outside, startOutside } from '../../support/outside.ts';
import { eventually, type ServerProcess, startServerProcess } from '../../support/server-process.ts';

const address = newDatabase();
let proxy: Proxy;
let outside: Outside;
let server: ServerProcess | null;
beforeEach(async () => {
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

const start = async (): Promise<ServerProcess> => {
  server = await startServerProcess({ ...outside.environment, DATABASE_URL: proxy.uri });
  outside.simulators.setTarget(server.url);
  await outside.simulators.seed();
  return server;
};
const readiness = async (url: string) => {
  const answer = await fetch(`${url}/readyz`);
  return { status: answer.status, body: await answer.json() };
};

describe('a server whose MongoDB', () => {
  it('is down when it starts: says so, names the host and not the password, and ends with 1', async () => {
    const starting = startServerProcess({
      ...outside.environment,
      DATABASE_URL: 'mongodb://desk:s3cret-password@127.0.0.1:9/refunds',
    });
    await expect(starting).rejects.toThrow(
      /ended \(1\).*cannot start:\s+- MongoDB at 127\.0\.0\.1:9 cannot be used/s,
    );
    await expect(starting).rejects.not.toThrow(/s3cret/);
    // Sooner than the driver gives up of itself.
  }, 25_000);

  it.each(['cut', 'stall'] as const)(
    'goes away in the middle (%s): the customer is asked in the reply itself to send again, /readyz says no; back again, the form goes on and nothing acknowledged is lost',
    async (how) => {
      const { url } = await start();
      const [phone] = outside.simulators.phones();
      if (!phone) throw new Error('no phone');
      const said = () => phone.screen().messages.filter(({ from }) => from === 'account');
      const say = async (text: string): Promise<string> => {
        const before = said().length;
        await phone.say(text);
        return (
          (
            await eventually(
              () => Promise.resolve(said()),
              (all) => all.length > before,
            )
          ).at(-1)?.text ?? ''
        );
      };
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
