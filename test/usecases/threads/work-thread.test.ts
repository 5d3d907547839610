import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS, morningOf } from '../../../src/domain/time.ts';
import type { Sent } from '../../../src/gateways/official-account/types.ts';
import type { Deps } from '../../../src/usecases/deps.ts';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import { loadCalendar } from '../../../src/usecases/load-calendar.ts';
import { closeThreadByStaff, replyToThread } from '../../../src/usecases/threads/answer-thread.ts';
import { china } from '../../support/calendar.ts';
import { database, desk, say, useDesk } from '../../support/chat-bench.ts';
import { type ChatDesk, inbound } from '../../support/chat-desk.ts';
import { scriptedAccount, theThread, threadsIn, work } from '../../support/threads.ts';

useDesk();

const staff = { name: '小林', role: 'agent', wechat: null, pastWechats: [] } as const;
const reply = async (text: string, at = desk, idempotencyKey: string | null = null) => {
  const { id } = await theThread(at.deps.store);
  return replyToThread(at.deps, { id, staff, idempotencyKey }, text);
};
const close = async (at = desk) => {
  const { id } = await theThread(at.deps.store);
  return closeThreadByStaff(at.deps, { id, staff, idempotencyKey: null });
};
const states = async () => (await theThread(desk.deps.store)).replies.map(({ state }) => state);
/** The first line of each: the reply itself. */
const said = () => desk.sent.map(({ text }) => text.split('\n')[0]);
const alarms = (at = desk) =>
  at.logged.filter(({ message }) => message.includes('the date promised has passed'));

const toldOf = (what: 'waits' | 'due_soon') =>
  desk.logged.filter(({ message }) =>
    message.includes(what === 'waits' ? 'asks for a person' : 'today is the last day promised'),
  );

/** Another process, with its account and its calendar, at the same time of day. */
const another = async (changes: Partial<Deps>): Promise<ChatDesk> => {
  const other = await database.startDesk(changes);
  other.clock.advance(desk.clock.now() - other.clock.now());
  return other;
};
const refused = (errcode: number, reaction: Extract<Sent, { kind: 'refused' }>['reaction']): Sent => ({
  kind: 'refused',
  errcode,
  detail: String(errcode),
  reaction,
});

describe('a reply, with the window', () => {
  it('open: reaches the customer, in the order in which they were written', async () => {
    await say('人工');
    await work(desk);
    await reply('请把订单号发给我。');
    await reply('截图也可以。');
    await work(desk);
    expect(said().slice(1)).toEqual(['请把订单号发给我。', '截图也可以。']);
    expect(desk.sent[1]?.text).toBe('请把订单号发给我。\n（客服）');
    expect(await theThread(desk.deps.store)).toMatchObject({ state: 'answered', lease: null });
  });

  it('closed: waits, costs no attempt, and goes out when the customer writes again', async () => {
    await say('人工');
    await work(desk);
    desk.clock.advance(2 * DAY_MS);
    await reply('您的退款已经在路上。');
    await work(desk);
    expect(await states()).toEqual(['pending']);
    expect((await theThread(desk.deps.store)).replies[0]?.failures).toBe(0);
    expect(desk.sent).toHaveLength(1);
    await say('进度');
    await work(desk);
    expect(said().at(-1)).toBe('您的退款已经在路上。');
    expect(await states()).toEqual(['sent']);
  });

  it('spent: five in all, the rest when the customer writes again', async () => {
    await say('人工');
    await work(desk);
    for (const n of [1, 2, 3, 4, 5, 6]) await reply(`第 ${String(n)} 条`);
    await work(desk);
    expect(desk.sent).toHaveLength(5);
    expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent', 'pending', 'pending']);
    await say('政策');
    await work(desk);
    expect(said().slice(1)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `第 ${String(n)} 条`));
  });

  it('shut by WeChat against what we believed: waits like any other', async () => {
    await say('人工');
    await work(desk);
    await reply('您好');
    const { account, sent } = scriptedAccount([refused(45015, 'next_channel')]);
    await work(await another({ officialAccount: account }));
    expect([sent, await states()]).toEqual([[], ['pending']]);
    await say('政策');
    await work(desk);
    expect(said().at(-1)).toBe('您好');
  });

  it('open, and the customer never heard of the promise: the answer comes alone', async () => {
    await say('人工');
    await reply('您好');
    await work(desk);
    expect(said()).toEqual(['您好']);
    expect((await theThread(desk.deps.store)).promise.state).toBe('superseded');
  });

  it('closed for longer than an answered thread stays open: it is still there, and so is the reply', async () => {
    await say('人工');
    await work(desk);
    desk.clock.advance(2 * DAY_MS);
    await reply('您好');
    desk.clock.advance(10 * DAY_MS);
    await work(desk);
    expect(await theThread(desk.deps.store)).toMatchObject({ state: 'answered' });
    await say('政策');
    await work(desk);
    expect(said().at(-1)).toBe('您好');
  });

  it('closed for thirty days: given up, and the thread ends by itself', async () => {
    await say('人工');
    await work(desk);
    desk.clock.advance(2 * DAY_MS);
    await reply('您好');
    for (let days = 0; days < 35; days += 1) {
      await work(desk);
      desk.clock.advance(DAY_MS);
    }
    await work(desk);
    expect(await theThread(desk.deps.store)).toMatchObject({
      state: 'closed',
      closed: { how: 'silence' },
      replies: [{ state: 'undeliverable' }],
      nextActionAt: null,
    });
    expect(alarms()).toEqual([]);
  });
});

