import { createHash, timingSafeEqual } from 'node:crypto';

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/**
 * SHA-1 of the parts, sorted and joined, as 40 hex digits (official-account reference, "Verification").
 * Plain: token, timestamp, nonce. Encrypted: the same and the ciphertext.
 */
export const signatureOf = (...parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''), 'utf8')
    .digest('hex');

/** Whether `given` is the signature of the parts; takes equally long wherever the two differ. */
export const isSignature = (given: string, ...parts: readonly string[]): boolean =>
  timingSafeEqual(sha256(given), sha256(signatureOf(...parts)));
