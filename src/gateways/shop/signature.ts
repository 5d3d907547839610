import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** The key in a secret: after `whsec_` in base64, as Standard Webhooks writes it; any other secret is its own bytes. */
export const signingKey = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);

/**
 * The headers that prove a message to be ours (Standard Webhooks 1.0, "Signature scheme"): HMAC-SHA256 over
 * `id.timestamp.body`. `at` in milliseconds; the header has seconds.
 */
export const signedHeaders = (
  key: Buffer,
  { id, at, body }: { readonly id: string; readonly at: number; readonly body: string },
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
};
