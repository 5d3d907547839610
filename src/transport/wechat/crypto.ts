import { createCipheriv, createDecipheriv } from 'node:crypto';
import { ok, refuse, type Result } from '../../domain/result.ts';

/** The block that the padding fills, wider than that of the cipher: Node's own padding cannot be used. */
const BLOCK_BYTES = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
const ALGORITHM = 'aes-256-cbc';

/** The 32 bytes behind an EncodingAESKey of 43 characters; the first 16 are the initialisation vector too. */
export const aesKeyFrom = (encodingAesKey: string): Buffer => {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (!/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey) || key.length !== 32)
    throw new Error('an EncodingAESKey is 43 letters, digits, "+" or "/"');
  return key;
};

const ivOf = (key: Buffer): Buffer => key.subarray(0, 16);

const pad = (bytes: Buffer): Buffer => {
  const count = BLOCK_BYTES - (bytes.length % BLOCK_BYTES);
  return Buffer.concat([bytes, Buffer.alloc(count, count)]);
};

const unpad = (bytes: Buffer): Buffer | null => {
  const count = bytes.at(-1) ?? 0;
  if (count < 1 || count > BLOCK_BYTES || count > bytes.length) return null;
  const end = bytes.length - count;
  return bytes.subarray(end).every((byte) => byte === count) ? bytes.subarray(0, end) : null;
};

/** 16 random bytes, length (4 bytes, big endian), message, appid; padded, AES-256-CBC, base64. */
export const encrypt = (key: Buffer, appid: string, random16: Buffer, message: string): string => {
  if (random16.length !== RANDOM_BYTES) throw new Error('an envelope begins with 16 random bytes');
  const body = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(body.length);
  const cipher = createCipheriv(ALGORITHM, key, ivOf(key)).setAutoPadding(false);
  const plain = pad(Buffer.concat([random16, length, body, Buffer.from(appid, 'utf8')]));
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
};

interface Envelope {
  readonly message: string;
  readonly appid: string;
}

const open = (key: Buffer, encrypted: string): Envelope | null => {
  const ciphertext = Buffer.from(encrypted, 'base64');
  if (ciphertext.length === 0 || ciphertext.length % 16 !== 0) return null;
  const decipher = createDecipheriv(ALGORITHM, key, ivOf(key)).setAutoPadding(false);
  const plain = unpad(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  const start = RANDOM_BYTES + LENGTH_BYTES;
  if (plain === null || plain.length < start) return null;
  const end = start + plain.readUInt32BE(RANDOM_BYTES);
  if (end > plain.length) return null;
  return { message: plain.toString('utf8', start, end), appid: plain.toString('utf8', end) };
};

/**
 * Opens an envelope addressed to `appid` with the first of the keys that fits: the current one, then the previous
 * one while WeChat changes over. The answer says which key it was, for the reply must be closed with the same.
 */
export const decrypt = (
  keys: readonly Buffer[],
  appid: string,
  encrypted: string,
): Result<{ readonly key: Buffer; readonly message: string }, 'undecryptable' | 'other_appid'> => {
  let code: 'undecryptable' | 'other_appid' = 'undecryptable';
  for (const key of keys) {
    const envelope = open(key, encrypted);
    if (envelope?.appid === appid) return ok({ key, message: envelope.message });
    if (envelope !== null) code = 'other_appid';
  }
  return refuse(code);
};
