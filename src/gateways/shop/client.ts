import type { Clock } from '../../domain/time.ts';
import { readBounded } from '../bounded-body.ts';
import { networkFaultDetail } from '../network-fault.ts';
import { signedHeaders, signingKey } from './signature.ts';
import type { Shop, ShopAnswer, ShopMessage, ShopRefused, ShopUnknown } from './types.ts';

export interface ShopSettings {
  /** https; http only to this machine. */
  readonly url: string;
  /** `whsec_` and base64, or any text. */
  readonly secret: string;
  /** For one whole exchange. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Somebody waits while the shop is asked; longer than this is as good as no answer. */
const ASK_MAX_MS = 3_000;
const ANSWER_MAX_BYTES = 64 * 1024;

const refused = ({ status }: Response): ShopRefused => ({
  kind: 'refused',
  status,
  detail: `HTTP ${String(status)}`,
});
const unknown = (detail: string): ShopUnknown => ({ kind: 'unknown', detail });

/** The shop's own system over HTTP: every message signed, no redirect followed, every outcome a value. */
export const createShop = (settings: ShopSettings): Shop => {
  const key = signingKey(settings.secret);
  const exchange = async <T>(
    { id, content }: ShopMessage,
    timeoutMs: number,
    read: (response: Response) => Promise<T>,
  ): Promise<T | ShopUnknown> => {
    const body = JSON.stringify({ id, ...content });
    try {
      const response = await fetch(settings.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signedHeaders(key, { id, at: settings.clock.now(), body }),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await read(response);
    } catch (error) {
      return unknown(networkFaultDetail(error, timeoutMs));
    }
  };
  return {
    tell: (message) =>
      exchange(message, settings.timeoutMs, async (response) => {
        await response.body?.cancel();
        return response.ok ? { kind: 'delivered' } : refused(response);
      }),
    ask: (message) => exchange(message, Math.min(settings.timeoutMs, ASK_MAX_MS), answerOf),
  };
};

const answerOf = async (response: Response): Promise<ShopAnswer> => {
  if (response.status !== 200) {
    await response.body?.cancel();
    return refused(response);
  }
  const bytes = await readBounded(response, ANSWER_MAX_BYTES);
  if (bytes === null) return unknown('a body over the limit');
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return { kind: 'answered', body };
  } catch {
    return unknown('the answer is no JSON');
  }
};
