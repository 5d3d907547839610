import { createCipheriv, sign } from 'node:crypto';
import { letters, type RandomBytes } from '../random.ts';
import type { Credentials } from '../world/schema.ts';

/** How WeChat Pay signs its answers and notifications, and seals what is confidential. */

export type SignatureHeaders = Readonly<Record<string, string>>;

/** `serial` names the key: the WeChat Pay public key's id or the platform certificate's serial number. */
export function signatureHeaders(
  credentials: Credentials,
  serial: string,
  body: string,
  now: number,
  random: RandomBytes,
): SignatureHeaders {
  const timestamp = String(Math.floor(now / 1000));
  const nonce = letters(random, 32);
  const key =
    serial === credentials.payPublicKeyId ? credentials.payPrivateKey : credentials.platformPrivateKey;
  const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), key);
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': signature.toString('base64'),
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  };
}

export interface Sealed {
  readonly algorithm: 'AEAD_AES_256_GCM';
  readonly ciphertext: string;
  readonly associated_data: string;
  readonly nonce: string;
}

/** AES-256-GCM with the API v3 key; the tag follows the ciphertext. */
export function sealResource(
  apiV3Key: string,
  associatedData: string,
  plaintext: string,
  random: RandomBytes,
): Sealed {
  const nonce = letters(random, 12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const parts = [cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: Buffer.concat(parts).toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}

const CHINA_MS = 8 * 3_600_000;

/** `2020-12-01T16:18:12+08:00` */
export const payTime = (at: number): string => `${new Date(at + CHINA_MS).toISOString().slice(0, 19)}+08:00`;
