import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from '../deps.ts';

/** What is derived from SESSION_SECRET, one key for each use, so that none can stand in for another. */
export interface StaffKeys {
  /** Signs the console's cookies. */
  readonly cookies: string;
  /** Seals the secrets of second factors. */
  readonly totp: Buffer;
}

const derive = (secret: string, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `refund-desk ${use}`, 32));

export const staffKeys = (sessionSecret: string): StaffKeys => ({
  cookies: derive(sessionSecret, 'staff cookies').toString('base64url'),
  totp: derive(sessionSecret, 'staff second factor'),
});

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM, base64; bound to its owner, so that it opens in no other account. */
export const seal = (key: Buffer, owner: string, plain: string, random: Random): string => {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
};

/** null: sealed under another key (SESSION_SECRET has changed), for another owner, or damaged. */
export const unseal = (key: Buffer, owner: string, sealed: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const rest = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
};
