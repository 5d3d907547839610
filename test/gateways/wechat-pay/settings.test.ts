import { describe, expect, it } from '@jest/globals';
import { createWechatPay } from '../../../src/gateways/wechat-pay/client.ts';
import { settingsFor } from '../../support/wechatpay.ts';
import { makeKeys } from '../../support/wechatpay-wire.ts';

describe('settings', () => {
  it.each([
    ['private key', { privateKeyPem: 'not a key' }, 'privateKeyPem'],
    ['public key', { publicKeyPem: '' }, 'publicKeyPem'],
    ['API v3 key of 31 bytes', { apiV3Key: 'x'.repeat(31) }, 'apiV3Key'],
  ])('with an unusable %s, are refused at once by name', (_what, changes, name) => {
    const settings = settingsFor({ merchant: makeKeys(), wechat: makeKeys(), apiBase: 'http://127.0.0.1:9' });
    expect(() => createWechatPay(settings)).not.toThrow();
    expect(() => createWechatPay({ ...settings, ...changes })).toThrow(name);
  });
});