describe('a reply that WeChat does not take', () => {
  it('for what is in it: the customer waits as before, and staff are told', async () => {
    await say('人工');
    await work(desk);
    await reply('违规内容');
    const { account } = scriptedAccount([refused(47003, 'dead_letter')]);
    const other = await another({ officialAccount: account });
    await work(other);
    expect(await theThread(desk.deps.store)).toMatchObject({
      state: 'open',
      answeredAt: null,
      replies: [{ state: 'undeliverable' }],
    });
    expect(other.logged).toContainEqual({
      level: 'error',
      message: expect.stringContaining('has not reached the customer'),
    });
    await reply('换个说法');
    await work(desk);
    expect(await theThread(desk.deps.store)).toMatchObject({ state: 'answered' });
    expect(said().at(-1)).toBe('换个说法');
  });

  it.each([
    ['nobody knows what became of it', { kind: 'unknown', detail: 'timeout' } as const],
    ['the account is held up', refused(45009, 'hold')],
    ['the account is not allowed to', refused(48001, 'configuration')],
  ])('%s: tried again later, and a later one does not overtake it', async (_what, answer) => {
    await say('人工');
    await work(desk);
    await reply('第一');
    await reply('第二');
    const { account, sent } = scriptedAccount([answer]);
    const other = await another({ officialAccount: account });
    await work(other);
    expect([sent, await states()]).toEqual([[], ['pending', 'pending']]);
    other.clock.advance(2 * MINUTE_MS);
    await work(other);
    expect(sent.map((text) => text.split('\n')[0])).toEqual(['第一', '第二']);
  });

  it('eight times: staff are told once, and trying goes on', async () => {
    await say('人工');
    await work(desk);
    await reply('您好');
    const { account, sent } = scriptedAccount(Array.from({ length: 10 }, () => refused(45009, 'hold')));
    const other = await another({ officialAccount: account });
    for (let tries = 0; tries < 11; tries += 1) {
      await work(other);
      other.clock.advance(HOUR_MS);
    }
    expect(
      other.logged.filter(({ message }) => message.includes('has not reached the customer')),
    ).toHaveLength(1);
    expect(sent).toHaveLength(1);
  });

  it('the channel is off: it stays, for when it is on', async () => {
    await say('人工');
    await reply('您好');
    await work(await another({ officialAccount: null }));
    expect(await states()).toEqual(['pending']);
  });
});

describe('a reply at the same moment as', () => {
  it('another worker: sent once', async () => {
    await say('人工');
    await work(desk);
    await reply('您好');
    const other = await another({});
    await Promise.all([work(desk), work(other)]);
    expect([...desk.sent, ...other.sent].filter(({ text }) => text.startsWith('您好'))).toHaveLength(1);
  });

  it('the end of the thread: one of both comes first, and what was taken is sent', async () => {
    await say('人工');
    await work(desk);
    const [replied] = await Promise.all([reply('您好'), close()]);
    await work(desk);
    expect(said().slice(1)).toEqual(replied.ok ? ['您好'] : []);
    expect((await theThread(desk.deps.store)).state).toBe('closed');
  });
});

describe('after the answer', () => {
  const answered = async () => {
    await say('人工');
    await work(desk);
    await reply('请把订单号发给我。');
    await work(desk);
  };

  it('the customer writes on: they wait again, with a date of their own, and hear it', async () => {
    await answered();
    desk.clock.advance(DAY_MS);
    expect(await say('订单号是 SHOP-1')).toEqual({ type: 'handover' });
    await work(desk);
    expect(await theThread(desk.deps.store)).toMatchObject({
      state: 'open',
      respondBy: china('2026-03-11 23:59:59.999'),
      answeredAt: null,
    });
    expect(desk.sent.at(-1)?.text).toContain('您的消息已转给客服。如需答复，我们最晚 3月11日（周三）回复您');
  });

  it('three days of silence: it ends by itself', async () => {
    await answered();
    desk.clock.advance(3 * DAY_MS - 1);
    await work(desk);
    expect((await theThread(desk.deps.store)).state).toBe('answered');
    desk.clock.advance(1);
    await work(desk);
    expect(await theThread(desk.deps.store)).toMatchObject({ state: 'closed', closed: { how: 'silence' } });
    expect(await say('谢谢')).toMatchObject({ type: 'text' });
  });

  it('ended by staff: no more replies, and 人工 opens another', async () => {
    await answered();
    await close();
    expect(await reply('再见')).toEqual({ ok: false, code: 'thread_closed' });
    expect(await close()).toEqual({ ok: false, code: 'thread_closed' });
    await say('人工');
    expect(await threadsIn(desk.deps.store)).toHaveLength(2);
  });
});

