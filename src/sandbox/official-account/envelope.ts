import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { RandomBytes } from '../random.ts';
import { letters } from '../random.ts';

/** Signing and encryption of WeChat's message push (WeChat: 消息加解密说明). */

const BLOCK = 32;

/** SHA-1 over the parts in lexical order. */
export const pushSignature = (...parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');

const keyOf = (encodingAesKey: string): Buffer => Buffer.from(`${encodingAesKey}=`, 'base64');

/** 16 random characters, the length in four bytes, the message, the appid; PKCS#7 to 32 bytes; AES-256-CBC; base64. */
export function sealMessage(
  encodingAesKey: string,
  appid: string,
  message: string,
  random: RandomBytes,
): string {
  const key = keyOf(encodingAesKey);
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([Buffer.from(letters(random, 16)), length, body, Buffer.from(appid)]);
  const padding = BLOCK - (plain.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

export type Opened =
  { readonly ok: true; readonly message: string } | { readonly ok: false; readonly detail: string };

const broken = (detail: string): Opened => ({ ok: false, detail });

/** The reverse, checking block length, padding, length and appid. */
export function openMessage(encodingAesKey: string, appid: string, sealed: string): Opened {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.toString('base64') !== sealed) return broken('Encrypt is not base64');
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) return broken('Encrypt is not whole 32-byte blocks');
  const key = keyOf(encodingAesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > BLOCK) return broken('wrong padding');
  if (!padded.subarray(-padding).every((byte) => byte === padding)) return broken('wrong padding');
  const plain = padded.subarray(0, -padding);
  if (plain.length < 20) return broken('too short');
  const end = 20 + plain.readUInt32BE(16);
  if (end > plain.length) return broken('wrong length');
  if (plain.subarray(end).toString() !== appid) return broken('another appid');
  return { ok: true, message: plain.subarray(20, end).toString() };
}
