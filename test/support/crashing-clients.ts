/** Those who call a server that fails under their hands: staff and the shop. */
import type { Json } from './desk.ts';

/** What came back from the server. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
}

export interface ClientSettings {
  readonly url: string;
  readonly ordersApiToken: string;
  /** Bearer tokens of staff, by name. */
  readonly tokens: ReadonlyMap<string, string>;
  /** What follows where the server has failed meanwhile. */
  readonly recover: () => Promise<void>;
  /** A minute goes by. */
  readonly waitForLease: () => void;
}

const MAX_TRIES = 5;
const isBusy = ({ body }: Answer): boolean => (body['error'] as Json | undefined)?.['code'] === 'busy';

export const crashingClients = (settings: ClientSettings) => {
  const { url, ordersApiToken, tokens, recover, waitForLease } = settings;
  const once = async (path: string, init: RequestInit): Promise<Answer | null> => {
    try {
      const response = await fetch(`${url}${path}`, init);
      return { status: response.status, body: (await response.json()) as Json };
    } catch {
      return null;
    }
  };
  /** The same again where no answer comes, and where a process that has ended still holds the case. */
  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const answer = await once(path, init);
      await recover();
      if (answer !== null && answer.status < 500 && !isBusy(answer)) return answer;
      if (answer !== null && isBusy(answer)) waitForLease();
    }
    throw new Error(`${path} was never answered`);
  };
  const json = (method: string, token: string, body: object, headers: Record<string, string> = {}) => ({
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  /** A member of staff presses the button, and again where no answer comes: the same command, under the same key. */
  const staffCall = (who: string, path: string, body: object, key: string, method = 'POST') =>
    call(`/api/staff${path}`, json(method, tokens.get(who) ?? '', body, { 'idempotency-key': key }));
  return {
    staffCall,
    /** What staff do to a case. @returns the status of the answer */
    decide: async (who: string, caseNo: string, action: string, body: object): Promise<number> =>
      (await staffCall(who, `/cases/${caseNo}/${action}`, body, `${caseNo}-${action}`)).status,
    /** The shop tells of an order. */
    putOrder: async (outTradeNo: string, body: object): Promise<void> => {
      const answer = await call(`/api/orders/${outTradeNo}`, json('PUT', ordersApiToken, body));
      if (answer.status > 201) throw new Error(JSON.stringify(answer.body));
    },
  };
};
