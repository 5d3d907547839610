import type { SandboxContext } from '../context.ts';
import { digits, letters } from '../random.ts';
import { pushSignature, sealMessage } from './envelope.ts';
import { buildXml } from './xml.ts';

/** One HTTP delivery of a push. */
export interface Posted {
  /** null: no answer in time, or none at all. */
  readonly answer: { readonly status: number; readonly contentType: string; readonly body: string } | null;
  readonly detail: string;
}

const TIMEOUT_MS = 5_000;

/** What is delivered; at every try the same. */
export interface Push {
  readonly openid: string;
  readonly body: string;
  readonly query: URLSearchParams;
}

/** Signs (and in secure mode encrypts) a message for the desk. */
export function preparePush(
  context: SandboxContext,
  openid: string,
  fields: Readonly<Record<string, string | number>>,
): Push {
  const { token, originalId, encodingAesKey, appid } = context.world.credentials;
  const timestamp = String(Math.floor(context.now() / 1000));
  const nonce = digits(context.random, 10);
  const query = new URLSearchParams({
    signature: pushSignature(token, timestamp, nonce),
    timestamp,
    nonce,
    openid,
  });
  const message = buildXml(fields);
  if (!context.encrypted) return { openid, body: message, query };
  const sealed = sealMessage(encodingAesKey, appid, message, context.random);
  query.set('encrypt_type', 'aes');
  query.set('msg_signature', pushSignature(token, timestamp, nonce, sealed));
  return { openid, body: buildXml({ ToUserName: originalId, Encrypt: sealed }), query };
}

/** Delivers it once. After five seconds the connection is closed, whatever the desk is doing. */
export async function post(push: Push, target: string, deadline: Promise<void>): Promise<Posted> {
  const aborter = new AbortController();
  void deadline.then(() => {
    aborter.abort();
  });
  try {
    const response = await fetch(`${target}/wechat?${push.query.toString()}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/xml', 'User-Agent': 'Mozilla/4.0', Pragma: 'no-cache' },
      body: push.body,
      redirect: 'manual',
      signal: aborter.signal,
    });
    const body = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    return { answer: { status: response.status, contentType, body }, detail: '' };
  } catch (error) {
    if (aborter.signal.aborted) return { answer: null, detail: `no answer within ${String(TIMEOUT_MS)} ms` };
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { answer: null, detail: cause instanceof Error ? cause.message : 'connection failed' };
  }
}

/** Answers WeChat's check of a server's address (echostr): whether the desk proves that it knows the token. */
export async function checkServer(context: SandboxContext, target: string): Promise<boolean> {
  const timestamp = String(Math.floor(context.now() / 1000));
  const nonce = digits(context.random, 10);
  const echostr = letters(context.random, 18);
  const signature = pushSignature(context.world.credentials.token, timestamp, nonce);
  const query = new URLSearchParams({ signature, timestamp, nonce, echostr });
  const response = await fetch(`${target}/wechat?${query.toString()}`);
  return response.status === 200 && (await response.text()) === echostr;
}

export const pushTimeoutMs = TIMEOUT_MS;
