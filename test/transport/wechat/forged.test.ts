import { describe, expect, it } from '@jest/globals';
import { entries, handled, secure, wire, useServers } from '../../support/wechat-bench.ts';
import { account, plainAccount } from '../../support/wechat-server.ts';
import {
  encryptBytes,
  envelopeBytes,
  envelopeXml,
  pad32,
  resign,
  sealPush,
  textMessage,
  xmlOf,
} from '../../support/wechat-wire.ts';

useServers();

const xml = xmlOf(textMessage('oCustomer', '退款'));
const genuine = () => sealPush(account, xml);
const resealed = (padded: Buffer) => resign(account, genuine(), encryptBytes(account.aesKey ?? '', padded));
const flipped = (base64: string, at: number): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64');
};
const encryptOf = (body: string): string => /<Encrypt><!\[CDATA\[(.+?)\]\]>/.exec(body)?.[1] ?? '';
const padded = () => pad32(envelopeBytes(account.appid, xml));
const zeroPadded = () => {
  const bytes = padded();
  bytes[bytes.length - 1] = 0;
  return bytes;
};
const overPadded = () => {
  const bytes = padded();
  bytes[bytes.length - 1] = 33;
  return bytes;
};
const widelyPadded = () => {
  const blanks = (16 - (envelopeBytes(account.appid, xml).length % 16)) % 16;
  return Buffer.concat([envelopeBytes(account.appid, xml + ' '.repeat(blanks)), Buffer.alloc(48, 48)]);
};
const unevenlyPadded = () => {
  const bytes = pad32(envelopeBytes(account.appid, `${xml}   `));
  const count = bytes[bytes.length - 1] ?? 0;
  bytes[bytes.length - count] = count === 1 ? 0 : count - 1;
  return bytes;
};
const overlong = () => {
  const bytes = padded();
  bytes.writeUInt32BE(0xffffffff, 16);
  return bytes;
};

describe('a push that is not genuine: a clear refusal, and nothing handled', () => {
  it.each([
    ['msg_signature of another token', () => sealPush({ ...account, token: 'x' }, xml), 403, 'bad_signature'],
    [
      'a right signature, but no msg_signature',
      () => {
        const { query, body } = genuine();
        const { signature = '', timestamp = '', nonce = '' } = query;
        return { query: { signature, timestamp, nonce }, body };
      },
      403,
      'bad_signature',
    ],
    [
      'another ciphertext under the msg_signature',
      () => {
        const push = genuine();
        return { ...push, body: envelopeXml(flipped(encryptOf(push.body), 40)) };
      },
      403,
      'bad_signature',
    ],
    ['plaintext with a right signature', () => sealPush(plainAccount, xml), 403, 'plaintext_refused'],
    [
      'plaintext, the sender saying encrypt_type=raw',
      () => {
        const { query, body } = sealPush(plainAccount, xml);
        return { query: { ...query, encrypt_type: 'raw' }, body };
      },
      403,
      'plaintext_refused',
    ],
    [
      'plaintext with an empty Encrypt',
      () => {
        const { query, body } = sealPush(plainAccount, xml.replace('<xml>', '<xml><Encrypt></Encrypt>'));
        return { query, body };
      },
      403,
      'plaintext_refused',
    ],
    [
      'an envelope for another appid',
      () => sealPush({ ...account, appid: 'wxOther' }, xml),
      403,
      'other_appid',
    ],
    [
      'an envelope whose appid only begins like ours',
      () => sealPush({ ...account, appid: `${account.appid}0` }, xml),
      403,
      'other_appid',
    ],
    [
      'encrypted with a key that was never ours',
      () => sealPush({ ...account, aesKey: 'Z'.repeat(42) + 'Y' }, xml),
      400,
      'malformed_message',
    ],
    [
      'a flipped byte in the ciphertext, signed anew',
      () => {
        const push = genuine();
        return resign(account, push, flipped(encryptOf(push.body), 4));
      },
      400,
      'malformed_message',
    ],
    ['padding of zero', () => resealed(zeroPadded()), 400, 'malformed_message'],
    ['padding of more than a block', () => resealed(overPadded()), 400, 'malformed_message'],
    ['padding of 48 bytes, all alike', () => resealed(widelyPadded()), 400, 'malformed_message'],
    ['padding that is not all alike', () => resealed(unevenlyPadded()), 400, 'malformed_message'],
    ['a length beyond the envelope', () => resealed(overlong()), 400, 'malformed_message'],
    ['an envelope with no room for a length', () => resealed(Buffer.alloc(32, 32)), 400, 'malformed_message'],
    [
      'a ciphertext that is no whole block',
      () => resign(account, genuine(), 'AAAA'),
      400,
      'malformed_message',
    ],
    [
      'a ciphertext that is no base64',
      () => resign(account, genuine(), '？？？？'),
      400,
      'malformed_message',
    ],
  ])('%s', async (_what, push, status, error) => {
    expect(await wire.send(secure.url, push())).toMatchObject({ status, error });
    expect(handled).toEqual([]);
    expect(entries).toEqual([{ level: 'warn', message: 'a push was refused' }]);
  });
});