describe('a customer who waits', () => {
  const until = async (at: number): Promise<void> => {
    desk.clock.advance(at - desk.clock.now());
    await work(desk);
  };

  it('staff are told at once, and once; and at nine on the last day, once', async () => {
    await say('人工');
    await work(desk);
    await say('人工');
    await until(desk.clock.now() + HOUR_MS);
    expect(toldOf('waits')).toMatchObject([{ level: 'warn' }]);
    const { respondBy } = await theThread(desk.deps.store);
    await until(morningOf(respondBy) - 1);
    expect(toldOf('due_soon')).toEqual([]);
    await until(morningOf(respondBy));
    await until(respondBy);
    expect(toldOf('due_soon')).toMatchObject([{ level: 'warn' }]);
    expect([toldOf('waits').length, alarms().length]).toEqual([1, 0]);
  });

  it('answered in time: nobody is warned; asking on, they are a new wait', async () => {
    await say('人工');
    await work(desk);
    await reply('请把订单号发给我。');
    await work(desk);
    const { respondBy } = await theThread(desk.deps.store);
    await until(desk.clock.now() + 2 * DAY_MS);
    expect(toldOf('waits')).toHaveLength(1);
    await say('订单号是 SHOP-1');
    await work(desk);
    expect(toldOf('waits')).toHaveLength(2);
    await until(respondBy);
    expect(toldOf('due_soon')).toEqual([]);
  });
});

describe('the date promised', () => {
  it('passes unanswered: staff are told once a day until somebody answers', async () => {
    await say('人工');
    await work(desk);
    const { respondBy } = await theThread(desk.deps.store);
    desk.clock.advance(respondBy - desk.clock.now());
    await work(desk);
    expect(alarms()).toEqual([]);
    desk.clock.advance(1);
    await work(desk);
    await work(desk);
    expect(alarms()).toMatchObject([{ level: 'error' }]);
    desk.clock.advance(DAY_MS);
    await work(desk);
    expect(alarms()).toHaveLength(2);
    await reply('抱歉让您久等了。');
    desk.clock.advance(DAY_MS);
    await work(desk);
    expect(alarms()).toHaveLength(2);
  });

  it('passes before it could be told: it is not told any more', async () => {
    await say('人工');
    desk.clock.advance(10 * DAY_MS);
    await work(desk);
    expect(desk.sent).toEqual([]);
    expect((await theThread(desk.deps.store)).promise.state).toBe('superseded');
  });

  it('lies beyond the holidays announced: said to be provisional, and kept to what is announced since', async () => {
    desk.clock.advance(china('2026-12-31 12:00') - desk.clock.now());
    await say('人工');
    await work(desk);
    expect(desk.sent[0]?.text).toContain('最晚 1月5日（周二）（暂定');
    const newYear = {
      year: 2027,
      days: [4, 5].map((day) => ({ date: `2027-01-0${String(day)}`, isOffDay: true })),
    };
    const known = loadCalendar(null);
    const calendar = {
      ...known,
      holidays: new Set([...known.holidays, ...newYear.days.map(({ date }) => date)]),
      lastAnnouncedYear: 2027,
    };
    desk.clock.advance(china('2027-01-06 00:00') - desk.clock.now());
    const informed = await another({ calendar });
    await work(informed);
    expect(alarms(informed)).toEqual([]);
    expect(await theThread(desk.deps.store)).toMatchObject({
      respondBy: china('2027-01-07 23:59:59.999'),
      provisional: false,
    });
    informed.clock.advance(2 * DAY_MS);
    await work(informed);
    expect(alarms(informed)).toHaveLength(1);
  });
});

describe('an Idempotency-Key', () => {
  it('of a reply, sent twice: one reply', async () => {
    await say('人工');
    const first = await reply('您好', desk, 'key-1');
    expect(await reply('您好', desk, 'key-1')).toEqual(first);
    await close();
    expect(await reply('您好', desk, 'key-1')).toMatchObject({ ok: true });
    expect(await reply('您好', desk, 'key-2')).toEqual({ ok: false, code: 'thread_closed' });
    await work(desk);
    expect(said()).toEqual(['您好']);
  });
});

describe('a thread of another Official Account', () => {
  it('is not written to', async () => {
    await handleMessage(desk.deps, inbound('人工'));
    await reply('您好');
    await work(await another({ appid: 'wxOther' }));
    expect(await states()).toEqual(['undeliverable']);
    expect(desk.sent).toEqual([]);
  });
});
