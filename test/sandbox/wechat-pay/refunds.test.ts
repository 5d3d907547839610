import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstPhone, startBench, type Bench } from '../../support/sandbox.ts';
import { callPay, isSignedBy, type Wrong } from '../../support/sandbox-merchant.ts';

const REFUNDS = '/v3/refund/domestic/refunds';
const DAY = 86_400_000;

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(async () => {
  await bench.end();
});

const application = (over: object = {}, amount: object = {}) => {
  const { order } = firstPhone(bench.sandbox);
  return {
    transaction_id: order.transactionId,
    out_refund_no: 'RF1-1',
    reason: '未使用',
    notify_url: 'http://127.0.0.1:9/wechatpay/refund-notifications',
    amount: { refund: order.amountFen, total: order.amountFen, currency: 'CNY', ...amount },
    ...over,
  };
};
const apply = (body: unknown, wrong?: Wrong) =>
  callPay(bench.sandbox, bench.time.clock.now(), 'POST', REFUNDS, body, wrong);
const get = (path: string, wrong?: Wrong) =>
  callPay(bench.sandbox, bench.time.clock.now(), 'GET', path, undefined, wrong);
const recorded = () => bench.sandbox.pay.refunds().map(({ outRefundNo }) => outRefundNo);

describe('who calls', () => {
  it.each<[string, Wrong]>([
    ['a body other than the signed one', { signedBody: '{}' }],
    ['a clock 301 s behind', { timestampOff: -301 }],
    ['a clock 301 s ahead', { timestampOff: 301 }],
    ['another merchant', { mchid: '1900000001' }],
    ['another serial number', { serial: '00' }],
    ['no Authorization', { headers: { Authorization: '' } }],
  ])('with %s: 401 SIGN_ERROR, unsigned, nothing recorded', async (_, wrong) => {
    const answer = await apply(application(), wrong);
    expect([answer.status, answer.body['code']]).toEqual([401, 'SIGN_ERROR']);
    expect(answer.headers.get('wechatpay-signature')).toBeNull();
    expect(recorded()).toEqual([]);
  });

  it('within five minutes either way is let in', async () => {
    for (const timestampOff of [-299, 299]) {
      expect((await get(`${REFUNDS}/none`, { timestampOff })).status).toBe(404);
    }
  });

  it('is answered under the key asked for: the public key, or the certificate listed', async () => {
    const { credentials } = bench.sandbox;
    const byKey = await apply(application());
    expect(byKey.headers.get('wechatpay-serial')).toBe(credentials.payPublicKeyId);
    expect(isSignedBy(credentials.payPublicKey, (name) => byKey.headers.get(name), byKey.text)).toBe(true);
    const headers = { 'Wechatpay-Serial': credentials.platformSerial };
    const byCertificate = await get(`${REFUNDS}/RF1-1`, { headers });
    const { platformCertificate } = credentials;
    const header = (name: string) => byCertificate.headers.get(name);
    expect(isSignedBy(platformCertificate, header, byCertificate.text)).toBe(true);
    expect(isSignedBy(credentials.payPublicKey, header, byCertificate.text)).toBe(false);
  });
});

