import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Bench,
  PUBLIC_KEY_ID,
  refundBody,
  refundRequest,
  startBench,
  transactionBody,
} from '../../support/wechatpay.ts';
import {
  type Respond,
  type Signer,
  answerPlain,
  answerSigned,
  makeKeys,
  signedHeaders,
} from '../../support/wechatpay-wire.ts';

let bench: Bench;
let forger: Signer;
beforeAll(async () => {
  bench = await startBench({ timeoutMs: 400 });
  forger = { keys: makeKeys(), serial: PUBLIC_KEY_ID, now: bench.clock.now };
});
afterAll(() => bench.server.close());

const genuine: Respond = (request, response) => {
  answerSigned(bench.signer, 200, refundBody)(request, response);
};
const html = '<html><body><h1>502 Bad Gateway</h1></body></html>';
const json = (code: string): object => ({ code, message: '…' });

describe('a refund application, answered', () => {
  it('200, signed and about what we asked, gives the record', async () => {
    bench.server.respond = genuine;
    expect(await bench.pay.refund(refundRequest)).toEqual({
      kind: 'answered',
      record: {
        refundId: '50300000012026112300000001',
        outRefundNo: 'RF20261123ABCDEF-1',
        transactionId: '4200002001202611201234567890',
        outTradeNo: 'SHOP20261120001',
        status: 'PROCESSING',
        amountFen: 9900,
        totalFen: 9900,
        payerRefundFen: 9900,
        userReceivedAccount: '支付用户零钱',
        successTime: null,
      },
    });
  });

  it('200 with SUCCESS, gives the time of arrival as an instant', async () => {
    const success = { ...refundBody, status: 'SUCCESS', success_time: '2026-11-23T10:34:56+08:00' };
    bench.server.respond = answerSigned(bench.signer, 200, success);
    expect(await bench.pay.refund(refundRequest)).toMatchObject({
      record: { status: 'SUCCESS', successTime: Date.UTC(2026, 10, 23, 2, 34, 56) },
    });
  });

  const undecided: [string, () => Respond][] = [
    ['202', () => answerSigned(bench.signer, 202, refundBody)],
    ['204', () => answerSigned(bench.signer, 204, '')],
    ['500 SYSTEM_ERROR', () => answerPlain(500, json('SYSTEM_ERROR'))],
    ['502 as HTML', () => answerPlain(502, html)],
    ['503', () => answerPlain(503, '')],
    ['400 SYSTEM_ERROR', () => answerPlain(400, json('SYSTEM_ERROR'))],
    ['429 FREQUENCY_LIMITED', () => answerPlain(429, json('FREQUENCY_LIMITED'))],
    ['429 without a body', () => answerPlain(429, '')],
    ['429 under a code nobody knows', () => answerPlain(429, json('SLOW_DOWN'))],
    ['408 under a code', () => answerPlain(408, json('TIMEOUT'))],
    ['403 RATELIMIT_EXCEEDED', () => answerPlain(403, json('RATELIMIT_EXCEEDED'))],
    ['403 as HTML from a proxy', () => answerPlain(403, html)],
    ['404 as JSON without a code', () => answerPlain(404, { error: 'no route' })],
    [
      'a redirect to a genuine answer',
      () => (request, response) => {
        const moved = answerPlain(302, '', { Location: `${bench.server.base}/elsewhere` });
        (request.path === '/elsewhere' ? genuine : moved)(request, response);
      },
    ],
    ['200 as signed HTML', () => answerSigned(bench.signer, 200, html)],
    [
      '200 with a status nobody knows',
      () => answerSigned(bench.signer, 200, { ...refundBody, status: 'DONE' }),
    ],
    ['200 without amounts', () => answerSigned(bench.signer, 200, { ...refundBody, amount: null })],
    ['200 without a signature', () => answerPlain(200, refundBody)],
    ['200 signed by another key', () => answerSigned(forger, 200, refundBody)],
    ['200 signed 301 s ago', () => answerSigned(bench.signer, 200, refundBody, { offsetSeconds: -301 })],
    ['200 signed 302 s ahead', () => answerSigned(bench.signer, 200, refundBody, { offsetSeconds: 302 })],
    [
      '200 whose body was changed after signing',
      () =>
        answerPlain(
          200,
          { ...refundBody, status: 'SUCCESS' },
          signedHeaders(bench.signer, JSON.stringify(refundBody)),
        ),
    ],
    [
      '200 with a signature test',
      () =>
        answerPlain(200, refundBody, {
          ...signedHeaders(bench.signer, JSON.stringify(refundBody)),
          'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/abcdefgh',
        }),
    ],
    ['403 NOT_ENOUGH signed by another key', () => answerSigned(forger, 403, json('NOT_ENOUGH'))],
    ['nothing at all', () => () => undefined],
    ['a reset before the answer', () => (_request, response) => response.destroy()],
    [
      'a reset in the middle of the body',
      () => (_request, response) => {
        const text = JSON.stringify(refundBody);
        response.writeHead(200, {
          ...signedHeaders(bench.signer, text),
          'Content-Length': String(text.length + 9),
        });
        response.write(text.slice(0, 40), () => response.destroy());
      },
    ],
    [
      'half a body and then silence',
      () => (_request, response) => {
        response.writeHead(200, signedHeaders(bench.signer, JSON.stringify(refundBody)));
        response.write('{"refund_id":');
      },
    ],
    ['a megabyte', () => answerSigned(bench.signer, 200, { ...refundBody, padding: 'x'.repeat(1_000_000) })],
  ];
  it.each(undecided)('%s, is unknown, and its detail holds no credential', async (_what, respond) => {
    bench.server.respond = respond();
    const answer = await bench.pay.refund(refundRequest);
    expect(answer).toEqual({ kind: 'unknown', detail: expect.stringMatching(/^[^\n]{3,160}$/) });
    expect(JSON.stringify(answer)).not.toMatch(/WECHATPAY2|signature=|mchid=|nonce_str/);
  });

  it('by nobody, for nothing listens there, is unknown', async () => {
    const gone = await startBench();
    await gone.server.close();
    expect(await gone.pay.refund(refundRequest)).toEqual({
      kind: 'unknown',
      detail: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it.each([
    [400, 'PARAM_ERROR'],
    [400, 'INVALID_REQUEST'],
    [401, 'SIGN_ERROR'],
    [403, 'NOT_ENOUGH'],
    [403, 'USER_ACCOUNT_ABNORMAL'],
    [403, 'NO_AUTH'],
    [404, 'MCH_NOT_EXISTS'],
    [404, 'RESOURCE_NOT_EXISTS'],
  ])('%i %s, unsigned or signed, is refused in those words', async (status, code) => {
    const refusal = { kind: 'refused', status, code, message: '…' };
    bench.server.respond = answerPlain(status, json(code));
    expect(await bench.pay.refund(refundRequest)).toEqual(refusal);
    bench.server.respond = answerSigned(bench.signer, status, json(code));
    expect(await bench.pay.refund(refundRequest)).toEqual(refusal);
  });

  it.each([
    ['number', { out_refund_no: 'RF20261123ABCDEF-2' }, 'outRefundNo'],
    ['order', { transaction_id: '4200000000000000000000000000' }, 'transactionId'],
    ['amount', { amount: { ...refundBody.amount, refund: 990 } }, 'amountFen is 990, expected 9900'],
    ['total', { amount: { ...refundBody.amount, total: 19900 } }, 'totalFen is 19900, expected 9900'],
  ])('genuinely but about another %s, is unknown and quarantined', async (_what, changes, detail) => {
    bench.server.respond = answerSigned(bench.signer, 200, { ...refundBody, ...changes });
    const answer = await bench.pay.refund(refundRequest);
    expect(answer).toMatchObject({ kind: 'unknown', contradicts: true });
    expect(JSON.stringify(answer)).toContain(detail);
  });
});

describe('a refund query, answered', () => {
  const query = () => bench.pay.queryRefund('RF20261123ABCDEF-1');

  it('200, gives the record', async () => {
    bench.server.respond = answerSigned(bench.signer, 200, { ...refundBody, status: 'ABNORMAL' });
    expect(await query()).toMatchObject({ kind: 'answered', record: { status: 'ABNORMAL' } });
  });
  it('404 RESOURCE_NOT_EXISTS, is not found', async () => {
    bench.server.respond = answerSigned(bench.signer, 404, json('RESOURCE_NOT_EXISTS'));
    expect(await query()).toEqual({ kind: 'not_found' });
  });
  it('404 RESOURCE_NOT_EXISTS signed by another key, is unknown', async () => {
    bench.server.respond = answerSigned(forger, 404, json('RESOURCE_NOT_EXISTS'));
    expect(await query()).toMatchObject({ kind: 'unknown' });
  });
  it('404 MCH_NOT_EXISTS, is refused: it says nothing about the refund', async () => {
    bench.server.respond = answerPlain(404, json('MCH_NOT_EXISTS'));
    expect(await query()).toMatchObject({ kind: 'refused', code: 'MCH_NOT_EXISTS' });
  });
  it('404 as HTML, is unknown', async () => {
    bench.server.respond = answerPlain(404, html);
    expect(await query()).toMatchObject({ kind: 'unknown' });
  });
  it('200 about another number, is unknown and quarantined', async () => {
    bench.server.respond = answerSigned(bench.signer, 200, { ...refundBody, out_refund_no: 'other' });
    expect(await query()).toMatchObject({ kind: 'unknown', contradicts: true });
  });
});

describe('an order query, answered', () => {
  const query = () => bench.pay.queryTransaction({ outTradeNo: 'SHOP20261120001' });

  it('200 for a paid order, gives payer, amount and time', async () => {
    bench.server.respond = answerSigned(bench.signer, 200, transactionBody);
    expect(await query()).toEqual({
      kind: 'answered',
      record: {
        appid: 'wx8888888888888888',
        mchid: '1900000109',
        outTradeNo: 'SHOP20261120001',
        transactionId: '4200002001202611201234567890',
        tradeState: 'SUCCESS',
        openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
        amountFen: 9900,
        payerTotalFen: 9900,
        successTime: Date.UTC(2026, 10, 20, 1, 0, 0),
      },
    });
  });
  it('200 for an order never paid, is not found', async () => {
    const { appid, mchid, out_trade_no } = transactionBody;
    const unpaid = { appid, mchid, out_trade_no, trade_state: 'NOTPAY' };
    bench.server.respond = answerSigned(bench.signer, 200, unpaid);
    expect(await query()).toEqual({ kind: 'not_found' });
  });
  it('404 ORDER_NOT_EXIST, is not found', async () => {
    bench.server.respond = answerSigned(bench.signer, 404, json('ORDER_NOT_EXIST'));
    expect(await query()).toEqual({ kind: 'not_found' });
  });
  it.each([
    ['merchant', { mchid: '1900000999' }],
    ['order', { out_trade_no: 'SHOP20261120002' }],
  ])('200 about another %s, is unknown and quarantined', async (_what, changes) => {
    bench.server.respond = answerSigned(bench.signer, 200, { ...transactionBody, ...changes });
    expect(await query()).toMatchObject({ kind: 'unknown', contradicts: true });
  });
});
