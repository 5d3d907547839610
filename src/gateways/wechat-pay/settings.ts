import { type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto';
import { type Clock, MINUTE_MS } from '../../domain/time.ts';

export interface WechatPaySettings {
  readonly appid: string;
  readonly mchid: string;
  /** Serial number of the merchant's own API certificate, whose key signs our requests. */
  readonly serialNo: string;
  readonly privateKeyPem: string;
  /** 32 bytes: decrypts notifications and platform certificates. */
  readonly apiV3Key: string;
  /** `PUB_KEY_ID_…` */
  readonly publicKeyId: string;
  readonly publicKeyPem: string;
  /** `https://api.mch.weixin.qq.com` unless a simulator. */
  readonly apiBase: string;
  /** Goes into every refund: without it WeChat Pay notifies in the XML of v2. https, no query. */
  readonly notifyUrl: string;
  /** For a whole exchange, the body included. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Default: the operating system's. */
  readonly random?: { bytes(length: number): Buffer };
  /** Platform certificates are fetched for unknown serials at most once in this time; default 10 minutes. */
  readonly certificateRefreshMs?: number;
}

/** The settings' key material, parsed once. */
export interface WechatPayKeys {
  readonly publicKey: KeyObject;
  readonly apiV3Key: Buffer;
}

export const CERTIFICATE_REFRESH_MS = 10 * MINUTE_MS;
const API_V3_KEY_BYTES = 32;

const readKey = (name: string, read: () => KeyObject): KeyObject => {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new Error(`wechat pay: ${name} is not a key in PEM`);
  }
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`wechat pay: ${name} is not an RSA key`);
  return key;
};

/** @throws Error naming the setting where key material cannot be used; the message holds none of it. */
export const parseKeys = (settings: WechatPaySettings): WechatPayKeys => {
  readKey('privateKeyPem', () => createPrivateKey(settings.privateKeyPem));
  const apiV3Key = Buffer.from(settings.apiV3Key);
  if (apiV3Key.length !== API_V3_KEY_BYTES) throw new Error('wechat pay: apiV3Key must have 32 bytes');
  return { publicKey: readKey('publicKeyPem', () => createPublicKey(settings.publicKeyPem)), apiV3Key };
};
