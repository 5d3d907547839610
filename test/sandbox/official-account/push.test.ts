import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstPhone, startBench, START, type Bench } from '../../support/sandbox.ts';
import {
  openPush,
  sealReply,
  startDesk,
  tagOf,
  type Desk,
  type DeskAnswer,
  type Received,
} from '../../support/sandbox-desk.ts';

const SECONDS = String(START / 1000);
const FAILURE = '该公众号提供的服务出现故障，请稍后再试';

let bench: Bench;
let desk: Desk;
let answer: (received: Received, count: number) => DeskAnswer | null;

beforeEach(async () => {
  answer = () => ({ body: 'success' });
  bench = await startBench();
  desk = await startDesk((received, count) => answer(received, count));
  bench.sandbox.setTarget(`${desk.url}/`);
});
afterEach(async () => {
  await bench.end();
  await desk.close();
});

const reply = (received: Received, text: string, over: Readonly<Record<string, string>> = {}): string => {
  const push = openPush(received, bench.sandbox.credentials);
  const fields = {
    ToUserName: tagOf(push, 'FromUserName'),
    FromUserName: tagOf(push, 'ToUserName'),
    CreateTime: SECONDS,
    MsgType: 'text',
    Content: text,
    ...over,
  };
  const inner = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<xml>${inner.join('')}</xml>`;
};
const sealed = (
  received: Received,
  text: string,
  over: Readonly<Record<string, string>> = {},
): DeskAnswer => ({
  body: sealReply(reply(received, text, over), bench.sandbox.credentials, SECONDS),
});
const lines = () => firstPhone(bench.sandbox).phone.screen().messages;

describe('what a customer types', () => {
  it('reaches the desk signed and encrypted, and the encrypted answer stands on the phone', async () => {
    answer = (received) => sealed(received, '您好 <&]]]]><![CDATA[> 😀');
    const { phone } = firstPhone(bench.sandbox);
    await phone.say('退款 ]]> \u001d 😀');
    const [received] = desk.log;
    if (received === undefined) throw new Error('nothing received');
    expect([received.method, received.path, received.query.get('openid')]).toEqual([
      'POST',
      '/wechat',
      phone.openid,
    ]);
    expect(received.query.get('encrypt_type')).toBe('aes');
    expect(received.body).not.toContain('退款');
    const push = openPush(received, bench.sandbox.credentials);
    expect(push).toContain('<Content><![CDATA[退款 ]]]]><![CDATA[> \u001d 😀]]></Content>');
    expect(tagOf(push, 'CreateTime')).toBe(SECONDS);
    expect(tagOf(push, 'MsgId')).toMatch(/^\d{19,20}$/);
    expect(lines().map(({ from, text }) => [from, text])).toEqual([
      ['customer', '退款 ]]> \u001d 😀'],
      ['account', '您好 <&]]> 😀'],
    ]);
  });

  it('in plain mode goes out readable and takes a readable answer', async () => {
    const plain = await startBench({ encrypted: false, target: desk.url });
    answer = (received) => ({
      body: `<xml><ToUserName>${received.query.get('openid') ?? ''}</ToUserName><FromUserName>${plain.sandbox.credentials.originalId}</FromUserName><CreateTime>${SECONDS}</CreateTime><MsgType>text</MsgType><Content>好</Content></xml>`,
    });
    const { phone } = firstPhone(plain.sandbox);
    const { reply: got } = await phone.say('退款');
    await plain.end();
    expect(got).toEqual({ kind: 'text', content: '好' });
    expect(tagOf(desk.log[0]?.body ?? '', 'Content')).toBe('退款');
  });

  it.each(['success', ''])('answered with "%s" shows nothing more', async (body) => {
    answer = () => ({ body, type: 'text/plain' });
    await firstPhone(bench.sandbox).phone.say('在吗');
    expect(lines()).toHaveLength(1);
  });

  it('goes out at once while earlier messages wait for their answers', async () => {
    const { phone } = firstPhone(bench.sandbox);
    answer = (received) =>
      openPush(received, bench.sandbox.credentials).includes('一') ? null : sealed(received, '先答二');
    const first = phone.say('一');
    await phone.say('二');
    expect(lines().at(-1)?.text).toBe('先答二');
    answer = (received) => sealed(received, '后答一');
    bench.time.elapse(5_000);
    await first;
    expect(lines().at(-1)?.text).toBe('后答一');
  });

  it('handed over to customer service says so; an event handed over is a failure', async () => {
    answer = (received) => sealed(received, '', { MsgType: 'transfer_customer_service' });
    const { phone } = firstPhone(bench.sandbox);
    expect((await phone.say('人工')).reply).toEqual({ kind: 'transfer', account: null });
    expect(lines().at(-1)?.from).toBe('system');
    expect((await phone.raise('CLICK', 'agent')).reply.kind).toBe('bad');
  });
});

describe('a wrong answer', () => {
  const wrong: Record<string, (received: Received) => DeskAnswer> = {
    JSON: () => ({ body: '{"ok":true}' }),
    'an HTML page': () => ({ body: '<html><body></body></html>', type: 'text/html' }),
    'a reply as JSON type': (received) => ({ ...sealed(received, '好'), type: 'application/json' }),
    'plain text where encryption is on': (received) => ({ body: reply(received, '好') }),
    'empty Content': (received) => sealed(received, ' '),
    'To and From not swapped': (received) =>
      sealed(received, '好', {
        ToUserName: bench.sandbox.credentials.originalId,
        FromUserName: received.query.get('openid') ?? '',
      }),
    'CreateTime in milliseconds': (received) => sealed(received, '好', { CreateTime: String(START) }),
    'an unknown MsgType': (received) => sealed(received, '好', { MsgType: 'msgmenu' }),
    'a Content of 2,049 bytes': (received) => sealed(received, 'x'.repeat(2049)),
    'a forbidden control character': (received) => sealed(received, 'a\u0008b'),
    'another appid inside': (received) => ({
      body: sealReply(reply(received, '好'), bench.sandbox.credentials, SECONDS, {
        appid: 'wx0000000000000000',
      }),
    }),
    'a signature with another token': (received) => ({
      body: sealReply(reply(received, '好'), bench.sandbox.credentials, SECONDS, { token: 'x' }),
    }),
  };
  it.each(Object.keys(wrong))(
    '%s: the phone shows a service failure, and it is not asked for again',
    async (name) => {
      answer = (received) => wrong[name]?.(received) ?? null;
      const { deliveries, reply: got } = await firstPhone(bench.sandbox).phone.say('退款');
      expect(got.kind).toBe('bad');
      expect(deliveries).toBe(1);
      expect(lines().at(-1)).toMatchObject({ from: 'system', type: 'failure', text: FAILURE });
      expect(lines().at(-1)?.detail).not.toBe('');
    },
  );

  it('of exactly 2,048 bytes is none: it is shown', async () => {
    answer = (received) => sealed(received, 'x'.repeat(2048));
    expect((await firstPhone(bench.sandbox).phone.say('退款')).reply.kind).toBe('text');
  });
});

describe('no answer', () => {
  const elapseAfter = async (deliveries: number): Promise<void> => {
    await desk.received(deliveries);
    bench.time.elapse(5_000);
  };

  it('within five seconds: the same bytes three times in all, then a service failure', async () => {
    answer = () => null;
    const said = firstPhone(bench.sandbox).phone.say('退款');
    for (const count of [1, 2, 3]) await elapseAfter(count);
    const { deliveries, reply: got } = await said;
    expect([deliveries, got.kind]).toEqual([3, 'bad']);
    expect(desk.log).toHaveLength(3);
    expect(new Set(desk.log.map(({ body, query }) => body + query.toString())).size).toBe(1);
    expect(lines().at(-1)?.text).toBe(FAILURE);
  });

  it('to the first delivery but to the second: that answer is shown, once', async () => {
    answer = (received, count) => (count === 1 ? null : sealed(received, '来了'));
    const said = firstPhone(bench.sandbox).phone.say('退款');
    await elapseAfter(1);
    expect((await said).deliveries).toBe(2);
    expect(lines().map(({ text }) => text)).toEqual(['退款', '来了']);
  });

  it('but HTTP 500: delivered again when the five seconds are over', async () => {
    answer = (received, count) => (count === 1 ? { status: 500 } : sealed(received, '好了'));
    const said = firstPhone(bench.sandbox).phone.say('退款');
    await elapseAfter(1);
    expect((await said).reply).toEqual({ kind: 'text', content: '好了' });
  });
});

describe('WeChat’s check of the server’s address', () => {
  it.each([true, false])('with echostr returned: %s', async (returned) => {
    answer = (received) => ({ body: returned ? (received.query.get('echostr') ?? '') : 'success' });
    expect(await bench.sandbox.checkServer()).toBe(returned);
    expect(desk.log[0]?.method).toBe('GET');
  });
});