describe('a refund', () => {
  it('is accepted as PROCESSING, and the query shows it so', async () => {
    const answer = await apply(application());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      out_refund_no: 'RF1-1',
      status: 'PROCESSING',
      amount: { refund: 19_800, total: 19_800, payer_refund: 19_800, currency: 'CNY' },
    });
    expect(answer.body).not.toHaveProperty('success_time');
    expect(answer.text).not.toContain('null');
    expect((await get(`${REFUNDS}/RF1-1`)).body).toEqual(answer.body);
  });

  it('applied for again with the same number and amounts is the same refund, ten at once too', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => apply(application())));
    expect(new Set(answers.map(({ body }) => body['refund_id'])).size).toBe(1);
    expect(recorded()).toEqual(['RF1-1']);
  });

  it.each([
    ['the same number, another amount', 'RF1-1', { refund: 2 }],
    ['another number, the order refunded in full', 'RF1-2', {}],
  ])('%s: INVALID_REQUEST', async (_, number, amount) => {
    await apply(application());
    bench.time.jump(60_000);
    const answer = await apply(application({ out_refund_no: number }, amount));
    expect([answer.status, answer.body['code']]).toEqual([400, 'INVALID_REQUEST']);
    expect(recorded()).toEqual(['RF1-1']);
  });

  it('in parts: a minute apart, never more than was paid', async () => {
    const part = (number: string, refund: number) =>
      apply(application({ out_refund_no: number }, { refund }));
    expect((await part('P-1', 9_900)).status).toBe(200);
    bench.time.jump(59_999);
    expect((await part('P-2', 9_900)).body['code']).toBe('FREQUENCY_LIMITED');
    bench.time.jump(1);
    expect((await part('P-2', 9_901)).body['code']).toBe('INVALID_REQUEST');
    expect((await part('P-2', 9_900)).status).toBe(200);
    expect(recorded()).toEqual(['P-1', 'P-2']);
  });

  it('in fifty parts, not fifty-one', async () => {
    for (let count = 1; count <= 51; count += 1) {
      const answer = await apply(application({ out_refund_no: `P-${String(count)}` }, { refund: 1 }));
      expect(answer.status).toBe(count <= 50 ? 200 : 400);
      bench.time.jump(60_000);
    }
  });

  it('closed gives its amount back: a new number may be refunded', async () => {
    await apply(application());
    bench.time.jump(60_000);
    await bench.sandbox.pay.settle('RF1-1', 'CLOSED');
    expect((await apply(application({ out_refund_no: 'RF1-2' }))).status).toBe(200);
  });

  it.each<[string, object, object, number, string]>([
    ['an emoji in the reason', { reason: '不好用😀' }, {}, 400, 'PARAM_ERROR'],
    ['a reason of 81 characters', { reason: '长'.repeat(81) }, {}, 400, 'PARAM_ERROR'],
    ['null for a reason', { reason: null }, {}, 400, 'PARAM_ERROR'],
    ['no notify_url', { notify_url: undefined }, {}, 400, 'PARAM_ERROR'],
    ['http beyond loopback', { notify_url: 'http://shop.example/n' }, {}, 400, 'PARAM_ERROR'],
    ['a query in notify_url', { notify_url: 'https://shop.example/n?a=1' }, {}, 400, 'PARAM_ERROR'],
    ['a space in the number', { out_refund_no: 'RF 1' }, {}, 400, 'PARAM_ERROR'],
    ['an unknown field', { openid: 'x' }, {}, 400, 'PARAM_ERROR'],
    ['half a fen', {}, { refund: 1.5 }, 400, 'PARAM_ERROR'],
    ['nothing to refund', {}, { refund: 0 }, 400, 'PARAM_ERROR'],
    ['more than the order', {}, { refund: 19_801 }, 400, 'PARAM_ERROR'],
    ['another total', {}, { refund: 1, total: 19_799 }, 400, 'INVALID_REQUEST'],
    ['an unknown order', { transaction_id: '42000' }, {}, 404, 'RESOURCE_NOT_EXISTS'],
    ['no order', { transaction_id: undefined }, {}, 400, 'PARAM_ERROR'],
  ])('with %s: refused, and a query finds nothing', async (_, over, amount, status, code) => {
    const answer = await apply(application(over, amount));
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect((await get(`${REFUNDS}/RF1-1`)).status).toBe(404);
  });

  it('365 days after payment is accepted, later not', async () => {
    const { order } = firstPhone(bench.sandbox);
    bench.time.jump(order.paidAt + 365 * DAY + 1 - bench.time.clock.now());
    expect((await apply(application())).body['code']).toBe('INVALID_REQUEST');
    bench.time.jump(-1);
    expect((await apply(application())).status).toBe(200);
  });
});

describe('an order', () => {
  it.each(['id', 'out-trade-no'])('is found by %s, and says REFUND once any of it is', async (by) => {
    const { order, phone } = firstPhone(bench.sandbox);
    const number = by === 'id' ? order.transactionId : order.outTradeNo;
    const path = `/v3/pay/transactions/${by}/${number}?mchid=${bench.sandbox.credentials.mchid}`;
    expect((await get(path)).body).toMatchObject({
      out_trade_no: order.outTradeNo,
      trade_state: 'SUCCESS',
      payer: { openid: phone.openid },
      amount: { total: 19_800, payer_total: 19_800 },
    });
    await apply(application({}, { refund: 1 }));
    expect((await get(path)).body['trade_state']).toBe('REFUND');
  });

  it('unknown: 404; of another merchant: PARAM_ERROR', async () => {
    const path = '/v3/pay/transactions/id/4200000000?mchid=';
    expect((await get(`${path}${bench.sandbox.credentials.mchid}`)).status).toBe(404);
    expect((await get(`${path}1`)).body['code']).toBe('PARAM_ERROR');
  });
});

describe('injected faults', () => {
  it('a connection broken after acceptance: the same again is answered with the one refund', async () => {
    bench.sandbox.faults.add({ on: 'refund', effect: 'reset', accepted: true });
    await expect(apply(application())).rejects.toThrow('fetch failed');
    expect(recorded()).toEqual(['RF1-1']);
    expect((await apply(application())).status).toBe(200);
    expect(recorded()).toEqual(['RF1-1']);
  });

  it('NOT_ENOUGH leaves no record', async () => {
    bench.sandbox.faults.add({ on: 'refund', effect: 'error', status: 403, code: 'NOT_ENOUGH' });
    expect((await apply(application())).body['code']).toBe('NOT_ENOUGH');
    expect(recorded()).toEqual([]);
  });

  it('a lagging record: as many queries find nothing', async () => {
    bench.sandbox.faults.add({ on: 'refund_outcome', effect: 'lag', queries: 2 });
    await apply(application());
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1) statuses.push((await get(`${REFUNDS}/RF1-1`)).status);
    expect(statuses).toEqual([404, 404, 200]);
  });

  it.each(['unsigned', 'forged'] as const)(
    'an %s answer: accepted, and not to be trusted',
    async (effect) => {
      bench.sandbox.faults.add({ on: 'refund', effect });
      const answer = await apply(application());
      const header = (name: string) => answer.headers.get(name);
      expect(answer.status).toBe(200);
      expect(isSignedBy(bench.sandbox.credentials.payPublicKey, header, answer.text)).toBe(false);
      expect(recorded()).toEqual(['RF1-1']);
    },
  );
});
