import { putOrder } from '../../../src/usecases/put-order.ts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mark, reserve } from '../../../src/domain/ledger.ts';
import type { Order } from '../../../src/domain/order.ts';
import type { Store } from '../../../src/store/store.ts';
import { orderRoutes } from '../../../src/transport/orders/routes.ts';
import { changeExisting } from '../../../src/usecases/change.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import {
  Cleanup,
  type CapturedLog,
  type Client,
  capturedLog,
  serve,
  temporaryStore,
} from '../../support/http-app.ts';

const token = 'shop-feed-token-0123456789';
const outTradeNo = 'SHOP-20260302-1';
const path = `/api/orders/${outTradeNo}`;
const today = Date.parse('2026-03-05T12:00:00+08:00');
let now = today;
const item = {
  transactionId: '4200000000202603020000000001',
  appid: 'wx0123456789abcdef',
  openid: 'oABCD0123456789012345678xyz9',
  description: '会员一年',
  amountFen: 19_900,
  paidAt: '2026-03-02T10:00:00+08:00',
  usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
};

const feedOf = (kept: Store, expected: string | null) =>
  orderRoutes({
    store: kept,
    clock: { now: () => now },
    token: expected,
    feed: (given) => putOrder({ store: kept, clock: { now: () => now } }, given),
  });

let cleanup: Cleanup;
let store: Store;
let captured: CapturedLog;
let call: Client;
const put = (body: unknown, at = path) => call(at, { method: 'PUT', token, body });
const get = () => call(path, { token });
const stored = async (): Promise<Order> => {
  const found = await store.get(orders, outTradeNo);
  if (!found) throw new Error('no such order');
  return found.doc;
};

beforeEach(async () => {
  cleanup = new Cleanup();
  captured = capturedLog();
  now = today;
  store = await temporaryStore(cleanup, [orders]);
  const routes = feedOf(store, token);
  call = await serve(cleanup, [routes], { log: captured.log, now: () => now });
});
afterEach(() => cleanup.run());

