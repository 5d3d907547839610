import { generateKeyPair } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { issueCertificate } from './certificate.ts';
import { digits, letters, upperHex, type RandomBytes } from './random.ts';
import { demoTemplateSettings } from './official-account/demo-templates.ts';
import type { Credentials } from './world/schema.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

const newKeyPair = (): Promise<{ publicKey: string; privateKey: string }> =>
  promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/** What a shop would be given by WeChat and WeChat Pay, made up. */
export async function makeCredentials(random: RandomBytes, now: number): Promise<Credentials> {
  const [merchant, pay, platform] = await Promise.all([newKeyPair(), newKeyPair(), newKeyPair()]);
  const platformSerial = `5A${upperHex(random, 19)}`;
  return {
    appid: `wx${random(8).toString('hex')}`,
    appsecret: random(16).toString('hex'),
    originalId: `gh_${random(6).toString('hex')}`,
    token: letters(random, 24),
    encodingAesKey: letters(random, 43),
    mchid: digits(random, 10),
    merchantSerial: `4B${upperHex(random, 19)}`,
    merchantPrivateKey: merchant.privateKey,
    merchantPublicKey: merchant.publicKey,
    apiV3Key: letters(random, 32),
    payPublicKeyId: `PUB_KEY_ID_${digits(random, 30)}`,
    payPublicKey: pay.publicKey,
    payPrivateKey: pay.privateKey,
    platformSerial,
    platformPrivateKey: platform.privateKey,
    platformCertificate: issueCertificate({
      serial: platformSerial,
      commonName: 'Sandbox payment platform',
      privateKeyPem: platform.privateKey,
      from: now - YEAR_MS,
      until: now + 4 * YEAR_MS,
    }),
    ordersApiToken: letters(random, 40),
  };
}

/** Writes what a server reads from files (two keys, the account's templates), and says how it is to be configured. */
export async function environmentOf(
  credentials: Credentials,
  stateDir: string,
  baseUrl: string,
): Promise<Readonly<Record<string, string>>> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const privateKeyFile = join(stateDir, 'merchant-private-key.pem');
  const publicKeyFile = join(stateDir, 'wechatpay-public-key.pem');
  await writeFile(privateKeyFile, credentials.merchantPrivateKey, { mode: 0o600 });
  await writeFile(publicKeyFile, credentials.payPublicKey);
  const configFile = join(stateDir, 'config.json');
  await writeFile(configFile, `${JSON.stringify({ templates: demoTemplateSettings }, null, 2)}\n`);
  return {
    WECHAT_APPID: credentials.appid,
    WECHAT_APPSECRET: credentials.appsecret,
    WECHAT_TOKEN: credentials.token,
    WECHAT_ENCODING_AES_KEY: credentials.encodingAesKey,
    WECHAT_API_BASE: baseUrl,
    WECHATPAY_MCHID: credentials.mchid,
    WECHATPAY_SERIAL_NO: credentials.merchantSerial,
    WECHATPAY_PRIVATE_KEY_FILE: privateKeyFile,
    WECHATPAY_API_V3_KEY: credentials.apiV3Key,
    WECHATPAY_PUBLIC_KEY_ID: credentials.payPublicKeyId,
    WECHATPAY_PUBLIC_KEY_FILE: publicKeyFile,
    WECHATPAY_API_BASE: baseUrl,
    ORDERS_API_TOKEN: credentials.ordersApiToken,
    CONFIG_FILE: configFile,
  };
}
