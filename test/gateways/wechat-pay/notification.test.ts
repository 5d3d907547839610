import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decryptResource } from '../../../src/gateways/wechat-pay/resource.ts';
import { vectors } from '../../support/wechatpay-vectors.ts';
import {
  type Bench,
  PUBLIC_KEY_ID,
  asNotificationHeaders,
  envelope,
  startBench,
} from '../../support/wechatpay.ts';
import { makeKeys, seal, signedHeaders, withFlippedTag } from '../../support/wechatpay-wire.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.server.close());

const verify = (
  body: string,
  change: { offsetSeconds?: number; headers?: object; sent?: string; signer?: Bench['signer'] } = {},
) => {
  const headers = signedHeaders(change.signer ?? bench.signer, body, change);
  return bench.pay.verifyNotification(
    { ...asNotificationHeaders(headers), ...change.headers },
    Buffer.from(change.sent ?? body),
  );
};
const genuine = envelope(vectors.withData);

describe('a ciphertext made by another implementation', () => {
  const key = Buffer.from(vectors.apiV3Key);

  it.each([['with', vectors.withData] as const, ['without', vectors.withoutData] as const])(
    '%s associated data, decrypts to its plaintext',
    (_what, resource) => {
      expect(decryptResource(key, resource)?.toString('utf8')).toBe(vectors.plaintext);
    },
  );

  it.each([
    ['a flipped tag', withFlippedTag(vectors.withData)],
    ['other associated data', { ...vectors.withData, associated_data: 'refunds' }],
    ['no associated data', { ...vectors.withData, associated_data: '' }],
    ['another nonce', { ...vectors.withData, nonce: 'fdasflkja485' }],
    ['a changed first byte', { ...vectors.withData, ciphertext: `A${vectors.withData.ciphertext.slice(1)}` }],
    ['fewer bytes than a tag', { ...vectors.withData, ciphertext: 'AAAA' }],
  ])('with %s, does not decrypt', (_what, resource) => {
    expect(decryptResource(key, resource)).toBeUndefined();
  });
});

describe('a notification', () => {
  it('genuine, tells which refund moved', async () => {
    expect(await verify(genuine)).toEqual({
      ok: true,
      id: 'EV-2026112310345600001',
      eventType: 'REFUND.SUCCESS',
      outRefundNo: 'RF20261123ABCDEF-1',
      refundId: '50300000012026112300000001',
      refundStatus: 'SUCCESS',
      transactionId: '4200002001202611201234567890',
      amountFen: 9900,
      totalFen: 9900,
    });
  });

  it('genuine without associated data, is read too', async () => {
    expect(await verify(envelope(vectors.withoutData))).toMatchObject({ ok: true });
  });

  it.each([-299, 0, 300])('signed %i s from our clock, is accepted', async (offsetSeconds) => {
    expect(await verify(genuine, { offsetSeconds })).toMatchObject({ ok: true });
  });
  it.each([-301, 302, -86400])('signed %i s from our clock, is expired', async (offsetSeconds) => {
    expect(await verify(genuine, { offsetSeconds })).toMatchObject({ ok: false, code: 'expired' });
  });
  it('captured and sent again after 5 minutes, is expired', async () => {
    const headers = asNotificationHeaders(signedHeaders(bench.signer, genuine));
    const send = () => bench.pay.verifyNotification(headers, Buffer.from(genuine));
    const at = bench.clock.now();
    expect(await send()).toMatchObject({ ok: true });
    bench.clock.set(at + 240_000);
    expect(await send()).toMatchObject({ ok: true });
    bench.clock.set(at + 301_000);
    expect(await send()).toMatchObject({ ok: false, code: 'expired' });
    bench.clock.set(at);
  });

  it('with a signature test, fails', async () => {
    const headers = { signature: 'WECHATPAY/SIGNTEST/dGVzdA==' };
    expect(await verify(genuine, { headers })).toMatchObject({ ok: false, code: 'bad_signature' });
  });
  it('signed by another key under our serial, fails', async () => {
    const signer = { keys: makeKeys(), serial: PUBLIC_KEY_ID, now: bench.clock.now };
    expect(await verify(genuine, { signer })).toMatchObject({ ok: false, code: 'bad_signature' });
  });
  it.each([
    ['one changed character', genuine.replace('EV-', 'EW-')],
    ['a space more', `${genuine} `],
    ['its JSON written anew', JSON.stringify(JSON.parse(genuine), null, 1)],
  ])('with %s after signing, fails', async (_what, sent) => {
    expect(await verify(genuine, { sent })).toMatchObject({ ok: false, code: 'bad_signature' });
  });

  it.each(['timestamp', 'nonce', 'signature', 'serial'])('without its %s, is malformed', async (name) => {
    expect(await verify(genuine, { headers: { [name]: '' } })).toMatchObject({
      ok: false,
      code: 'malformed',
    });
  });
  it.each([
    ['a v2 body in XML', '<xml><return_code>SUCCESS</return_code></xml>'],
    ['an empty body', ''],
    ['JSON null', 'null'],
    ['an event that is no refund', genuine.replace('REFUND.SUCCESS', 'TRANSACTION.SUCCESS')],
    ['another algorithm', genuine.replace('AEAD_AES_256_GCM', 'AEAD_SM4_GCM')],
    ['a flipped tag', envelope(withFlippedTag(vectors.withData))],
    ['wrong associated data', envelope({ ...vectors.withData, associated_data: 'transaction' })],
    ['a plaintext that is no JSON', envelope(seal(vectors.apiV3Key, 'refund', 'refund'))],
    ['a plaintext without a number', envelope(seal(vectors.apiV3Key, '{"refund_id":"1"}', 'refund'))],
  ])('signed, but with %s, is malformed', async (_what, body) => {
    expect(await verify(body)).toMatchObject({ ok: false, code: 'malformed' });
  });
  it('about another merchant, is told apart from a malformed one', async () => {
    const other = vectors.plaintext.replace('1900000109', '1900000999');
    expect(await verify(envelope(seal(vectors.apiV3Key, other, 'refund')))).toMatchObject({
      ok: false,
      code: 'wrong_merchant',
    });
  });
});
