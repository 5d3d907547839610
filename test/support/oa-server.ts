import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccessToken, TokenCache } from '../../src/gateways/official-account/types.ts';

export const APPID = 'wx5e11ab1e0ffe4ed5';
export const APPSECRET = 'not-a-secret-of-anyone';

/** What the server does with one request instead of its usual answer. */
export type Scripted =
  | { readonly status?: number; readonly contentType?: string; readonly body: string | Buffer }
  | 'reset'
  | 'cut_short'
  | 'hang';

interface Received {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown> | null;
}

interface State {
  readonly received: Received[];
  readonly scripts: Map<string, Scripted[]>;
  readonly media: Map<string, { contentType: string; bytes: Buffer }>;
  readonly valid: Set<string>;
  readonly faults: string[];
  issued: number;
}

export const TOKEN = '/cgi-bin/stable_token';
export const CUSTOM = '/cgi-bin/message/custom/send';
export const TEMPLATE = '/cgi-bin/message/template/send';
export const MEDIA = '/cgi-bin/media/get';

/** Beyond what a double can hold: its last digit is lost by JSON.parse. */
export const LARGE_MSGID = '9007199254740993001';

export const errorBody = (errcode: number, errmsg: string): string =>
  JSON.stringify({ errcode, errmsg: `${errmsg} rid: 66f0a1b2-0c3d4e5f-6a7b8c9d` });

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
};

const newToken = (state: State): string => {
  state.issued += 1;
  const token = `TOKEN_${String(state.issued)}`;
  state.valid.clear();
  state.valid.add(token);
  return token;
};

const issueToken = (state: State, body: Record<string, unknown>): string => {
  const { grant_type, appid, secret, force_refresh } = body;
  if (grant_type !== 'client_credential' || appid !== APPID) return errorBody(40013, 'invalid appid');
  if (secret !== APPSECRET) return errorBody(40125, 'invalid appsecret');
  if (typeof force_refresh !== 'boolean') return errorBody(47001, 'data format error');
  const current = [...state.valid][0];
  const token = current === undefined || force_refresh ? newToken(state) : current;
  return JSON.stringify({ access_token: token, expires_in: 7200 });
};

const acceptMessage = (path: string, body: Record<string, unknown>): string => {
  if (typeof body['touser'] !== 'string' || !body['touser'].startsWith('o'))
    return errorBody(40003, 'invalid openid');
  if (path === CUSTOM) return '{"errcode":0,"errmsg":"ok"}';
  const { template_id, data, client_msg_id } = body;
  if (typeof template_id !== 'string') return errorBody(40037, 'invalid template_id');
  if (typeof data !== 'object' || !/^[\w-]{1,32}$/.test(String(client_msg_id)))
    return errorBody(47003, 'argument invalid!');
  return `{"errcode":0,"errmsg":"ok","msgid":${LARGE_MSGID}}`;
};

const usual = (state: State, { path, query, body }: Received, method: string): Scripted => {
  if (path === TOKEN && method === 'POST' && body)
    return { contentType: 'application/json', body: issueToken(state, body) };
  if (!state.valid.has(query.get('access_token') ?? ''))
    return { body: errorBody(40001, 'invalid credential, access_token is invalid or not latest') };
  if ((path === CUSTOM || path === TEMPLATE) && method === 'POST' && body)
    return { contentType: 'application/json; encoding=utf-8', body: acceptMessage(path, body) };
  if (path === MEDIA && method === 'GET') {
    const kept = state.media.get(query.get('media_id') ?? '');
    return kept
      ? { contentType: kept.contentType, body: kept.bytes }
      : { contentType: 'text/plain', body: errorBody(40007, 'invalid media_id') };
  }
  state.faults.push(`${method} ${path}`);
  return { status: 404, body: '' };
};

const parseBody = (state: State, text: string): Record<string, unknown> | null => {
  if (text === '') return null;
  const body = JSON.parse(text) as Record<string, unknown>;
  if (JSON.stringify(body) !== text) state.faults.push(`the JSON is not compact: ${text}`);
  return body;
};

const perform = (response: ServerResponse, action: Scripted): void => {
  if (action === 'hang') return;
  if (action === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (action === 'cut_short') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"errcode":0', () => response.socket?.destroy());
    return;
  }
  response.writeHead(action.status ?? 200, { 'content-type': action.contentType ?? 'text/plain' });
  response.end(action.body);
};

/**
 * A small WeChat on a real socket: it gives out tokens, takes messages and keeps media as the reference says,
 * and does as scripted where a test wants a fault. `faults` lists requests it could not make sense of.
 */
export const startOaServer = async () => {
  const state: State = {
    received: [],
    scripts: new Map(),
    media: new Map(),
    valid: new Set(),
    faults: [],
    issued: 0,
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = parseBody(state, await readBody(request));
    const received: Received = { path: url.pathname, query: url.searchParams, body };
    state.received.push(received);
    const scripted = state.scripts.get(url.pathname)?.shift();
    perform(response, scripted ?? usual(state, received, request.method ?? ''));
  };
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    apiBase: `http://127.0.0.1:${String(port)}`,
    faults: state.faults,
    media: state.media,
    /** The next requests to `path` are answered thus. */
    script: (path: string, ...actions: Scripted[]) => state.scripts.set(path, actions),
    received: (path: string) => state.received.filter((each) => each.path === path),
    /** Someone else has had the token renewed: the one given out before no longer works. */
    renewTokenElsewhere: () => newToken(state),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
export type OaServer = Awaited<ReturnType<typeof startOaServer>>;

/** A clock that stands still until it is moved. */
export const stoppedClock = (at = Date.parse('2026-11-23T10:00:00+08:00')) => {
  let now = at;
  return {
    now: () => now,
    advance: (ms: number) => {
      now += ms;
    },
  };
};

/** Tokens kept by one process alone. */
export const memoryTokens = (): TokenCache & { stored: AccessToken | null } => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    stored: null,
    load() {
      return Promise.resolve(this.stored);
    },
    save(_appid, token) {
      this.stored = token;
      return Promise.resolve();
    },
    exclusively(_appid, refresh) {
      const run = last.then(refresh);
      last = run.catch(() => undefined);
      return run;
    },
  };
};
