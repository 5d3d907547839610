import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Alert, alertKey } from '../../../src/domain/alerts/alert.ts';
import type { Store } from '../../../src/store/store.ts';
import { alerts } from '../../../src/usecases/documents/alerts.ts';
import { type AlertBench, QUIET_MS, alertBench } from '../../support/alert-bench.ts';
import { NOW } from '../../support/case.ts';
import { Cleanup } from '../../support/http-app.ts';
import { tooOften } from '../../support/wecom-bot.ts';

const MINUTE_MS = 60_000;
const caseNo = 'RF20260302ABCDEF';
const held: Alert = { kind: 'payouts_held', caseNo };
const numbered = (n: number): Alert => ({
  kind: 'review_overdue',
  caseNo: `RF20260302${String(n).padStart(6, '0')}`,
  reviewBy: NOW,
});

let cleanup: Cleanup;
let bench: AlertBench;
let one: ReturnType<AlertBench['process']>;
beforeEach(async () => {
  cleanup = new Cleanup();
  bench = await alertBench(cleanup);
  one = bench.process();
});
afterEach(() => cleanup.run());

const recordOf = async (alert: Alert) => (await bench.store.get(alerts, alertKey(alert)))?.doc;
const lines = (n: number): string[] => bench.bot.taken[n]?.split('\n') ?? [];

describe('an alert', () => {
  it('is told at once and once, over every channel there is', async () => {
    const both = bench.process([bench.webhook, bench.mail]);
    await both.raise(held);
    expect(both.wakes()).toBe(1);
    expect(await both.send()).toBe(2);
    expect(lines(0)).toEqual([
      '**退款台：1 条提醒**',
      `> 打款已停止，已批准的退款正在等待：案件 ${caseNo}。`,
      '> 详情见 https://desk.example/staff',
    ]);
    expect(bench.mailbox.received).toMatchObject([
      {
        to: ['team@shop.example'],
        subject: '退款台：1 条提醒',
        text: `打款已停止，已批准的退款正在等待：案件 ${caseNo}。\n\n详情见 https://desk.example/staff\n`,
      },
    ]);
    bench.clock.advance(QUIET_MS * 24);
    expect(await both.send()).toBe(0);
    expect(bench.bot.faults).toEqual([]);
  });

  it('raised again before it is told, is one line that says how often', async () => {
    for (let times = 0; times < 3; times += 1) await one.raise(held);
    await one.send();
    expect(lines(0)[1]).toMatch(/（共 3 次）$/);
  });

  it('raised again after it was told, waits out the quiet and then says how often since', async () => {
    await one.raise(held);
    await one.send();
    for (let minutes = 0; minutes < 59; minutes += 1) {
      bench.clock.advance(MINUTE_MS);
      await one.raise(held);
      await one.send();
    }
    expect(bench.bot.taken).toHaveLength(1);
    bench.clock.advance(MINUTE_MS);
    await one.send();
    expect(lines(1)[1]).toMatch(/（03-02 10:00 通知后又发生 59 次）$/);
  });

  it('raised again long after, is told at once', async () => {
    await one.raise(held);
    await one.send();
    bench.clock.advance(QUIET_MS * 5);
    await one.raise(held);
    await one.send();
    expect(bench.bot.taken).toHaveLength(2);
  });

  it('raised while the message about it is on its way, is not taken for told', async () => {
    await one.raise(held);
    const slow = bench.process([
      {
        ...bench.webhook,
        send: async (message) => {
          await one.raise(held);
          return bench.webhook.send(message);
        },
      },
    ]);
    await slow.send();
    bench.clock.advance(QUIET_MS);
    await one.send();
    expect(lines(1)[1]).toMatch(/又发生 1 次）$/);
  });

  it('without any channel is in the log, and nowhere else', async () => {
    const none = bench.process([]);
    await none.raise(held);
    expect(await none.send()).toBe(0);
    expect(none.captured.lines()).toMatchObject([{ level: 50, alert: 'payouts_held', caseNo }]);
    expect(await recordOf(held)).toBeUndefined();
  });

  it('raised while a channel was off, is not told there years later', async () => {
    await one.raise(held);
    const both = bench.process([bench.webhook, bench.mail]);
    await both.send();
    expect([bench.bot.taken.length, bench.mailbox.received.length]).toEqual([1, 0]);
  });
});

