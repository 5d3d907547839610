import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstPhone, startBench, type Bench } from '../../support/sandbox.ts';
import { startDesk, type Desk, type Received } from '../../support/sandbox-desk.ts';
import { callPay, isSignedBy, openResource } from '../../support/sandbox-merchant.ts';

const MINUTE = 60_000;

let bench: Bench;
let desk: Desk;
let status: number | null;

beforeEach(async () => {
  status = 204;
  bench = await startBench();
  desk = await startDesk(() => (status === null ? null : { status }));
});
afterEach(async () => {
  await bench.end();
  await desk.close();
});

const apply = () => {
  const { order } = firstPhone(bench.sandbox);
  return callPay(bench.sandbox, bench.time.clock.now(), 'POST', '/v3/refund/domestic/refunds', {
    out_trade_no: order.outTradeNo,
    out_refund_no: 'RF1-1',
    notify_url: `${desk.url}/notify`,
    amount: { refund: order.amountFen, total: order.amountFen, currency: 'CNY' },
  });
};
const settled = async () => {
  await apply();
  bench.time.elapse(2_000);
};
const first = (): Received => {
  const [received] = desk.log;
  if (received === undefined) throw new Error('no notification');
  return received;
};
interface Envelope {
  readonly id: string;
  readonly event_type: string;
  readonly resource: {
    readonly ciphertext: string;
    readonly nonce: string;
    readonly associated_data: string;
  };
}
const envelope = (received: Received) => JSON.parse(received.body) as Envelope;
const open = (received: Received) =>
  JSON.parse(openResource(envelope(received).resource, bench.sandbox.credentials)) as Record<string, unknown>;
const header = (received: Received) => (name: string) => String(received.headers[name]);

describe('a refund that has been processed', () => {
  it('is notified signed and encrypted, and is in the customer’s wallet', async () => {
    await settled();
    await desk.received(1);
    const { credentials } = bench.sandbox;
    expect(first().headers['wechatpay-serial']).toBe(credentials.payPublicKeyId);
    expect(isSignedBy(credentials.payPublicKey, header(first()), first().body)).toBe(true);
    expect(isSignedBy(credentials.payPublicKey, header(first()), `${first().body} `)).toBe(false);
    expect(envelope(first()).event_type).toBe('REFUND.SUCCESS');
    expect(open(first())).toMatchObject({
      mchid: credentials.mchid,
      out_refund_no: 'RF1-1',
      refund_status: 'SUCCESS',
      success_time: '2026-11-24T10:00:02+08:00',
      amount: { refund: 19_800, total: 19_800 },
    });
    const { wallet, messages } = firstPhone(bench.sandbox).phone.screen();
    expect(wallet[0]).toMatchObject({ kind: 'refund', amountFen: 19_800 });
    expect(messages.at(-1)).toMatchObject({ from: 'pay', text: '退款到账通知' });
  });

  it('is processed too when the clock is moved instead of time passing', async () => {
    await apply();
    bench.time.jump(2_000);
    await bench.sandbox.runDue();
    expect(bench.sandbox.pay.refunds()[0]?.status).toBe('SUCCESS');
    expect(desk.log).toHaveLength(1);
  });

  it('acknowledged with 204 is notified once', async () => {
    await settled();
    await desk.received(1);
    await bench.sandbox.idle();
    bench.time.jump(48 * 60 * MINUTE);
    await bench.sandbox.runDue();
    expect(desk.log).toHaveLength(1);
  });

  it('not acknowledged is notified fifteen times in all, by the schedule, the same body freshly signed', async () => {
    status = 500;
    await settled();
    await desk.received(1);
    await bench.sandbox.idle();
    bench.time.elapse(14_999);
    await bench.sandbox.idle();
    expect(desk.log).toHaveLength(1);
    bench.time.elapse(1);
    await desk.received(2);
    await bench.sandbox.idle();
    for (let round = 0; round < 30; round += 1) {
      bench.time.jump(6 * 60 * MINUTE);
      await bench.sandbox.runDue();
    }
    expect(desk.log).toHaveLength(15);
    expect(new Set(desk.log.map(({ body }) => body)).size).toBe(1);
    const signedAt = desk.log.map(({ headers }) => headers['wechatpay-timestamp']);
    expect(new Set(signedAt).size).toBe(15);
    for (const each of desk.log) {
      expect(isSignedBy(bench.sandbox.credentials.payPublicKey, header(each), each.body)).toBe(true);
    }
  });

  it('not answered within five seconds is notified again', async () => {
    status = null;
    await settled();
    await desk.received(1);
    status = 204;
    bench.time.elapse(5_000);
    await bench.sandbox.idle();
    bench.time.elapse(15_000);
    await desk.received(2);
  });
});

describe('injected faults', () => {
  it('lost: settled all the same', async () => {
    bench.sandbox.faults.add({ on: 'notification', effect: 'lose' });
    await apply();
    bench.time.jump(2_000);
    await bench.sandbox.runDue();
    expect(desk.log).toHaveLength(0);
    expect(bench.sandbox.pay.refunds()[0]?.status).toBe('SUCCESS');
  });

  it('duplicated: twice the same', async () => {
    bench.sandbox.faults.add({ on: 'notification', effect: 'duplicate' });
    await settled();
    await desk.received(2);
    expect(desk.log[0]?.body).toBe(desk.log[1]?.body);
  });

  it('tampered with: signed, but the tag does not fit', async () => {
    bench.sandbox.faults.add({ on: 'notification', effect: 'tamper' });
    await settled();
    await desk.received(1);
    expect(isSignedBy(bench.sandbox.credentials.payPublicKey, header(first()), first().body)).toBe(true);
    expect(() => open(first())).toThrow();
  });

  it('ABNORMAL is notified as such, and put right becomes SUCCESS', async () => {
    bench.sandbox.faults.add({ on: 'refund_outcome', effect: 'ABNORMAL' });
    await settled();
    await desk.received(1);
    await bench.sandbox.idle();
    expect(
      firstPhone(bench.sandbox)
        .phone.screen()
        .wallet.some(({ kind }) => kind === 'refund'),
    ).toBe(false);
    await bench.sandbox.pay.settle('RF1-1', 'SUCCESS');
    expect(desk.log.map((each) => envelope(each).event_type)).toEqual(['REFUND.ABNORMAL', 'REFUND.SUCCESS']);
    await bench.sandbox.pay.settle('RF1-1', 'CLOSED');
    expect(bench.sandbox.pay.refunds()[0]?.status).toBe('SUCCESS');
  });

  it('CLOSED is final: nothing makes it SUCCESS', async () => {
    bench.sandbox.faults.add({ on: 'refund_outcome', effect: 'CLOSED' });
    await settled();
    await desk.received(1);
    await bench.sandbox.pay.settle('RF1-1', 'SUCCESS');
    expect(bench.sandbox.pay.refunds()[0]?.status).toBe('CLOSED');
    expect(desk.log.map((each) => envelope(each).event_type)).toEqual(['REFUND.CLOSED']);
  });
});

describe('the platform’s certificates', () => {
  it('are listed sealed, and the certificate inside is the one of that serial number', async () => {
    const now = bench.time.clock.now();
    const answer = await callPay(bench.sandbox, now, 'GET', '/v3/certificates');
    const [listed] = answer.body['data'] as {
      serial_no: string;
      encrypt_certificate: Envelope['resource'];
    }[];
    if (listed === undefined) throw new Error('none');
    const certificate = new X509Certificate(
      openResource(listed.encrypt_certificate, bench.sandbox.credentials),
    );
    expect(certificate.serialNumber).toBe(listed.serial_no);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(now);
  });
});
