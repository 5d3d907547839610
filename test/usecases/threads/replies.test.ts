import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/time.ts';
import { desk, say, useDesk } from '../../support/chat-bench.ts';
import { alarms, another, close, refused, reply, said, states } from '../../support/thread-bench.ts';
import { scriptedAccount, theThread, work } from '../../support/threads.ts';

useDesk();

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
