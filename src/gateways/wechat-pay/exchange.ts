import { readBounded } from '../bounded-body.ts';
import { OutcomeUnknown, networkFault } from './outcome-unknown.ts';
import type { SignedHeaders } from './types.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query exactly as signed. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly as signed; null: none. */
  readonly body: string | null;
}

export interface WireAnswer {
  readonly status: number;
  readonly signed: SignedHeaders;
  readonly body: Buffer;
}

/** A refund's record has about 1 kB, a list of certificates about 20 kB. */
const MAX_ANSWER_BYTES = 256 * 1024;

const bodyOf = async (response: Response): Promise<Buffer> => {
  const body = await readBounded(response, MAX_ANSWER_BYTES);
  if (body === null) throw new OutcomeUnknown(`HTTP ${String(response.status)} with a body over the limit`);
  return body;
};

/**
 * One HTTP exchange, whole or not at all.
 * @throws OutcomeUnknown on a time-out, a broken connection, a redirect, a body without end.
 */
export const exchange = async (
  to: { readonly apiBase: string; readonly timeoutMs: number },
  request: WireRequest,
): Promise<WireAnswer> => {
  try {
    const response = await fetch(to.apiBase.replace(/\/+$/, '') + request.path, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: 'error',
      signal: AbortSignal.timeout(to.timeoutMs),
    });
    const header = (name: string): string => response.headers.get(`wechatpay-${name}`) ?? '';
    const signed = {
      timestamp: header('timestamp'),
      nonce: header('nonce'),
      signature: header('signature'),
      serial: header('serial'),
    };
    return { status: response.status, signed, body: await bodyOf(response) };
  } catch (error) {
    throw error instanceof OutcomeUnknown ? error : networkFault(error, to.timeoutMs);
  }
};
