import { describe, expect, it } from '@jest/globals';
import { aesKeyFrom, decrypt, encrypt } from '../../../src/transport/wechat/crypto.ts';
import { isSignature, signatureOf } from '../../../src/transport/wechat/signature.ts';

// The example on WeChat's own page about the message push, in safe mode.
const token = 'AAAAA';
const key = aesKeyFrom('A'.repeat(43));
const appid = 'wxba5fad812f8e6fb9';
const timestamp = '1714112445';
const nonce = '415670741';
const pushed =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsX' +
  'UnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajA' +
  'sjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';
const replied = 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==';
const good = '{"demo_resp":"good luck"}';

describe("WeChat's official example", () => {
  it('the address: token, timestamp and nonce give the published signature', () => {
    expect(signatureOf(token, timestamp, nonce)).toBe('6c5c811b55cc85e0e1b54100749188c20beb3f5d');
  });

  it('the pushed ciphertext: gives the published msg_signature, and no other passes', () => {
    const published = '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3';
    expect(isSignature(published, token, timestamp, nonce, pushed)).toBe(true);
    expect(isSignature(`${published.slice(0, -1)}4`, token, timestamp, nonce, pushed)).toBe(false);
    expect(isSignature(published, token, timestamp, nonce)).toBe(false);
    expect(isSignature('', token, timestamp, nonce, pushed)).toBe(false);
  });

  it('the pushed ciphertext: decrypts to the published message', () => {
    const opened = decrypt([key], appid, pushed);
    expect(opened.ok && JSON.parse(opened.value.message)).toEqual({
      ToUserName: 'gh_97417a04a28d',
      FromUserName: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
      CreateTime: 1714112445,
      MsgType: 'event',
      Event: 'debug_demo',
      debug_str: 'hello world',
    });
  });

  it('the pushed ciphertext, read by the server of another appid: refused as another account', () => {
    expect(decrypt([key], 'wx0000000000000000', pushed)).toEqual({ ok: false, code: 'other_appid' });
  });

  it('the reply: encrypts to the published ciphertext under the published MsgSignature', () => {
    const encrypted = encrypt(key, appid, Buffer.from('707722b803182950'), good);
    expect(encrypted).toBe(replied);
    expect(signatureOf(token, '1713424427', nonce, encrypted)).toBe(
      '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
    );
  });

  it('the published reply: decrypts to its message', () => {
    expect(decrypt([key], appid, replied)).toMatchObject({ ok: true, value: { message: good } });
  });
});

describe('an EncodingAESKey', () => {
  it.each([
    ['too short', 'A'.repeat(42)],
    ['with its "=" still on', `${'A'.repeat(42)}=`],
    ['with a character outside base64', `${'A'.repeat(42)}-`],
  ])('%s: refused when the server starts', (_what, encodingAesKey) => {
    expect(() => aesKeyFrom(encodingAesKey)).toThrow(/43/);
  });
});
