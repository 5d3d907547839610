import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createWecomBot } from '../../../src/gateways/alerts/wecom-bot.ts';
import type { AlertChannel } from '../../../src/gateways/alerts/types.ts';
import { type BotAnswer, type WecomBot, startWecomBot, tooOften } from '../../support/wecom-bot.ts';

const message = { title: '退款台：2 条提醒', lines: ['第一条', '第二条'] };

describe('a WeCom bot', () => {
  let bot: WecomBot;
  let channel: AlertChannel;
  beforeEach(async () => {
    bot = await startWecomBot();
    channel = createWecomBot({ url: bot.url, timeoutMs: 200 });
  });
  afterEach(() => bot.close());

  it('is given one markdown message: the title in bold, a line each', async () => {
    expect(await channel.send(message)).toEqual({ kind: 'sent' });
    expect(bot.taken).toEqual(['**退款台：2 条提醒**\n> 第一条\n> 第二条']);
    expect(bot.faults).toEqual([]);
  });

  it('takes what a fault says for words, never for a link, a font or an emphasis', async () => {
    const line = '403: [点此退款](https://evil.example) <font color="warning">**now**</font> `x`';
    await channel.send({ title: '*', lines: [line] });
    expect(bot.taken[0]).not.toMatch(/\]\(|<font|\*\*now|`/);
    expect(bot.taken[0]).toContain('点此退款');
  });

  it('says that a message fits exactly as long as WeCom takes it', async () => {
    const empty = { title: '', lines: [''] };
    let length = 0;
    while (channel.fits({ ...empty, lines: ['x'.repeat(length + 1)] })) length += 1;
    expect(await channel.send({ ...empty, lines: ['x'.repeat(length)] })).toEqual({ kind: 'sent' });
    expect(await channel.send({ ...empty, lines: ['x'.repeat(length + 1)] })).toMatchObject({
      kind: 'refused',
      detail: expect.stringContaining('40058'),
    });
    expect(channel.fits({ ...empty, lines: ['退'.repeat(1_400)] })).toBe(false);
  });

  it.each<[string, BotAnswer, object]>([
    ['too often', tooOften, { kind: 'refused', detail: '45009 api freq out of limit' }],
    [
      'no such bot',
      { body: '{"errcode":93000,"errmsg":"invalid webhook url"}' },
      { kind: 'refused', detail: '93000 invalid webhook url' },
    ],
    ['system busy', { body: '{"errcode":-1,"errmsg":"system busy"}' }, { kind: 'unknown' }],
    ['HTTP 500', { status: 500, body: '<html>' }, { kind: 'unknown', detail: 'HTTP 500' }],
    ['HTTP 404', { status: 404 }, { kind: 'refused', detail: 'HTTP 404' }],
    ['HTML', { body: '<html>' }, { kind: 'unknown', detail: 'the answer is not understood' }],
    ['JSON without an errcode', { body: '{"ok":true}' }, { kind: 'unknown' }],
    ['nothing', { body: '' }, { kind: 'unknown' }],
    ['no answer', 'hang', { kind: 'unknown', detail: 'no answer in time' }],
    ['a broken connection', 'reset', { kind: 'unknown' }],
    ['a redirect', { status: 302, location: 'https://evil.example/' }, { kind: 'unknown' }],
  ])('answering with %s: says so as a value, without its address', async (_what, answer, outcome) => {
    bot.script(answer);
    const delivered = await channel.send(message);
    expect(delivered).toMatchObject(outcome);
    expect(JSON.stringify(delivered)).not.toMatch(/secret|key=/);
  });

  it('that is not there at all: is unknown', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as { port: number };
    gone.close();
    const absent = createWecomBot({ url: `http://127.0.0.1:${String(port)}/?key=secret`, timeoutMs: 200 });
    const delivered = await absent.send(message);
    expect(delivered).toEqual({ kind: 'unknown', detail: 'ECONNREFUSED' });
  });
});
