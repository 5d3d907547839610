import type WxPay from 'wechatpay-node-v3';
import type { Exchange } from './answers.ts';
import { type WireAnswer, type WireRequest, exchange } from './exchange.ts';
import { OutcomeUnknown } from './outcome-unknown.ts';
import type { SignatureVerdict } from './signature.ts';
import type { SignedHeaders } from './types.ts';

/** What the library sends its signed requests through. */
export type PayHttp = Parameters<WxPay['createHttp']>[0];

export type Verify = (signed: SignedHeaders, body: Buffer) => Promise<SignatureVerdict>;

/** The origin that the library puts before every path. */
const LIBRARY_ORIGIN = 'https://api.mch.weixin.qq.com';

const pathOf = (url: string): string => {
  if (!url.startsWith(`${LIBRARY_ORIGIN}/`)) throw new Error('wechat pay: a request to an unexpected origin');
  return url.slice(LIBRARY_ORIGIN.length);
};

/** A 2xx is nothing until it verifies. A refusal may come unsigned; where it is signed it must verify too. */
const mustVerify = ({ status, signed }: WireAnswer): boolean =>
  (status >= 200 && status < 300) || (status >= 400 && status < 500 && signed.signature !== '');

/**
 * The library's HTTP put right: configured base, exactly the signed bytes, the key we want answers signed
 * with, a time-out, no redirects, and answers verified on their raw bytes. `data` of what it returns is the
 * verified text.
 */
export const createHttpService = (
  settings: { readonly apiBase: string; readonly timeoutMs: number; readonly publicKeyId: string },
  verify: Verify,
): PayHttp => {
  const send = async (request: WireRequest): Promise<{ status: number; data: string }> => {
    const headers = { ...request.headers, 'Wechatpay-Serial': settings.publicKeyId };
    const answer = await exchange(settings, { ...request, headers });
    if (mustVerify(answer)) {
      const verdict = await verify(answer.signed, answer.body);
      if (!verdict.ok)
        throw new OutcomeUnknown(`HTTP ${String(answer.status)} not verified: ${verdict.detail}`);
    }
    return { status: answer.status, data: answer.body.toString('utf8') };
  };
  return {
    get: (url, headers) => send({ method: 'GET', path: pathOf(url), headers, body: null }),
    post: (url, params, headers) =>
      send({ method: 'POST', path: pathOf(url), headers, body: JSON.stringify(params) }),
    upload: () => Promise.reject(new Error('wechat pay: uploads are not used')),
  };
};

/** What the service returned, after it has been through the library's `any`. */
export const toExchange = (output: { status: number; data?: unknown }): Exchange => ({
  status: output.status,
  text: typeof output.data === 'string' ? output.data : '',
});
