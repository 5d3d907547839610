import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadWorld } from '../../src/sandbox/world/file.ts';
import { keepWorld } from '../../src/sandbox/world/keeper.ts';
import { firstPhone, startBench, type Bench } from '../support/sandbox.ts';
import { startDesk, type Desk, type DeskAnswer } from '../support/sandbox-desk.ts';
import { callPay } from '../support/sandbox-merchant.ts';

const DAY = 86_400_000;

let bench: Bench;
let desk: Desk;
let answer: DeskAnswer;
beforeEach(async () => {
  answer = { status: 204 };
  desk = await startDesk(() => answer);
  bench = await startBench({ target: desk.url });
});
afterEach(async () => {
  await bench.end();
  await desk.close();
});

const apply = () => {
  const { order } = firstPhone(bench.sandbox);
  return callPay(bench.sandbox, bench.time.clock.now(), 'POST', '/v3/refund/domestic/refunds', {
    out_trade_no: order.outTradeNo,
    out_refund_no: 'RF1-1',
    notify_url: `${desk.url}/notify`,
    amount: { refund: order.amountFen, total: order.amountFen, currency: 'CNY' },
  });
};

describe('after a restart', () => {
  it('credentials, orders and chats are the old ones', async () => {
    const { phone, order } = firstPhone(bench.sandbox);
    answer = { body: 'success' };
    await phone.say('还在吗');
    const before = bench.sandbox.environment;
    bench = await bench.restart();
    const same = (name: string) => [bench.sandbox.environment[name], before[name]];
    for (const name of ['WECHAT_APPID', 'WECHATPAY_API_V3_KEY', 'ORDERS_API_TOKEN']) {
      const [now, then] = same(name);
      expect(now).toBe(then);
    }
    expect(firstPhone(bench.sandbox).order).toEqual(order);
    expect(bench.sandbox.phone(phone.openid).screen().messages[0]?.text).toBe('还在吗');
  });

  it('a refund answered before is still settled and notified, and its number still pays once', async () => {
    const first = await apply();
    bench = await bench.restart();
    bench.time.jump(2_000);
    await bench.sandbox.runDue();
    await desk.received(1);
    const again = await apply();
    expect(again.body).toMatchObject({ refund_id: first.body['refund_id'], status: 'SUCCESS' });
  });

  it('a refund is in the file before it is answered', async () => {
    await apply();
    expect(await readFile(join(bench.stateDir, 'world.json'), 'utf8')).toContain('"outRefundNo":"RF1-1"');
  });

  it('a notification not yet acknowledged is sent on', async () => {
    answer = { status: 500 };
    await apply();
    bench.time.jump(2_000);
    await bench.sandbox.runDue();
    bench = await bench.restart();
    answer = { status: 204 };
    bench.time.jump(15_000);
    await bench.sandbox.runDue();
    expect(desk.log).toHaveLength(2);
  });

  it('with a damaged file it refuses to start, and says which', async () => {
    await bench.sandbox.close();
    await writeFile(join(bench.stateDir, 'world.json'), '{"version":1');
    await expect(bench.restart()).rejects.toThrow('world.json is damaged');
  });
});

describe('once closed', () => {
  it('what was put off is in the file, and nothing is written any more', async () => {
    const world = await loadWorld(bench.stateDir);
    if (world === null) throw new Error('no world');
    const keeper = keepWorld(bench.stateDir, world, bench.time.wait, () => undefined);
    world.demo.sets = 7;
    keeper.later();
    await keeper.close();
    expect((await loadWorld(bench.stateDir))?.demo.sets).toBe(7);
    await rm(join(bench.stateDir, 'world.json'));
    await keeper.now();
    expect(await loadWorld(bench.stateDir)).toBeNull();
  });
});

describe('demo orders', () => {
  it('show every outcome: unused, part used, used up, too late, promotional, above ¥1,000', () => {
    const day = (at: number) => Math.floor((bench.time.clock.now() - at) / DAY);
    const facts = bench.sandbox.pay
      .orders()
      .map(({ amountFen, paidAt, usage, promotional }) => [
        amountFen,
        day(paidAt),
        usage?.quotaUsed,
        promotional,
      ]);
    expect(facts).toEqual([
      [19_800, 3, 0, false],
      [6_000, 10, 120, false],
      [6_800, 5, 100, false],
      [29_900, 40, 0, false],
      [990, 2, 0, true],
      [168_000, 1, 0, false],
    ]);
  });

  it('bear the day in China in their numbers', async () => {
    const late = await startBench({ clock: { now: () => Date.parse('2026-11-24T01:00:00+08:00') } });
    expect(firstPhone(late.sandbox).order.outTradeNo).toMatch(/^DEMO20261124/);
    await late.end();
  });

  it('a week old: a fresh set is added at the next start, not sooner', async () => {
    bench.time.jump(7 * DAY - 1);
    bench = await bench.restart();
    expect(bench.sandbox.pay.orders()).toHaveLength(6);
    bench.time.jump(1);
    bench = await bench.restart();
    const numbers = bench.sandbox.pay.orders().map(({ outTradeNo }) => outTradeNo);
    expect(new Set(numbers).size).toBe(12);
  });

  it('are told to the desk over its feed', async () => {
    answer = { status: 201, type: 'application/json', body: '{}' };
    expect(await bench.sandbox.seed()).toBe(6);
    const [first] = desk.log;
    const { order, phone } = firstPhone(bench.sandbox);
    expect([first?.method, first?.path]).toEqual(['PUT', `/api/orders/${order.outTradeNo}`]);
    expect(first?.headers.authorization).toBe(`Bearer ${bench.sandbox.credentials.ordersApiToken}`);
    expect(JSON.parse(first?.body ?? '')).toEqual({
      transactionId: order.transactionId,
      appid: bench.sandbox.credentials.appid,
      openid: phone.openid,
      description: '专业版会员（年）',
      amountFen: 19_800,
      paidAt: '2026-11-21T10:00:00+08:00',
      promotional: false,
      terminatedForViolation: false,
      usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
    });
  });

  it('refused by the desk: says so', async () => {
    answer = { status: 409 };
    await expect(bench.sandbox.seed()).rejects.toThrow('HTTP 409');
  });
});

describe('the environment', () => {
  it('points a server at the simulators, with the keys in files only the owner reads', async () => {
    const { environment, url, credentials } = bench.sandbox;
    expect([environment['WECHAT_API_BASE'], environment['WECHATPAY_API_BASE']]).toEqual([url, url]);
    expect(environment['WECHAT_ENCODING_AES_KEY']).toMatch(/^[A-Za-z0-9+/]{43}$/);
    const file = environment['WECHATPAY_PRIVATE_KEY_FILE'] ?? '';
    expect(await readFile(file, 'utf8')).toBe(credentials.merchantPrivateKey);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });
});