describe('PUT /api/orders/{outTradeNo}', () => {
  it('a new order: 201, and it can be read back, with everything refundable', async () => {
    expect((await put(item)).status).toBe(201);
    const answer = await get();
    expect(answer.status).toBe(200);
    expect(answer.at('')).toEqual({
      ...item,
      outTradeNo,
      unionid: null,
      email: null,
      paidAt: '2026-03-02T10:00:00.000+08:00',
      promotional: false,
      terminatedForViolation: false,
      source: 'feed',
      refundableFen: 19_900,
      refunds: [],
    });
  });

  it('the same order again: 200, and nothing is written', async () => {
    await put(item);
    const before = await store.get(orders, outTradeNo);
    expect((await put(item)).status).toBe(200);
    expect((await store.get(orders, outTradeNo))?.revision).toBe(before?.revision);
  });

  it('the same order an hour later: 200, and only that it was told of is written', async () => {
    await put(item);
    const before = await stored();
    now += 3_600_000;
    expect((await put(item)).status).toBe(200);
    expect(await stored()).toEqual({ ...before, toldAt: now });
  });

  it('a change of what was used or decided: 200, and it stands', async () => {
    await put(item);
    const usage = { paidFeaturesUsed: true, quotaUsed: 40, quotaTotal: 100 };
    const answer = await put({ ...item, usage, promotional: true, terminatedForViolation: true });
    expect(answer.status).toBe(200);
    expect(await stored()).toMatchObject({ usage, promotional: true, terminatedForViolation: true });
  });

  it.each([{ usage: null }, {}])('usage as %j: not known', async (given) => {
    await put({ ...item, usage: undefined, ...given });
    expect((await stored()).usage).toBeNull();
  });

  it('an order number with every permitted character: taken', async () => {
    const odd = 'A-b_9|*@';
    expect((await put(item, `/api/orders/${encodeURIComponent(odd)}`)).status).toBe(201);
    expect((await store.get(orders, odd))?.doc.outTradeNo).toBe(odd);
  });

  it.each([
    ['transactionId', '4200000000202603020000000009'],
    ['appid', 'wx00000000000other'],
    ['openid', 'oOTHER'],
    ['amountFen', 19_901],
    ['paidAt', '2026-03-02T10:00:01+08:00'],
  ])('another %s than before: 409 order_conflict naming it, nothing changed', async (field, value) => {
    await put(item);
    const before = await stored();
    const answer = await put({ ...item, [field]: value, description: 'changed' });
    expect([answer.status, answer.error?.code]).toEqual([409, 'order_conflict']);
    expect(answer.error?.details).toEqual({ fields: [field] });
    expect(answer.error?.message).toContain(field);
    expect(await stored()).toEqual(before);
  });

  it('the transaction of another order: 409 order_conflict naming both, nothing stored', async () => {
    await put(item);
    const answer = await put(item, '/api/orders/SHOP-20260302-2');
    expect([answer.status, answer.error?.code]).toEqual([409, 'order_conflict']);
    expect(answer.error?.message).toContain(outTradeNo);
    expect(answer.error?.details).toEqual({ fields: ['transactionId'] });
    expect((await call('/api/orders/SHOP-20260302-2', { token })).status).toBe(404);
  });

  it('an order learnt from WeChat Pay: completed, its time of payment kept', async () => {
    const paidAt = Date.parse(item.paidAt);
    const learnt = {
      unionid: null,
      email: null,
      promotional: null,
      terminatedForViolation: null,
      usage: null,
    };
    await store.insert(orders, outTradeNo, {
      ...item,
      ...learnt,
      outTradeNo,
      paidAt,
      description: '',
      source: 'wechatpay',
      toldAt: null,
      comparedAt: 5,
      ledger: [],
    });
    expect((await put({ ...item, paidAt: '2026-03-02T10:00:00.750+08:00' })).status).toBe(200);
    expect(await stored()).toMatchObject({
      usage: item.usage,
      promotional: false,
      description: item.description,
      source: 'wechatpay',
      comparedAt: 5,
      toldAt: now,
      paidAt,
    });
  });
});

describe('the ledger of an order', () => {
  const request = { outRefundNo: 'RF20260305ABCDEF-1', caseNo: 'RF20260305ABCDEF', amountFen: 5_000 };

  it('after a feed update: untouched, and shown with what is left', async () => {
    await put(item);
    await changeExisting(store, orders, outTradeNo, (order) => reserve(order, request, now).order);
    await put({ ...item, usage: null });
    const answer = await get();
    expect(answer.at('refundableFen')).toBe(14_900);
    expect(answer.at('refunds')).toEqual([
      { ...request, state: 'reserved', at: '2026-03-05T12:00:00.000+08:00' },
    ]);
  });

  it('sent by the feed: 400, nothing changed', async () => {
    await put(item);
    const answer = await put({ ...item, description: 'changed', ledger: [] });
    expect(answer.error).toMatchObject({ code: 'invalid_request', details: [{ path: 'ledger' }] });
    expect((await stored()).description).toBe(item.description);
  });

  it('written between the reading and the writing of a feed update: both stand', async () => {
    await put(item);
    let interrupted = false;
    const interrupting: Store = {
      ...store,
      replace: async (collection, at, doc) => {
        if (!interrupted) {
          interrupted = true;
          await changeExisting(store, orders, outTradeNo, (order) => reserve(order, request, now).order);
        }
        return store.replace(collection, at, doc);
      },
    };
    const routes = feedOf(interrupting, token);
    call = await serve(cleanup, [routes], { log: captured.log, now: () => now });
    expect((await put({ ...item, description: 'changed' })).status).toBe(200);
    expect(await stored()).toMatchObject({
      description: 'changed',
      ledger: [{ ...request, state: 'reserved' }],
    });
  });

  it('written while the feed updates the order: every reservation is kept', async () => {
    await put(item);
    const numbers = Array.from({ length: 8 }, (_, n) => `RF20260305ABCDEF-${String(n + 1)}`);
    const reservations = numbers.map(async (outRefundNo) => {
      const one = { ...request, outRefundNo, amountFen: 100 };
      await changeExisting(store, orders, outTradeNo, (order) => reserve(order, one, now).order);
      await changeExisting(store, orders, outTradeNo, (order) => mark(order, outRefundNo, 'settled', now));
    });
    const updates = numbers.map((_, n) => put({ ...item, description: `version ${String(n)}` }));
    await Promise.all([...reservations, ...updates]);
    expect((await Promise.all(updates)).map((answer) => answer.status)).toEqual(numbers.map(() => 200));
    const { ledger } = await stored();
    expect(ledger.map((entry) => entry.outRefundNo).sort()).toEqual(numbers);
    expect(ledger.every((entry) => entry.state === 'settled')).toBe(true);
  });
});

