import { afterEach, describe, expect, it } from '@jest/globals';
import { vectors } from '../../support/wechatpay-vectors.ts';
import { type Bench, asNotificationHeaders, envelope, startBench } from '../../support/wechatpay.ts';
import {
  type KeyFiles,
  type SealedResource,
  type Signer,
  answerPlain,
  answerSigned,
  makeCertificate,
  makeKeys,
  seal,
  signedHeaders,
  withFlippedTag,
} from '../../support/wechatpay-wire.ts';

const SERIAL = '7132D72A03E93CDDF8C03BBD1F37EEDF1A2B3C4D';
const INTERVAL_MS = 600_000;
const DAY_MS = 86_400_000;
const body = envelope(vectors.withData);

let bench: Bench | undefined;
afterEach(() => bench?.server.close());

const start = async (): Promise<{
  bench: Bench;
  platform: KeyFiles;
  bySerial: (serial: string) => Signer;
}> => {
  const started = await startBench({ certificateRefreshMs: INTERVAL_MS, timeoutMs: 15_000 });
  bench = started;
  const platform = makeKeys();
  return {
    bench: started,
    platform,
    bySerial: (serial) => ({ keys: platform, serial, now: started.clock.now }),
  };
};

const listing = (pem: string, serial = SERIAL, change = (each: SealedResource): SealedResource => each) => ({
  data: [
    {
      serial_no: serial,
      effective_time: '2026-01-01T00:00:00+08:00',
      expire_time: '2031-01-01T00:00:00+08:00',
      encrypt_certificate: change(seal(vectors.apiV3Key, pem, 'certificate')),
    },
  ],
});

const notify = (to: Bench, signer: Signer) =>
  to.pay.verifyNotification(asNotificationHeaders(signedHeaders(signer, body)), Buffer.from(body));

describe('the keys notifications are signed with', () => {
  it('while a merchant switches, both the public key and a platform certificate are trusted', async () => {
    const { bench: on, platform, bySerial } = await start();
    on.server.respond = answerSigned(on.signer, 200, listing(makeCertificate(platform, SERIAL, 30)));
    expect(await notify(on, bySerial(SERIAL))).toMatchObject({ ok: true });
    expect(await notify(on, on.signer)).toMatchObject({ ok: true });
    expect(await notify(on, bySerial(SERIAL))).toMatchObject({ ok: true });
    expect(on.server.requests.map((each) => each.path)).toEqual(['/v3/certificates']);
  });

  it('a list signed with the very certificate it brings, is trusted for the tag that proves it', async () => {
    const { bench: on, platform, bySerial } = await start();
    on.server.respond = answerSigned(bySerial(SERIAL), 200, listing(makeCertificate(platform, SERIAL, 30)));
    expect(await notify(on, bySerial(SERIAL))).toMatchObject({ ok: true });
  });

  it('a flood of unknown serials, fetches certificates once an interval', async () => {
    const { bench: on, platform, bySerial } = await start();
    on.server.respond = answerSigned(on.signer, 200, listing(makeCertificate(platform, SERIAL, 30)));
    const flood = () =>
      Promise.all(Array.from({ length: 40 }, (_, i) => notify(on, bySerial(`ABCDEF${String(i)}`))));
    const first = await flood();
    expect(first.every((each) => !each.ok && each.code === 'bad_signature')).toBe(true);
    expect(on.server.requests).toHaveLength(1);
    on.clock.set(on.clock.now() + INTERVAL_MS - 1);
    await flood();
    expect(on.server.requests).toHaveLength(1);
    on.clock.set(on.clock.now() + 1);
    await flood();
    expect(on.server.requests).toHaveLength(2);
  });

  it('a fetch that fails, uses up the interval too and keeps the certificates there are', async () => {
    const { bench: on, platform, bySerial } = await start();
    on.server.respond = answerSigned(on.signer, 200, listing(makeCertificate(platform, SERIAL, 30)));
    await notify(on, bySerial(SERIAL));
    on.clock.set(on.clock.now() + INTERVAL_MS);
    on.server.respond = answerPlain(503, '');
    expect(await notify(on, bySerial('ABCDEF'))).toMatchObject({ ok: false, code: 'bad_signature' });
    expect(await notify(on, bySerial('ABCDE0'))).toMatchObject({ ok: false, code: 'bad_signature' });
    expect(on.server.requests).toHaveLength(2);
    expect(await notify(on, bySerial(SERIAL))).toMatchObject({ ok: true });
  });

  it('an answer of another public key, is refused without any fetch', async () => {
    const { bench: on, bySerial } = await start();
    expect(await notify(on, bySerial('PUB_KEY_ID_0000000000000000000000000000000001'))).toMatchObject({
      ok: false,
      code: 'bad_signature',
    });
    expect(on.server.requests).toEqual([]);
  });

  it('a certificate past its last day, is no longer trusted', async () => {
    const { bench: on, platform, bySerial } = await start();
    on.server.respond = answerSigned(on.signer, 200, listing(makeCertificate(platform, SERIAL, 1)));
    expect(await notify(on, bySerial(SERIAL))).toMatchObject({ ok: true });
    on.clock.set(on.clock.now() + 2 * DAY_MS);
    expect(await notify(on, bySerial(SERIAL))).toMatchObject({ ok: false, code: 'bad_signature' });
  });
});

describe('a list of certificates', () => {
  const untrusted: [string, (at: Awaited<ReturnType<typeof start>>) => void][] = [
    [
      'with a flipped tag',
      ({ bench: on, platform }) => {
        const list = listing(makeCertificate(platform, SERIAL, 30), SERIAL, withFlippedTag);
        on.server.respond = answerSigned(on.signer, 200, list);
      },
    ],
    [
      'with a certificate under another serial',
      ({ bench: on, platform }) => {
        const list = listing(makeCertificate(platform, 'ABCDEF', 30), SERIAL);
        on.server.respond = answerSigned(on.signer, 200, list);
      },
    ],
    [
      'that nobody signed',
      ({ bench: on, platform }) => {
        on.server.respond = answerPlain(200, listing(makeCertificate(platform, SERIAL, 30)));
      },
    ],
    [
      'that holds no certificate',
      ({ bench: on }) => {
        on.server.respond = answerSigned(on.signer, 200, listing('not a certificate'));
      },
    ],
    [
      'of another shape',
      ({ bench: on }) => {
        on.server.respond = answerSigned(on.signer, 200, { data: 'none' });
      },
    ],
  ];
  it.each(untrusted)('%s, brings no key', async (_what, arrange) => {
    const started = await start();
    arrange(started);
    expect(await notify(started.bench, started.bySerial(SERIAL))).toMatchObject({
      ok: false,
      code: 'bad_signature',
    });
    expect(started.bench.server.requests).toHaveLength(1);
  });
});
