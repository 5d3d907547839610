import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Bench,
  MCHID,
  MERCHANT_SERIAL,
  PUBLIC_KEY_ID,
  refundBody,
  refundRequest,
  startBench,
  transactionBody,
} from '../../support/wechatpay.ts';
import {
  type Captured,
  answerSigned,
  authorizationFields,
  fiveLines,
  opensslVerifies,
} from '../../support/wechatpay-wire.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.server.close());
beforeEach(() => {
  bench.server.requests.length = 0;
  bench.server.respond = answerSigned(bench.signer, 200, refundBody);
});

const only = (): Captured => {
  const [request, ...others] = bench.server.requests;
  if (!request || others.length > 0) throw new Error('expected exactly one request');
  return request;
};
const genuine = (request: Captured): boolean =>
  opensslVerifies(
    bench.merchant,
    fiveLines(request),
    authorizationFields(request.headers.authorization ?? '').signature ?? '',
  );

describe('a refund application', () => {
  it('sent over HTTP, openssl verifies its signature over exactly the bytes that arrived', async () => {
    await bench.pay.refund(refundRequest);
    const request = only();
    expect(request.method).toBe('POST');
    expect(request.path).toBe('/v3/refund/domestic/refunds');
    expect(genuine(request)).toBe(true);
    expect(genuine({ ...request, body: request.body.replace('9900', '9901') })).toBe(false);
  });

  it('sent, names merchant, certificate, our clock, the key to answer with, and who is calling', async () => {
    await bench.pay.refund(refundRequest);
    const { headers } = only();
    expect(headers.authorization).toMatch(/^WECHATPAY2-SHA256-RSA2048 /);
    expect(authorizationFields(headers.authorization ?? '')).toMatchObject({
      mchid: MCHID,
      serial_no: MERCHANT_SERIAL,
      timestamp: String(Math.floor(bench.clock.now() / 1000)),
    });
    expect(headers['wechatpay-serial']).toBe(PUBLIC_KEY_ID);
    expect(headers['user-agent']).toMatch(/^refund-desk/);
    expect(headers['content-type']).toBe('application/json');
  });

  it('sent, its body is the documented one: notify_url present, no null, nothing else', async () => {
    await bench.pay.refund(refundRequest);
    expect(JSON.parse(only().body)).toEqual({
      transaction_id: refundRequest.transactionId,
      out_refund_no: refundRequest.outRefundNo,
      reason: '服务无法使用',
      notify_url: 'https://shop.example/wechatpay/refund-notifications',
      funds_account: 'AVAILABLE',
      amount: { refund: 9900, total: 9900, currency: 'CNY' },
    });
  });

  it('sent again, the body is the same bytes under a new nonce', async () => {
    await bench.pay.refund(refundRequest);
    await bench.pay.refund({ ...refundRequest });
    const [first, second] = bench.server.requests;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers.authorization).not.toBe(first?.headers.authorization);
  });

  it.each([
    ['emoji and a flag', '坏了😀🇨🇳，请退', '坏了，请退'],
    ['an emoji joined from several', 'a👨‍👩‍👧❤️b', 'a❤b'],
    ['line breaks and control characters', ' 一\r\n二\u0000三\t', '一 二 三'],
    ['half of a surrogate pair', 'x\ud83dy', 'xy'],
    ['200 characters', '退'.repeat(200), '退'.repeat(80)],
    ['emoji in front of 80 characters', `😀${'退'.repeat(80)}`, '退'.repeat(80)],
  ])('with %s in the reason, sends what WeChat Pay takes', async (_what, reason, expected) => {
    await bench.pay.refund({ ...refundRequest, reason });
    expect(JSON.parse(only().body)).toMatchObject({ reason: expected });
    expect(genuine(only())).toBe(true);
  });

  it('with nothing but emoji in the reason, leaves the reason out', async () => {
    await bench.pay.refund({ ...refundRequest, reason: '😀😀' });
    expect(JSON.parse(only().body)).not.toHaveProperty('reason');
  });
});

describe('a query', () => {
  it('for a refund, is signed over its path and an empty body', async () => {
    await bench.pay.queryRefund('RF20261123ABCDEF-1');
    expect(only()).toMatchObject({ method: 'GET', path: '/v3/refund/domestic/refunds/RF20261123ABCDEF-1' });
    expect(genuine(only())).toBe(true);
  });

  it.each([
    [{ transactionId: transactionBody.transaction_id }, `id/${transactionBody.transaction_id}`],
    [{ outTradeNo: 'SHOP*2026|1@x' }, 'out-trade-no/SHOP*2026%7C1%40x'],
  ])('for an order by %j, is signed over path and query', async (by, path) => {
    await bench.pay.queryTransaction(by);
    expect(only()).toMatchObject({ method: 'GET', path: `/v3/pay/transactions/${path}?mchid=${MCHID}` });
    expect(genuine(only())).toBe(true);
  });

  it.each(['../../certificates', 'a/b', 'a?mchid=1', '订单1', '', 'x'.repeat(65), 'a\nb'])(
    'for the impossible order number %j, finds nothing and sends nothing',
    async (outTradeNo) => {
      expect(await bench.pay.queryTransaction({ outTradeNo })).toEqual({ kind: 'not_found' });
      expect(bench.server.requests).toEqual([]);
    },
  );
});
