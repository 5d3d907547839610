import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tokenCache } from '../../src/usecases/token-cache.ts';
import { CUSTOMER, NOW, desk, temporaryStore } from '../support/oa-desk.ts';
import { CUSTOM, type OaServer, TOKEN, startOaServer, stoppedClock } from '../support/oa-server.ts';

describe('the access token of several processes', () => {
  let server: OaServer;
  let database: ReturnType<typeof temporaryStore>;
  beforeEach(async () => {
    server = await startOaServer();
    database = temporaryStore();
  });
  afterEach(async () => {
    await server.close();
    await database.remove();
    expect(server.faults).toEqual([]);
  });

  const twoProcesses = async () => {
    const one = desk(server, await database.open(), 'one').officialAccount;
    const two = desk(server, await database.open(), 'two').officialAccount;
    const sendFromBoth = () =>
      Promise.all([one, two, one, two].map((account) => account.sendText(CUSTOMER.openid, '你好')));
    return { sendFromBoth };
  };

  it('messages from two processes at once, no token is stored, one token is asked for', async () => {
    const { sendFromBoth } = await twoProcesses();
    expect((await sendFromBoth()).map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(server.received(TOKEN)).toHaveLength(1);
  });

  it('messages from two processes at once, the stored token is rejected, it is renewed once for both', async () => {
    const { sendFromBoth } = await twoProcesses();
    await sendFromBoth();
    server.renewTokenElsewhere();
    expect((await sendFromBoth()).map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(server.received(TOKEN)).toHaveLength(2);
    expect(server.received(CUSTOM)).toHaveLength(4 + 8);
  });

  it('a message after a restart, a good token is stored, it is used without asking', async () => {
    await desk(server, await database.open(), 'before').officialAccount.sendText(CUSTOMER.openid, 'a');
    await desk(server, await database.open(), 'after').officialAccount.sendText(CUSTOMER.openid, 'b');
    expect(server.received(TOKEN)).toHaveLength(1);
  });

  it('a renewal, another process died in the middle of one, it goes on when that lease has run out', async () => {
    const clock = stoppedClock(NOW);
    const waits: number[] = [];
    const wait = (ms: number) => {
      waits.push(ms);
      clock.advance(1000);
      return Promise.resolve();
    };
    const dead = tokenCache(await database.open(), clock, 'dead', wait);
    await new Promise<void>((began) => {
      void dead.exclusively('wx1', () => {
        began();
        return new Promise(() => undefined);
      });
    });
    const alive = tokenCache(await database.open(), clock, 'alive', wait);
    expect(await alive.exclusively('wx1', () => Promise.resolve('renewed'))).toBe('renewed');
    expect(waits).toHaveLength(15);
  });

  it('a renewal that fails, the next one is asked for, it is not held up', async () => {
    const wait = () => Promise.reject(new Error('it had to wait'));
    const cache = tokenCache(await database.open(), stoppedClock(NOW), 'one', wait);
    await expect(cache.exclusively('wx1', () => Promise.reject(new Error('fault')))).rejects.toThrow('fault');
    expect(await cache.exclusively('wx1', () => Promise.resolve('done'))).toBe('done');
  });

  it('tokens of two accounts in one database, each is loaded, neither is given for the other', async () => {
    const cache = tokenCache(await database.open(), stoppedClock(NOW), 'one');
    await cache.save('wx1', { accessToken: 'FIRST', expiresAt: NOW });
    await cache.save('wx1', { accessToken: 'SECOND', expiresAt: NOW });
    expect(await cache.load('wx1')).toMatchObject({ accessToken: 'SECOND' });
    expect(await cache.load('wx2')).toBeNull();
  });
});
