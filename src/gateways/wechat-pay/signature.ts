import { type KeyObject, verify } from 'node:crypto';
import { type Instant, MINUTE_MS, SECOND_MS } from '../../domain/time.ts';
import type { SignedHeaders } from './types.ts';

/** The key of a serial, or why there is none. */
export type KeyLookup = (
  serial: string,
) => Promise<
  { readonly ok: true; readonly key: KeyObject } | { readonly ok: false; readonly detail: string }
>;

export type SignatureVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'bad_signature' | 'expired' | 'malformed'; readonly detail: string };

const MAX_CLOCK_DIFFERENCE_MS = 5 * MINUTE_MS;
/** WeChat Pay probes with such signatures whether we verify at all; each must fail. */
const PROBE_PREFIX = 'WECHATPAY/SIGNTEST/';

const shapes: Readonly<Record<keyof SignedHeaders, RegExp>> = {
  timestamp: /^\d{1,12}$/,
  nonce: /^[\x21-\x7e]{1,128}$/,
  signature: /^[\x21-\x7e]{1,2048}$/,
  serial: /^\w{1,128}$/,
};

const fault = (code: 'bad_signature' | 'expired' | 'malformed', detail: string): SignatureVerdict => ({
  ok: false,
  code,
  detail,
});

const shapeFault = (headers: SignedHeaders): string | undefined => {
  if (!shapes.timestamp.test(headers.timestamp)) return 'Wechatpay-Timestamp';
  if (!shapes.nonce.test(headers.nonce)) return 'Wechatpay-Nonce';
  if (!shapes.signature.test(headers.signature)) return 'Wechatpay-Signature';
  return shapes.serial.test(headers.serial) ? undefined : 'Wechatpay-Serial';
};

/**
 * Whether WeChat Pay signed these very bytes, and lately: `TIMESTAMP\nNONCE\nBODY\n` under RSA-SHA256
 * (wechat-pay reference, "Signing"). Cheap checks stand before the key is looked for, so that what is stale
 * or a probe costs no key refresh.
 */
export const checkSignature = async (
  headers: SignedHeaders,
  body: Buffer,
  by: { readonly now: Instant; readonly keyOf: KeyLookup },
): Promise<SignatureVerdict> => {
  const missing = shapeFault(headers);
  if (missing) return fault('malformed', `${missing} is missing or malformed`);
  if (Math.abs(by.now - Number(headers.timestamp) * SECOND_MS) > MAX_CLOCK_DIFFERENCE_MS)
    return fault('expired', 'signed more than 5 minutes from our clock');
  if (headers.signature.startsWith(PROBE_PREFIX)) return fault('bad_signature', 'a signature test');
  const found = await by.keyOf(headers.serial);
  if (!found.ok) return fault('bad_signature', found.detail);
  const signed = Buffer.concat([
    Buffer.from(`${headers.timestamp}\n${headers.nonce}\n`),
    body,
    Buffer.from('\n'),
  ]);
  const genuine = verify('RSA-SHA256', signed, found.key, Buffer.from(headers.signature, 'base64'));
  return genuine ? { ok: true } : fault('bad_signature', 'the signature does not verify');
};
