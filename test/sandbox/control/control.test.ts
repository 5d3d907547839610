import { request } from 'node:http';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstPhone, HandTime, startBench, START, type Bench } from '../../support/sandbox.ts';
import { startDesk, type Desk } from '../../support/sandbox-desk.ts';
import { callPay } from '../../support/sandbox-merchant.ts';

const staff = [{ name: 'wang', role: 'agent', token: 'secret' }];

let bench: Bench;
let desk: Desk;
let moved: number[];
let time: HandTime;

beforeEach(async () => {
  moved = [];
  time = new HandTime();
  desk = await startDesk(() => ({ body: 'success' }));
  bench = await startBench({
    clock: time.clock,
    wait: time.wait,
    target: desk.url,
    staff,
    accountName: '云上商店',
    advance: (ms) => {
      moved.push(ms);
      time.jump(ms);
    },
  });
});
afterEach(async () => {
  await bench.end();
  await desk.close();
});

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${bench.sandbox.url}/sandbox${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = text.startsWith('{') ? JSON.parse(text) : null;
  return { status: response.status, json, headers: response.headers };
};
const phonePath = () => `/api/phones/${firstPhone(bench.sandbox).phone.openid}`;

describe('the state', () => {
  it('names the clock, the desk, the phones and the demo staff', async () => {
    const { status, json, headers } = await call('GET', '/api/state');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json).toMatchObject({
      now: START,
      canAdvance: true,
      deskUrl: desk.url,
      account: { name: '云上商店' },
      staff,
    });
    expect((json as { phones: unknown[] }).phones).toHaveLength(5);
  });

  it('of a phone shows orders, wallet and chat', async () => {
    await firstPhone(bench.sandbox).phone.say('退款');
    const { json } = await call('GET', phonePath());
    expect(json).toMatchObject({
      messages: [{ from: 'customer', text: '退款', at: START }],
      window: { left: 5, closesAt: START + 48 * 3_600_000 },
      orders: [{ amountFen: 19_800, refundedFen: 0 }, { amountFen: 6_000 }],
      wallet: [{ kind: 'payment', amountFen: 19_800 }, { kind: 'payment' }],
    });
  });

  it('of an unknown phone: 404', async () => {
    expect((await call('GET', '/api/phones/nobody')).status).toBe(404);
  });
});

describe('what a visitor does on the page', () => {
  it('typing reaches the desk', async () => {
    const answer = await call('POST', `${phonePath()}/messages`, { text: '退款' });
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({ message: { from: 'customer', text: '退款' } });
    await desk.received(1);
  });

  it('a picture reaches the desk and can be looked at', async () => {
    const bytes = randomBytes(300);
    const body = { image: bytes.toString('base64'), contentType: 'image/png' };
    const answer = await call('POST', `${phonePath()}/messages`, body);
    await desk.received(1);
    const { imageUrl } = (answer.json as { message: { imageUrl: string } }).message;
    const picture = await fetch(`${bench.sandbox.url}${imageUrl}`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('leaving the account: the desk hears of it, and nothing can be typed until following again', async () => {
    expect((await call('POST', `${phonePath()}/events`, { event: 'unsubscribe' })).status).toBe(202);
    await desk.received(1);
    expect((await call('POST', `${phonePath()}/messages`, { text: '在吗' })).status).toBe(409);
    expect((await call('POST', `${phonePath()}/events`, { event: 'subscribe' })).status).toBe(202);
    expect((await call('POST', `${phonePath()}/messages`, { text: '在吗' })).status).toBe(202);
  });

  it.each<[string, string, unknown]>([
    ['an empty text', 'messages', { text: '' }],
    ['a text and a picture', 'messages', { text: 'a', image: 'AAAA', contentType: 'image/png' }],
    ['a picture of another type', 'messages', { image: 'AAAA', contentType: 'text/html' }],
    ['no base64', 'messages', { image: '!', contentType: 'image/png' }],
    ['no JSON', 'messages', '{'],
    ['an unknown event', 'events', { event: 'explode' }],
  ])('with %s: 400, nothing sent', async (_, what, body) => {
    const answer = await call('POST', `${phonePath()}/${what}`, body);
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error: { code: 'invalid_body' } });
    expect(firstPhone(bench.sandbox).phone.screen().messages).toHaveLength(0);
  });

  it('a body over 4 MB: 413', async () => {
    const answer = await call('POST', `${phonePath()}/messages`, { text: 'x'.repeat(4 * 1024 * 1024) });
    expect(answer.status).toBe(413);
  });
});

describe('moving the clock', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['3d', 259_200_000],
  ])('by %s', async (advance, ms) => {
    const answer = await call('POST', '/api/clock', { advance });
    expect(answer).toMatchObject({ status: 200, json: { now: START + ms } });
    expect(moved).toEqual([ms]);
  });

  it.each<unknown>(['3', '-3d', '0d', '3w', '1.5h', '401d', '', 3, null])(
    'by %p: 400, it stays',
    async (advance) => {
      expect((await call('POST', '/api/clock', { advance })).status).toBe(400);
      expect(moved).toEqual([]);
    },
  );

  it('settles refunds that have become due', async () => {
    const { order } = firstPhone(bench.sandbox);
    await callPay(bench.sandbox, START, 'POST', '/v3/refund/domestic/refunds', {
      out_trade_no: order.outTradeNo,
      out_refund_no: 'RF1-1',
      notify_url: `${desk.url}/notify`,
      amount: { refund: 19_800, total: 19_800, currency: 'CNY' },
    });
    expect((await call('GET', '/api/refunds')).json).toMatchObject({ refunds: [{ status: 'PROCESSING' }] });
    await call('POST', '/api/clock', { advance: '1m' });
    await desk.received(1);
    expect((await call('GET', '/api/refunds')).json).toMatchObject({
      refunds: [{ status: 'SUCCESS', settledAt: START + 60_000 }],
    });
  });

  it('that is somebody else’s: 409', async () => {
    const other = await startBench();
    const response = await fetch(`${other.sandbox.url}/sandbox/api/clock`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"advance":"1d"}',
    });
    await other.end();
    expect(response.status).toBe(409);
  });
});

