import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../src/config.ts';
import { newFolder, rootDir } from './support/desk.ts';

const load = (env: Record<string, string>) => loadConfig(env, rootDir);
const configOf = (env: Record<string, string>) => {
  const loaded = load(env);
  if (!loaded.ok) throw new Error(loaded.faults.join('\n'));
  return loaded.config;
};
const faultsOf = (env: Record<string, string>): readonly string[] => {
  const loaded = load(env);
  return loaded.ok ? [] : loaded.faults;
};
const fileWith = (content: string): string => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, content);
  return file;
};

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const wechat = {
  WECHAT_APPID: 'wx0123456789abcdef',
  WECHAT_APPSECRET: 'top-secret-of-the-account',
  WECHAT_TOKEN: 'Token123',
};
const pay = {
  WECHATPAY_MCHID: '1900000001',
  WECHATPAY_SERIAL_NO: 'ABCDEF0123456789ABCDEF',
  WECHATPAY_PRIVATE_KEY_FILE: fileWith(keys.privateKey),
  WECHATPAY_API_V3_KEY: 'k'.repeat(32),
  WECHATPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000000012024',
  WECHATPAY_PUBLIC_KEY_FILE: fileWith(keys.publicKey),
};
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://refunds.shop.example/',
  ...wechat,
  ...pay,
  WECHAT_ENCODING_AES_KEY: 'a'.repeat(43),
  ORDERS_API_TOKEN: 'orders-token-of-the-shop',
  SESSION_SECRET: 's'.repeat(32),
};

describe('without any credential', () => {
  it('the sandbox starts on loopback with a database of its own', () => {
    expect(configOf({})).toMatchObject({ sandbox: true, host: '127.0.0.1', port: 3000, wechat: null });
    expect(configOf({}).database).toEqual({
      kind: 'sqlite',
      file: expect.stringMatching(/data\/sandbox\.db$/),
    });
  });

  it('a MongoDB URI names the database; without a name there is one for the sandbox and one for the shop', () => {
    const uri = 'mongodb://desk:secret@db1:27017,db2:27017/refunds?replicaSet=rs0';
    expect(configOf({ DATABASE_URL: uri }).database).toEqual({ kind: 'mongodb', uri, name: 'refunds' });
    const bare = { DATABASE_URL: 'mongodb://127.0.0.1:27017' };
    expect(configOf(bare)).toMatchObject({
      database: { name: 'refund_desk_sandbox' },
      sandboxDir: expect.stringMatching(/data\/sandbox$/),
    });
    expect(configOf({ ...bare, ...wechat }).database).toMatchObject({ name: 'refund_desk' });
  });

  it('an empty variable counts as none', () => {
    expect(configOf({ WECHAT_APPID: '' }).sandbox).toBe(true);
  });

  it('an address that others could reach is refused', () => {
    expect(faultsOf({ HOST: '0.0.0.0' }).join()).toMatch(/HOST.*this machine only/);
  });
});

describe('with some credentials', () => {
  it('a complete channel is on, the other is off and named with what it lacks', () => {
    const config = configOf(wechat);
    expect([config.sandbox, config.wechat?.appid, config.wechatPay]).toEqual([
      false,
      'wx0123456789abcdef',
      null,
    ]);
    expect(config.notes.join('\n')).toMatch(/WeChat Pay off.*WECHATPAY_MCHID/);
  });

  it('a Mini Program, which is not served yet, is said to be off', () => {
    expect(configOf({ MINIPROGRAM_APPID: 'wx00000000000mini' }).notes.join()).toMatch(/Mini Program off/);
  });

  it('half a channel is off and named with what it lacks', () => {
    const config = configOf({ WECHAT_APPID: wechat.WECHAT_APPID });
    expect(config.wechat).toBeNull();
    expect(config.notes.join('\n')).toMatch(/Official Account off.*WECHAT_APPSECRET, WECHAT_TOKEN/);
  });
});

describe('the webhook of the shop', () => {
  const SHOP_WEBHOOK_URL = 'https://shop.example/hooks?from=desk';
  const SHOP_WEBHOOK_SECRET = 'secret-looking-secret-of-the-shop';

  it('with address and secret: on, in the sandbox too, where it may be on this machine', () => {
    const url = 'http://127.0.0.1:4000/hooks';
    expect(configOf({ ...production, SHOP_WEBHOOK_URL, SHOP_WEBHOOK_SECRET }).shop).toEqual({
      url: SHOP_WEBHOOK_URL,
      secret: SHOP_WEBHOOK_SECRET,
    });
    expect(configOf({ SHOP_WEBHOOK_URL: url, SHOP_WEBHOOK_SECRET }).shop?.url).toBe(url);
    expect(configOf(wechat).shop).toBeNull();
  });

  it('a secret without an address: off, and said to be', () => {
    const config = configOf({ SHOP_WEBHOOK_SECRET });
    expect(config.shop).toBeNull();
    expect(config.notes.join()).toMatch(/SHOP_WEBHOOK_URL not set/);
  });

  it.each([
    ['over http', { SHOP_WEBHOOK_URL: 'http://shop.example/hooks' }, 'SHOP_WEBHOOK_URL must be https'],
    ['no address', { SHOP_WEBHOOK_URL: 'secret-looking' }, 'SHOP_WEBHOOK_URL'],
    ['a password in the address', { SHOP_WEBHOOK_URL: 'https://u:secret@shop.example/' }, 'SHOP_WEBHOOK_URL'],
    ['no secret', { SHOP_WEBHOOK_SECRET: '' }, 'SHOP_WEBHOOK_SECRET is missing; SHOP_WEBHOOK_URL needs it'],
    ['a short secret', { SHOP_WEBHOOK_SECRET: 'secret-of-31-characters-exactly' }, 'SHOP_WEBHOOK_SECRET'],
    ['a broken key', { SHOP_WEBHOOK_SECRET: `whsec_secret${'-'.repeat(32)}` }, 'SHOP_WEBHOOK_SECRET'],
  ])('%s: refused by name, the value not shown', (_what, wrong, fault) => {
    const faults = faultsOf({ SHOP_WEBHOOK_URL, SHOP_WEBHOOK_SECRET, ...wrong });
    expect(faults).toEqual([expect.stringContaining(fault)]);
    expect(faults.join()).not.toMatch(/secret/);
  });
});

