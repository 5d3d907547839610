import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openConnection } from '../../../src/store/sqlite/connection.ts';
import { DAY_MS, isoChina } from '../../../src/domain/time.ts';
import { rootDir } from '../../support/desk.ts';
import { type Installation, install } from '../../support/installation.ts';

const APPLICATION = ['退款', '1', '2', '没有用过', '跳过', '确认'];

/** A customer who bought something for ¥198 yesterday, at WeChat Pay and in the shop's own system. */
const buy = async (desk: Installation, name: string, serial: string): Promise<string> => {
  const { simulators } = desk;
  const phone = simulators.addPhone(`oRestored0000000000000000${serial}`, name);
  const order = {
    outTradeNo: `RESTORE-${serial}`,
    transactionId: `420000000020261123000000${serial}`,
    openid: phone.openid,
    description: '年度会员',
    amountFen: 19_800,
    paidAt: Math.floor((Date.now() - DAY_MS) / 1000) * 1000,
    promotional: false,
    terminatedForViolation: false,
    usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
  };
  simulators.pay.addOrder({ ...order, about: '' });
  const { outTradeNo, ...told } = order;
  const { appid } = simulators.credentials;
  const put = await desk.putOrder(outTradeNo, { ...told, appid, paidAt: isoChina(order.paidAt) });
  expect(put.status).toBe(201);
  return outTradeNo;
};

const approve = (desk: Installation, caseNo: string) =>
  desk.staff('agent', `/${caseNo}/approve`, { amountFen: 19_800, note: '核实无误' });

/** In a process of its own: here a connection that is closed keeps the file open until its statements are collected. */
const changeOne = (file: string, sql: string, id: string): void => {
  const program = `const db = new (require('libsql'))(process.argv[1]); db.prepare(process.argv[2]).run(process.argv[3]);`;
  execFileSync(process.execPath, ['-e', program, file, sql, id], { cwd: rootDir });
};

const payoutState = (kase: Record<string, unknown>): unknown =>
  (kase['payout'] as Record<string, unknown> | null)?.['state'];

const paid = (desk: Installation, outTradeNo: string) =>
  desk.simulators.pay.refunds().filter((refund) => refund.outTradeNo === outTradeNo);