describe('never a flood', () => {
  it('1,000 different alarms at once: one message, twenty lines and the number of the others, every one counted', async () => {
    for (let first = 0; first < 1_000; first += 50)
      await Promise.all(Array.from({ length: 50 }, (_, n) => one.raise(numbered(first + n))));
    for (let seconds = 0; seconds < 600; seconds += 20) {
      await one.send();
      bench.clock.advance(20_000);
    }
    expect([bench.bot.requests(), bench.bot.faults]).toEqual([1, []]);
    expect(lines(0)[0]).toBe('**退款台：1000 条提醒**');
    const told = lines(0).filter((line) => line.includes('案件 RF'));
    const [, more] = /另有 (\d+) 条/.exec(bench.bot.taken[0] ?? '') ?? [];
    expect(told.length).toBeLessThanOrEqual(20);
    expect(told.length + Number(more)).toBe(1_000);
    for (const n of [0, 999]) expect(await recordOf(numbered(n))).toMatchObject({ count: 1 });
  }, 120_000);

  it('1,000 of the same at once: a few writes, one line, every one counted', async () => {
    let writes = 0;
    const counting: Store = {
      ...bench.store,
      replace: (...all) => {
        writes += 1;
        return bench.store.replace(...all);
      },
    };
    const process = bench.process([bench.webhook], counting);
    await Promise.all(Array.from({ length: 1_000 }, () => process.raise(held)));
    await process.send();
    expect(lines(0)[1]).toMatch(/（共 1000 次）$/);
    expect(writes).toBeLessThan(10);
  });

  it('a new alarm every three seconds for four minutes, seen by two processes: at most one message a minute', async () => {
    const two = bench.process();
    for (let second = 0; second < 240; second += 3) {
      await one.raise(numbered(second));
      await Promise.all([one.send(), two.send()]);
      bench.clock.advance(3_000);
    }
    bench.clock.advance(MINUTE_MS);
    await one.send();
    expect(bench.bot.taken.length).toBeLessThanOrEqual(5);
    const counted = bench.bot.taken.map((content) => Number(/：(\d+) 条提醒/.exec(content)?.[1]));
    expect(counted.reduce((sum, each) => sum + each, 0)).toBe(80);
  }, 60_000);

  it('ten processes at the same moment: one message', async () => {
    await one.raise(held);
    const processes = Array.from({ length: 10 }, () => bench.process());
    await Promise.all(processes.map((process) => process.send()));
    expect(bench.bot.requests()).toBe(1);
  });
});

describe('a receiver that fails', () => {
  it.each([
    ['is down', 'reset'],
    ['answers 500', { status: 500, body: 'oops' }],
    ['is asked too often', tooOften],
    ['says that there is no such bot', { body: '{"errcode":93000,"errmsg":"invalid webhook url"}' }],
  ] as const)(
    'because it %s: is asked ever more rarely, and told everything in the end',
    async (_what, as) => {
      bench.bot.fail(as);
      await one.raise(held);
      for (let minutes = 0; minutes < 12 * 60; minutes += 5) {
        await one.send();
        bench.clock.advance(5 * MINUTE_MS);
      }
      expect(bench.bot.requests()).toBeGreaterThan(5);
      expect(bench.bot.requests()).toBeLessThan(20);
      await one.raise(numbered(1));
      bench.bot.fail(null);
      for (let minutes = 0; minutes <= 60; minutes += 5) {
        await one.send();
        bench.clock.advance(5 * MINUTE_MS);
      }
      expect(bench.bot.taken).toHaveLength(1);
      expect(lines(0)[0]).toBe('**退款台：2 条提醒**');
      expect(one.captured.text()).toContain('staff could not be alerted');
      expect(one.captured.text()).not.toContain('secret-of-the-bot');
    },
    60_000,
  );

  it('holds up no other: mail goes while the bot hangs', async () => {
    bench.bot.fail('hang');
    const both = bench.process([bench.webhook, bench.mail]);
    await both.raise(held);
    expect(await both.send()).toBe(1);
    expect(bench.mailbox.received).toHaveLength(1);
  });

  it('a mailbox that refuses: the bot is told, the mail follows', async () => {
    bench.mailbox.fail('busy');
    const both = bench.process([bench.webhook, bench.mail]);
    await both.raise(held);
    expect(await both.send()).toBe(1);
    bench.mailbox.fail(null);
    bench.clock.advance(MINUTE_MS);
    expect(await both.send()).toBe(1);
    expect([bench.bot.taken.length, bench.mailbox.received.length]).toEqual([1, 1]);
  });
});

describe('a process that dies', () => {
  const dyingAt = (at: number): Store => {
    let writes = 0;
    const write = <T>(act: () => Promise<T>): Promise<T> => {
      writes += 1;
      return writes >= at ? Promise.reject(new Error('died')) : act();
    };
    return {
      ...bench.store,
      insert: (...all) => write(() => bench.store.insert(...all)),
      replace: (...all) => write(() => bench.store.replace(...all)),
    };
  };

  it('at any write of sending: the next one tells, twice at most', async () => {
    for (let at = 1; at <= 4; at += 1) {
      const told = bench.bot.taken.length;
      for (const n of [1, 2]) await one.raise(numbered(at * 10 + n));
      await bench
        .process([bench.webhook], dyingAt(at))
        .send()
        .catch(() => undefined);
      bench.clock.advance(MINUTE_MS);
      await one.send();
      const messages = bench.bot.taken.slice(told);
      const caseNos = [1, 2].map((n) => String(at * 10 + n).padStart(6, '0'));
      for (const number of caseNos) {
        const times = messages.filter((content) => content.includes(number)).length;
        expect([at, number, times >= 1 && times <= 2]).toEqual([at, number, true]);
      }
      bench.clock.advance(MINUTE_MS);
    }
  });
});

it('an alert that cannot be read does not keep the others from being told', async () => {
  const broken = { ...(await happenedOnce()), count: 'many' };
  await bench.store.insert(alerts, 'broken', broken as never);
  await one.raise(numbered(1));
  await one.send();
  expect(lines(0)[0]).toBe('**退款台：1 条提醒**');
});

/** A record as it is stored when an alert has been raised once. */
const happenedOnce = async () => {
  await one.raise(held);
  const record = await recordOf(held);
  await one.send();
  bench.bot.taken.length = 0;
  bench.clock.advance(MINUTE_MS);
  return record;
};