describe('in production', () => {
  it('with everything set, starts', () => {
    expect(configOf(production)).toMatchObject({
      production: true,
      publicUrl: 'https://refunds.shop.example',
    });
  });

  it('with nothing set, there is no sandbox, and every missing setting is named at once', () => {
    const faults = faultsOf({ NODE_ENV: 'production' }).join('\n');
    for (const name of Object.keys(production).filter((each) => each !== 'NODE_ENV'))
      expect(faults).toContain(`${name} is missing`);
  });

  it('plaintext messages are refused: without an AES key there is no start', () => {
    expect(faultsOf({ ...production, WECHAT_ENCODING_AES_KEY: '' })).toEqual([
      expect.stringContaining('WECHAT_ENCODING_AES_KEY is missing'),
    ]);
  });

  it('an address customers would reach over http is refused', () => {
    expect(faultsOf({ ...production, PUBLIC_URL: 'http://refunds.shop.example' })).toEqual([
      'PUBLIC_URL must be https',
    ]);
  });
});

describe('malformed settings', () => {
  it('are all listed at once, by name and without their values', () => {
    const faults = faultsOf({
      PORT: '70000',
      WECHAT_APPID: 'secret-looking-appid',
      WECHAT_ENCODING_AES_KEY: 'secret-looking-key',
      WECHATPAY_API_V3_KEY: 'secret-looking-v3',
      DATABASE_URL: 'mysql://root:secret@db',
      WECHAT_API_BASE: 'http://api.weixin.example',
      WECHATPAY_API_BASE: 'secret-looking-base',
    });
    for (const name of [
      'PORT',
      'WECHAT_APPID',
      'WECHAT_ENCODING_AES_KEY',
      'WECHATPAY_API_V3_KEY',
      'DATABASE_URL',
      'WECHAT_API_BASE',
      'WECHATPAY_API_BASE',
    ])
      expect(faults.filter((fault) => fault.startsWith(name))).toHaveLength(1);
    expect(faults.join()).not.toMatch(/secret/);
  });

  it('are listed together with those in files and between settings', () => {
    const faults = faultsOf({
      ...production,
      PORT: 'secret-looking-port',
      WECHATPAY_MCHID: 'secret-looking-mchid',
      WECHATPAY_SERIAL_NO: '',
      PUBLIC_URL: 'http://refunds.shop.example',
      WECHATPAY_PRIVATE_KEY_FILE: fileWith('secret-looking-key'),
      CONFIG_FILE: '/nowhere.json',
    });
    expect(faults).toHaveLength(6);
    for (const named of [
      'PORT',
      'WECHATPAY_MCHID',
      'WECHATPAY_SERIAL_NO is missing',
      'PUBLIC_URL must be https',
      'WECHATPAY_PRIVATE_KEY_FILE',
      '/nowhere.json',
    ])
      expect(faults).toContainEqual(expect.stringContaining(named));
    expect(faults.join()).not.toMatch(/secret/);
  });

  it('an address that is none is named', () => {
    expect(faultsOf({ WECHAT_API_BASE: 'simulator' })).toEqual([expect.stringContaining('WECHAT_API_BASE')]);
  });

  it('a credential that is malformed still means that this is no sandbox', () => {
    expect(faultsOf({ WECHAT_APPID: 'wx', HOST: '0.0.0.0' })).toEqual([
      expect.stringContaining('WECHAT_APPID'),
    ]);
  });

  it('a key file that holds no key is named, and one that is not there too', () => {
    const faults = faultsOf({
      ...pay,
      WECHATPAY_PRIVATE_KEY_FILE: fileWith('-----BEGIN PRIVATE KEY-----\nhello\n-----END PRIVATE KEY-----\n'),
      WECHATPAY_PUBLIC_KEY_FILE: '/nowhere/at/all.pem',
    });
    expect(faults).toEqual([
      expect.stringContaining('WECHATPAY_PRIVATE_KEY_FILE'),
      expect.stringContaining('WECHATPAY_PUBLIC_KEY_FILE'),
    ]);
  });

  it.each([
    ['is not there', '/nowhere.json', /no such file/],
    ['is not JSON', fileWith('{'), /not a JSON object/],
    ['holds a limit below zero', fileWith('{"limits":{"fourEyesAboveFen":-1}}'), /limits\.fourEyesAboveFen/],
    ['holds a name nobody knows', fileWith('{"limitz":{}}'), /limitz/],
    ['has a lease shorter than three calls', fileWith('{"timeouts":{"leaseMs":5000}}'), /leaseMs/],
    [
      'has a lease shorter than three messages to the shop',
      fileWith('{"timeouts":{"shopMs":9999,"leaseMs":29996}}'),
      /leaseMs/,
    ],
  ])('a CONFIG_FILE that %s is named', (_what, file, fault) => {
    expect(faultsOf({ CONFIG_FILE: file }).join()).toMatch(fault);
  });
});
