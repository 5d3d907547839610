import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, morningOf } from '../../../src/domain/time.ts';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import { loadCalendar } from '../../../src/usecases/load-calendar.ts';
import { china } from '../../support/calendar.ts';
import { desk, say, useDesk } from '../../support/chat-bench.ts';
import { inbound } from '../../support/chat-desk.ts';
import { alarms, another, close, reply, states, toldOf } from '../../support/thread-bench.ts';
import { theThread, threadsIn, work } from '../../support/threads.ts';

useDesk();

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

describe('a thread of another Official Account', () => {
  it('is not written to', async () => {
    await handleMessage(desk.deps, inbound('人工'));
    await reply('您好');
    await work(await another({ appid: 'wxOther' }));
    expect(await states()).toEqual(['undeliverable']);
    expect(desk.sent).toEqual([]);
  });
});
