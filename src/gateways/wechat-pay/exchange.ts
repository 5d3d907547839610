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

const readBounded = async (response: Response): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES)
      throw new OutcomeUnknown(`HTTP ${String(response.status)} with a body over the limit`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
    return { status: response.status, signed, body: await readBounded(response) };
  } catch (error) {
    throw error instanceof OutcomeUnknown ? error : networkFault(error, to.timeoutMs);
  }
};