describe('a restore', () => {
  let desk: Installation;
  beforeAll(async () => {
    desk = await install();
    await desk.hire('agent', 'agent');
    await desk.start();
  }, 60_000);
  afterAll(() => desk.remove());

  it('backed up, then approved and refunded, then restored: approved again it is paid no second time, and waits for a person', async () => {
    const outTradeNo = await buy(desk, '顾一', '0001');
    const later = await buy(desk, '顾二', '0002');
    const caseNo = await desk.apply('顾一', APPLICATION);
    expect((await desk.command('backup', [desk.file('monday.db')])).code).toBe(0);

    // All of this will be forgotten.
    await approve(desk, caseNo);
    await desk.caseWhen(caseNo, ({ status }) => status === 'refunded');
    const forgotten = await desk.apply('顾二', APPLICATION);
    await approve(desk, forgotten);
    await desk.caseWhen(forgotten, ({ status }) => status === 'refunded');
    expect([paid(desk, outTradeNo).length, paid(desk, later).length]).toEqual([1, 1]);
    await desk.stop();
    const restored = await desk.command('restore', [desk.file('monday.db')]);
    expect(restored).toMatchObject({ code: 0, err: '', out: expect.stringContaining('is restored from') });
    await desk.start();

    expect((await desk.staff('agent', `/${forgotten}`)).status).toBe(404);
    expect((await desk.staff('agent', `/${caseNo}`)).body).toMatchObject({
      status: 'in_review',
      payout: null,
    });
    await approve(desk, caseNo);
    const again = await desk.apply('顾二', APPLICATION);
    expect(again).not.toBe(forgotten);
    await approve(desk, again);
    for (const each of [caseNo, again]) {
      const kase = await desk.caseWhen(each, (found) => payoutState(found) === 'needs_person');
      expect(JSON.stringify(kase['timeline'])).toContain('从备份恢复');
      expect(kase['status']).toBe('refunding');
    }
    expect([paid(desk, outTradeNo).length, paid(desk, later).length]).toEqual([1, 1]);
  }, 60_000);

  it('an order that had been compared before the backup, and was refunded in part in its ledger: is compared anew too', async () => {
    const outTradeNo = await buy(desk, '顾三', '0003');
    // The shop tells of ¥198, WeChat Pay has ¥198: the first payout compares, and is made.
    const caseNo = await desk.apply('顾三', APPLICATION);
    await approve(desk, caseNo);
    await desk.caseWhen(caseNo, ({ status }) => status === 'refunded');
    await desk.stop();
    // As if a reservation of that payout had not been the whole amount, and the case were still open.
    changeOne(
      desk.database,
      `UPDATE orders SET body = json_set(body, '$.ledger[0].amountFen', 1) WHERE id = ?`,
      outTradeNo,
    );
    expect((await desk.command('restore', ['--mark'])).code).toBe(0);
    await desk.start();
    const again = await desk.apply('顾三', APPLICATION);
    await desk.staff('agent', `/${again}/approve`, { amountFen: 19_799, note: 'n' });
    await desk.caseWhen(again, (found) => payoutState(found) === 'needs_person');
    expect(paid(desk, outTradeNo)).toHaveLength(1);
  }, 60_000);

  it('what was there is kept beside it, whole; no journal is left; a payout nobody made before goes out', async () => {
    const kept = readdirSync(desk.folder).filter((name) => name.startsWith('desk.db.before-restore-'));
    expect(kept).toHaveLength(1);
    const aside = await openConnection(desk.file(kept[0] ?? ''));
    expect(aside.all(z.unknown(), `SELECT 1 FROM cases`)).toHaveLength(2);
    aside.close();
    expect(existsSync(`${desk.database}.restoring`)).toBe(false);

    const outTradeNo = await buy(desk, '顾四', '0004');
    const caseNo = await desk.apply('顾四', APPLICATION);
    await approve(desk, caseNo);
    await desk.caseWhen(caseNo, ({ status }) => status === 'refunded');
    expect(paid(desk, outTradeNo)).toHaveLength(1);
  }, 60_000);

  it('while a server runs: refused, and it goes on undisturbed', async () => {
    const refused = await desk.command('restore', [desk.file('monday.db')]);
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('stop every server first'),
    });
    await buy(desk, '顾五', '0005');
    expect(await desk.apply('顾五', APPLICATION)).toMatch(/^RF/);
  }, 60_000);

  describe('with the servers stopped', () => {
    let before = '';
    const digest = (): string => readFileSync(desk.database).toString('base64');
    beforeAll(async () => {
      await desk.stop();
      // Out of WAL mode, as a refused restore leaves it too.
      const refused = await desk.command('restore', [desk.file('absent.db')]);
      expect(refused.err).toContain('there is no such file');
      before = digest();
    }, 30_000);

    const refusal = async (file: string, env: Record<string, string> = {}): Promise<string> => {
      const { code, out, err } = await desk.command('restore', [file], env);
      expect([code, out]).toEqual([1, '']);
      expect(digest()).toBe(before);
      expect(readdirSync(desk.folder).filter((name) => name.includes('.restoring'))).toEqual([]);
      return err;
    };
    const altered = async (name: string, sql: string): Promise<string> => {
      copyFileSync(desk.file('monday.db'), desk.file(name));
      const db = await openConnection(desk.file(name));
      db.run(sql);
      db.run('PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
      copyFileSync(desk.file(name), desk.file(`still-${name}`));
      return desk.file(`still-${name}`);
    };

    it('a file cut short: refused as damaged, nothing changed', async () => {
      const whole = readFileSync(desk.file('monday.db'));
      writeFileSync(desk.file('cut.db'), whole.subarray(0, whole.length / 2));
      expect(await refusal(desk.file('cut.db'))).toContain('damaged');
    });

    it('a page overwritten: refused as damaged, nothing changed', async () => {
      const bytes = readFileSync(desk.file('monday.db'));
      bytes.fill(0xa5, 8_192, 16_384);
      writeFileSync(desk.file('spoilt.db'), bytes);
      expect(await refusal(desk.file('spoilt.db'))).toContain('damaged');
    });

    it('a picture: refused as no database, nothing changed', async () => {
      writeFileSync(desk.file('picture.jpg'), Buffer.alloc(5_000, 0xff));
      expect(await refusal(desk.file('picture.jpg'))).toContain('no database at all');
    });

    it("another program's database: refused, nothing changed", async () => {
      const db = await openConnection(desk.file('theirs.db'));
      db.run('CREATE TABLE notes (text TEXT)');
      db.all(z.unknown(), 'PRAGMA journal_mode = DELETE');
      db.close();
      expect(await refusal(desk.file('theirs.db'))).toContain('another program');
    });

    it('a backup of a newer version: refused, nothing changed', async () => {
      const newer = await altered(
        'newer.db',
        `UPDATE "#collections" SET schema_version = 99 WHERE name = 'cases'`,
      );
      expect(await refusal(newer)).toContain('newer version of this program');
    });

    it("another merchant's backup: refused, by its number, nothing changed", async () => {
      const body = JSON.stringify({
        kind: 'owner',
        mchid: '1999999999',
        apiBase: 'https://api.mch.weixin.qq.com',
      });
      const foreign = await altered('foreign.db', `UPDATE settings SET body = '${body}' WHERE id = 'owner'`);
      const said = await refusal(foreign);
      expect(said).toContain('The backup belongs to merchant 1999999999');
    });

    it('a copy made with the log still beside it: refused, nothing changed', async () => {
      copyFileSync(desk.file('monday.db'), desk.file('live.db'));
      writeFileSync(desk.file('live.db-wal'), 'x');
      expect(await refusal(desk.file('live.db'))).toContain('a database in use, not a backup');
    });

    it('the database itself is damaged, the reason to restore: the backup takes its place, log and all put aside', async () => {
      writeFileSync(desk.database, 'nothing that could be read');
      writeFileSync(`${desk.database}-wal`, 'nor this');
      const restored = await desk.command('restore', [desk.file('monday.db')]);
      expect(restored).toMatchObject({ code: 0, err: '' });
      expect(existsSync(`${desk.database}-wal`)).toBe(false);
      const kept = readdirSync(desk.folder).filter((name) => name.startsWith('desk.db.before-restore-'));
      const logs = kept
        .filter((name) => name.endsWith('-wal'))
        .map((name) => readFileSync(desk.file(name), 'utf8'));
      expect(logs).toContain('nor this');
      await desk.start();
      expect((await desk.staff('agent', '')).status).toBe(200);
    }, 30_000);
  });
});