describe('the stream of changes', () => {
  it('tells of a message while it is open, and ends when the sandbox does', async () => {
    const response = await fetch(`${bench.sandbox.url}/sandbox/api/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const reader = response.body?.getReader();
    if (reader === undefined) throw new Error('no stream');
    let text = '';
    const until = async (wanted: string): Promise<void> => {
      while (!text.includes(wanted)) {
        const chunk: { readonly value?: Uint8Array } = await reader.read();
        if (chunk.value === undefined) throw new Error(`the stream ended after ${text}`);
        text += Buffer.from(chunk.value).toString();
      }
    };
    await until(': listening');
    const { phone } = firstPhone(bench.sandbox);
    await phone.say('退款');
    await until(`id: 1\nevent: change\ndata: {"kind":"phone","openid":"${phone.openid}"}\n\n`);
  });
});

describe('who may use it', () => {
  const withHost = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(bench.sandbox.url);
      request({ host: '127.0.0.1', port, path: '/sandbox/api/state', headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it('this machine by its own name, not by another site’s', async () => {
    expect(await withHost('localhost:3000')).toBe(200);
    expect(await withHost('evil.example')).toBe(403);
  });

  it('a form of another site cannot post: 415', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    expect((await call('POST', '/api/clock', '{"advance":"1d"}', headers)).status).toBe(415);
    expect(moved).toEqual([]);
  });

  it.each(['/../package.json', '/%2e%2e%2foptions.ts', '/.env', '/nothing.js'])(
    'no file beyond the page: %s',
    async (path) => {
      expect((await call('GET', path)).status).toBe(404);
    },
  );

  it('not other machines: it refuses to listen beyond loopback', async () => {
    await expect(startBench({ host: '0.0.0.0' })).rejects.toThrow('loopback only');
  });
});

describe('faults', () => {
  it('are planned and cleared over HTTP; nonsense is refused', async () => {
    const plan = (body: unknown) => call('POST', '/api/faults', body);
    expect((await plan({ on: 'token', effect: 'error', errcode: -1 })).status).toBe(202);
    expect(bench.sandbox.faults.take('token')).toMatchObject({ errcode: -1, times: 1 });
    expect((await plan({ on: 'token', effect: 'forged' })).status).toBe(400);
    await plan({ on: 'token', effect: 'hang' });
    expect((await call('DELETE', '/api/faults')).status).toBe(204);
    expect(bench.sandbox.faults.take('token')).toBeNull();
  });
});
