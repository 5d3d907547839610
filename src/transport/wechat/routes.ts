import type { IncomingMessage } from 'node:http';
import { Router, type RouterContext } from '@koa/router';
import { z } from 'zod';
import type { Reply } from '../../conversation/types.ts';
import { type Clock, SECOND_MS } from '../../domain/time.ts';
import { OperationalError } from '../../errors.ts';
import type { Random } from '../../usecases/deps.ts';
import type { InboundMessage } from '../../usecases/chat/inbound-message.ts';
import type { Log } from '../../usecases/log.ts';
import type { TemplateResultEvent } from '../../usecases/template-result.ts';
import { readRawBody } from '../http/raw-body.ts';
import { aesKeyFrom, decrypt, encrypt } from './crypto.ts';
import { type Inbound, type InboundTurn, readInbound } from './inbound.ts';
import { isSignature, signatureOf } from './signature.ts';
import { buildXml, parseXml } from './xml.ts';

export interface WechatSettings {
  readonly appid: string;
  readonly token: string;
  /** EncodingAESKey, 43 characters; null: plain mode. Where there is one, nothing in plaintext is accepted. */
  readonly aesKey: string | null;
  /** The key before that, while WeChat changes over. */
  readonly previousAesKey: string | null;
  readonly clock: Clock;
  readonly random: Random;
  /** Answers within the five seconds WeChat waits, and asks the customer to send again rather than throw. */
  readonly handleMessage: (message: InboundMessage) => Promise<Reply>;
  /** What WeChat says later of a template message; durable when it resolves. */
  readonly takeTemplateResult: (result: TemplateResultEvent) => Promise<void>;
  /** Hears of every refused push: a wrong token or key in our settings looks like a forgery. */
  readonly log: Log;
}

const MAX_BODY_BYTES = 64 * 1024;

/** A message that is genuine; `key`: its envelope was opened with it, null in plain mode. */
interface Received {
  readonly xml: string;
  readonly key: Buffer | null;
}

const querySchema = z.object({ timestamp: z.string(), nonce: z.string() });
const plainQuerySchema = querySchema.extend({ signature: z.string() });
const encryptedQuerySchema = querySchema.extend({ msg_signature: z.string() });
const envelopeSchema = z.object({ xml: z.object({ Encrypt: z.string().min(1) }) });

const badSignature = (): OperationalError =>
  new OperationalError(403, 'bad_signature', 'The signature is not that of this account.');
const malformed = (message: string): OperationalError =>
  new OperationalError(400, 'malformed_message', message);

const verifyPlain = (settings: WechatSettings, query: unknown): void => {
  const parsed = plainQuerySchema.safeParse(query);
  if (!parsed.success) throw badSignature();
  const { signature, timestamp, nonce } = parsed.data;
  if (!isSignature(signature, settings.token, timestamp, nonce)) throw badSignature();
};

const parsedXml = async (xml: string): Promise<unknown> => {
  const parsed = await parseXml(xml);
  if (!parsed.ok) throw malformed('The body is not a message in XML as WeChat writes it.');
  return parsed.value;
};

/** Which way is taken depends on our settings only: a sender who leaves out `encrypt_type` gains nothing. */
const receive = async (
  settings: WechatSettings,
  keys: readonly Buffer[],
  query: unknown,
  body: string,
): Promise<Received> => {
  if (keys.length === 0) {
    verifyPlain(settings, query);
    return { xml: body, key: null };
  }
  const envelope = envelopeSchema.safeParse(await parsedXml(body));
  if (!envelope.success)
    throw new OperationalError(403, 'plaintext_refused', 'Messages must be encrypted (safe mode).');
  const encrypted = envelope.data.xml.Encrypt;
  const parsed = encryptedQuerySchema.safeParse(query);
  if (!parsed.success) throw badSignature();
  const { msg_signature, timestamp, nonce } = parsed.data;
  if (!isSignature(msg_signature, settings.token, timestamp, nonce, encrypted)) throw badSignature();
  const opened = decrypt(keys, settings.appid, encrypted);
  if (opened.ok) return { xml: opened.value.message, key: opened.value.key };
  if (opened.code === 'other_appid')
    throw new OperationalError(403, 'other_appid', 'The message is for another account.');
  throw malformed('The message could not be decrypted with the keys of this account.');
};

