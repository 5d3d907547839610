import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openConnection, patiently } from '../../../src/store/sqlite/connection.ts';
import { type Outside, startOutside } from '../../support/outside.ts';
import { type ServerProcess, eventually, startServerProcess } from '../../support/server-process.ts';

/** In blocks of 512 bytes or a kilobyte, as shells differ: more than the database has by itself. */
const MAX_FILE_BLOCKS = 2_048;
/** More than that, and less than makes SQLite move its log into the file by itself. */
const FILLER_BYTES = 2_500_000;

let outside: Outside;
let server: ServerProcess;
beforeEach(async () => {
  outside = await startOutside();
  server = await startServerProcess(outside.environment, MAX_FILE_BLOCKS);
  outside.simulators.setTarget(server.url);
  await outside.simulators.seed();
}, 30_000);
afterEach(async () => {
  await server.end('SIGKILL');
  await outside.close();
});

/** Somebody else's bytes take the room: the server's log cannot grow any further. */
const fillDisk = () =>
  outside.store.putBlob('filler', { contentType: 'text/plain', bytes: Buffer.alloc(FILLER_BYTES) });

/** What stands in the log goes into the file, and the log begins anew. */
const makeRoom = async (): Promise<void> => {
  const db = await openConnection(outside.environment.DATABASE_URL.slice('sqlite:'.length));
  await patiently(() => {
    const [done] = db.all(z.object({ busy: z.number() }), 'PRAGMA wal_checkpoint(TRUNCATE)');
    if (done?.busy !== 0) throw Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' });
  });
  db.close();
};

describe('a server whose disk', () => {
  it('is full in the middle: the customer is asked in the reply itself to send again, /readyz says no; with room again, the form goes on and nothing acknowledged is lost', async () => {
    const [phone] = outside.simulators.phones();
    if (!phone) throw new Error('no phone');
    const say = async (text: string): Promise<string> => {
      await phone.say(text);
      return (
        phone
          .screen()
          .messages.filter(({ from }) => from === 'account')
          .at(-1)?.text ?? ''
      );
    };
    const { ordersApiToken, appid } = outside.simulators.credentials;
    const putOrder = () =>
      fetch(`${server.url}/api/orders/LATER-1`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${ordersApiToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          transactionId: '4200000000202611240000009999',
          appid,
          openid: phone.openid,
          description: '年度会员',
          amountFen: 19_800,
          paidAt: '2026-11-20T10:00:00+08:00',
        }),
      });
    for (const text of ['退款', '1', '8']) await say(text);

    await fillDisk();
    expect(await say('不再需要了')).toMatch(/再发/);
    const refused = await putOrder();
    expect([refused.status, await refused.json()]).toMatchObject([
      503,
      { error: { code: 'store_unavailable' } },
    ]);
    const down = await fetch(`${server.url}/readyz`);
    expect([down.status, await down.json()]).toMatchObject([503, { reasons: ['store_unavailable'] }]);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

    await makeRoom();
    await eventually(
      () => fetch(`${server.url}/readyz`),
      ({ status }) => status === 200,
    );
    await say('不再需要了');
    await say('跳过');
    expect(await say('确认')).toMatch(/RF\d{8}/);
    expect((await putOrder()).status).toBe(201);
  }, 60_000);
});