describe('a request to the order feed that is wrong', () => {
  it.each([
    ['no transactionId', { transactionId: undefined }, 'transactionId'],
    ['an empty openid', { openid: '' }, 'openid'],
    ['an amount with a fraction', { amountFen: 0.5 }, 'amountFen'],
    ['an amount of nothing', { amountFen: 0 }, 'amountFen'],
    ['an amount as text', { amountFen: '19900' }, 'amountFen'],
    ['a time without an offset', { paidAt: '2026-03-02T10:00:00' }, 'paidAt'],
    ['a day that is none', { paidAt: '2026-02-30T10:00:00+08:00' }, 'paidAt'],
    ['a payment in the future', { paidAt: '2026-03-07T10:00:00+08:00' }, 'paidAt'],
    ['negative usage', { usage: { ...item.usage, quotaUsed: -1 } }, 'usage.quotaUsed'],
    ['half a usage', { usage: { paidFeaturesUsed: true } }, 'usage.quotaUsed'],
    ['an address that is none', { email: 'nobody' }, 'email'],
    ['another number than the address', { outTradeNo: 'SHOP-20260302-2' }, 'outTradeNo'],
  ])('%s: 400 invalid_request naming the field, nothing stored', async (_what, wrong, field) => {
    const answer = await put({ ...item, ...wrong });
    expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_request']);
    expect(answer.error?.details).toContainEqual({ path: field, message: expect.any(String) });
    expect((await get()).status).toBe(404);
  });

  it.each(['short', 'has%20space', 'x'.repeat(33), 'SHOP%00123'])(
    'the order number %s: 400 invalid_request',
    async (bad) => {
      const answer = await put(item, `/api/orders/${bad}`);
      expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_request']);
    },
  );

  it('an order nobody has sent: 404 order_not_found', async () => {
    const answer = await get();
    expect([answer.status, answer.error?.code]).toEqual([404, 'order_not_found']);
  });

  it.each([
    ['no token', {}],
    ['another token', { token: 'shop-feed-token-012345678X' }],
    ['a token of another kind', { headers: { Authorization: `Basic ${token}` } }],
  ])('%s: 401 unauthenticated, nothing stored', async (_what, credentials) => {
    const answer = await call(path, { method: 'PUT', body: item, ...credentials });
    expect([answer.status, answer.error?.code]).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer');
    expect((await get()).status).toBe(404);
  });

  it('the feed being off: 503 order_feed_off whatever the token', async () => {
    const off = feedOf(store, null);
    const closed = await serve(cleanup, [off], { log: captured.log, now: () => now });
    const answer = await closed(path, { method: 'PUT', token, body: item });
    expect([answer.status, answer.error?.code]).toEqual([503, 'order_feed_off']);
  });
});

it('the log of feed requests names neither the token nor the customer', async () => {
  await put(item);
  await put({ ...item, openid: 'oABCD0123456789012345678xyz8' });
  expect(captured.lines().map((line) => line['status'])).toEqual([201, 409]);
  expect(captured.text()).not.toMatch(/shop-feed-token|oABCD0123456789/);
});