/** The reply as WeChat reads it, or null where the customer is to see nothing. */
const replyXml = (inbound: InboundTurn, reply: Reply): string | null => {
  const head = {
    ToUserName: inbound.message.openid,
    FromUserName: inbound.account,
    CreateTime: inbound.createTime,
  };
  if (reply.type === 'text')
    // An empty Content is no reply to WeChat: the customer would read that the account is out of service.
    return reply.text === '' ? null : buildXml({ ...head, MsgType: 'text', Content: reply.text });
  if (reply.type === 'handover' && inbound.message.input.type !== 'event')
    return buildXml({ ...head, MsgType: 'transfer_customer_service' });
  return null;
};

const sealed = (settings: WechatSettings, key: Buffer, xml: string): string => {
  const encrypted = encrypt(key, settings.appid, settings.random.bytes(16), xml);
  const timestamp = Math.floor(settings.clock.now() / SECOND_MS);
  const nonce = settings.random.bytes(8).toString('hex');
  return buildXml({
    Encrypt: encrypted,
    MsgSignature: signatureOf(settings.token, String(timestamp), nonce, encrypted),
    TimeStamp: timestamp,
    Nonce: nonce,
  });
};

const inboundOf = async (
  settings: WechatSettings,
  keys: readonly Buffer[],
  ctx: RouterContext,
): Promise<{ readonly inbound: Inbound; readonly key: Buffer | null }> => {
  try {
    const { xml, key } = await receive(settings, keys, ctx.query, await readBody(ctx.req));
    const inbound = readInbound(settings.appid, await parsedXml(xml), xml);
    if (inbound === null) throw malformed('A field that every message has is absent or malformed.');
    return { inbound, key };
  } catch (error) {
    if (error instanceof OperationalError) settings.log.warn({ code: error.code }, 'a push was refused');
    throw error;
  }
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const bytes = await readRawBody(request, MAX_BODY_BYTES);
  if (!bytes) throw new OperationalError(413, 'body_too_large', 'A message is at most 64 kB.');
  return bytes.toString('utf8');
};

const answerTo = async (settings: WechatSettings, inbound: Inbound): Promise<string | null> => {
  if (inbound.kind === 'turn') return replyXml(inbound, await settings.handleMessage(inbound.message));
  await settings.takeTemplateResult(inbound.result);
  return null;
};

const push = async (settings: WechatSettings, keys: readonly Buffer[], ctx: RouterContext): Promise<void> => {
  const { inbound, key } = await inboundOf(settings, keys, ctx);
  const xml = await answerTo(settings, inbound);
  if (xml === null) {
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = 'success';
    return;
  }
  ctx.type = 'text/xml; charset=utf-8';
  ctx.body = key === null ? xml : sealed(settings, key, xml);
};

/**
 * `GET` and `POST /wechat`: WeChat's message push (official-account reference, "Receiving messages"). Refuses by
 * throwing OperationalError: 403 `bad_signature`, `plaintext_refused`, `other_appid`; 413 `body_too_large`;
 * 400 `malformed_message`. Reads the body itself: mount it before any body parser.
 */
export const wechatRoutes = (settings: WechatSettings): Router => {
  const keys = [settings.aesKey, settings.previousAesKey].filter((key) => key !== null).map(aesKeyFrom);
  const router = new Router();
  router.get('/wechat', (ctx) => {
    verifyPlain(settings, ctx.query);
    const { echostr } = ctx.query;
    if (typeof echostr !== 'string')
      throw new OperationalError(400, 'malformed_query', 'echostr is missing.');
    ctx.type = 'text/plain; charset=utf-8';
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.body = echostr;
  });
  router.post('/wechat', (ctx) => push(settings, keys, ctx));
  return router;
};
