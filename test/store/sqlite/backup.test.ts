import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { type Installation, install } from '../../support/installation.ts';
import { newFolder } from '../../support/desk.ts';
import { startWriter } from '../../support/store/child.ts';
import { tickets } from '../../support/store/tickets.ts';
import { backUp } from '../../../src/store/sqlite/backup.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { collections } from '../../../src/usecases/documents/index.ts';

describe('a backup while servers write', () => {
  let desk: Installation;
  beforeAll(async () => {
    desk = await install();
    await desk.start();
  }, 60_000);
  afterAll(() => desk.remove());

  it('orders keep coming in: the copy opens, and holds all that was acknowledged before it began', async () => {
    const { appid } = desk.simulators.credentials;
    let serial = 0;
    const acknowledged: string[] = [];
    const put = async (): Promise<void> => {
      const outTradeNo = `BACKUP-${String((serial += 1))}`;
      const { status } = await desk.putOrder(outTradeNo, {
        transactionId: `42000000002026112300${String(serial).padStart(8, '0')}`,
        appid,
        openid: 'oCustomer',
        description: '年度会员',
        amountFen: 19_800,
        paidAt: '2026-11-20T10:00:00+08:00',
      });
      if (status === 201) acknowledged.push(outTradeNo);
    };
    let running = true;
    const writing = Promise.all(
      [0, 1, 2, 3].map(async () => {
        while (running) await put();
      }),
    );
    while (acknowledged.length < 50) await put();
    const before = [...acknowledged];
    const made = await desk.command('backup', [desk.file('copy.db')]);
    running = false;
    await writing;
    expect(made).toMatchObject({ code: 0, err: '', out: expect.stringContaining('whole and checked') });
    expect(acknowledged.length).toBeGreaterThan(before.length);
    const copy = await openSqliteStore({ path: desk.file('copy.db'), collections });
    for (const outTradeNo of before)
      expect((await copy.get(orders, outTradeNo))?.doc.outTradeNo).toBe(outTradeNo);
    await copy.close();
  }, 60_000);

  it('a file that is there already: refused and untouched', async () => {
    writeFileSync(desk.file('mine.txt'), 'mine');
    const refused = await desk.command('backup', [desk.file('mine.txt')]);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('is there already') });
    expect(refused.out).toBe('');
  });

  it.each([[[]], [['--help']], [['a', 'b']]])('called with %j: says how', async (args) => {
    expect(await desk.command('backup', args)).toMatchObject({
      code: 1,
      err: expect.stringContaining('npm run backup -- FILE'),
    });
  });

  it('a MongoDB: refused, with what to use instead and without its password', async () => {
    const env = { DATABASE_URL: 'mongodb://desk:hidden@127.0.0.1:1/desk' };
    const refused = await desk.command('backup', [desk.file('never.db')], env);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('mongodump') });
    expect(refused.err).not.toContain('hidden');
  });
});

describe('copying a database file', () => {
  let folder = '';
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('two processes write without a pause: the copy holds all they had been told was stored', async () => {
    folder = newFolder();
    const file = join(folder, 'busy.db');
    const database = { kind: 'sqlite', file } as const;
    const writers = await Promise.all([
      startWriter(database, 'a', 'endless'),
      startWriter(database, 'b', 'endless'),
    ]);
    for (const writer of writers) writer.go();
    await Promise.all(writers.map((writer) => writer.printed(100)));
    const before = writers.flatMap(({ lines }) => [...lines]);
    backUp(file, join(folder, 'copy.db'));
    for (const writer of writers) writer.child.kill('SIGKILL');
    await Promise.all(writers.map((writer) => writer.ended));
    const copy = await openSqliteStore({ path: join(folder, 'copy.db'), collections: [tickets] });
    for (const id of before) expect(await copy.get(tickets, id)).toBeDefined();
    await copy.close();
  }, 60_000);

  it('no database there: refused, and none is made', () => {
    folder = newFolder();
    expect(() => backUp(join(folder, 'none.db'), join(folder, 'copy.db'))).toThrow('There is no database');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a folder that does not exist: nothing is left behind', async () => {
    folder = newFolder();
    const file = join(folder, 'some.db');
    await (await openSqliteStore({ path: file, collections: [tickets] })).close();
    expect(() => backUp(file, join(folder, 'absent/copy.db'))).toThrow();
    mkdirSync(join(folder, 'absent'));
    expect(readdirSync(join(folder, 'absent'))).toEqual([]);
  });
});
