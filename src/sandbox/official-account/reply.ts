import type { Credentials } from '../world/schema.ts';
import { openMessage, pushSignature } from './envelope.ts';
import { childText, parseXml, type XmlNode } from './xml.ts';

/** What the phone gets out of the desk's answer to a push. */
export type Reply =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly content: string }
  /** Over to customer service; a named agent or anyone. */
  | { readonly kind: 'transfer'; readonly account: string | null }
  | { readonly kind: 'bad'; readonly detail: string };

export interface Asked {
  readonly openid: string;
  readonly encrypted: boolean;
  /** Events cannot be handed over to customer service. */
  readonly isEvent: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

const CONTENT_BYTES = 2048;
/** CreateTime is in seconds; a value in milliseconds lies far outside. */
const CREATE_TIME_TOLERANCE_S = 600;

const bad = (detail: string): Reply => ({ kind: 'bad', detail });

function unwrap(envelope: XmlNode, credentials: Credentials): XmlNode | string {
  const [encrypt, signature, timestamp, nonce] = ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'].map(
    (name) => childText(envelope, name),
  );
  if (!encrypt || !signature || !timestamp || !nonce) return 'not encrypted';
  if (!/^\d{10}$/.test(timestamp)) return 'TimeStamp is not in seconds';
  if (pushSignature(credentials.token, timestamp, nonce, encrypt) !== signature) return 'wrong MsgSignature';
  const opened = openMessage(credentials.encodingAesKey, credentials.appid, encrypt);
  if (!opened.ok) return opened.detail;
  return parseXml(opened.message) ?? 'what was encrypted is not XML';
}

function readMessage(message: XmlNode, credentials: Credentials, asked: Asked): Reply {
  if (message.name !== 'xml') return bad(`root element ${message.name}`);
  if (childText(message, 'ToUserName') !== asked.openid) return bad('ToUserName is not the customer');
  if (childText(message, 'FromUserName') !== credentials.originalId)
    return bad('FromUserName is not the account');
  const createTime = childText(message, 'CreateTime') ?? '';
  const off = Math.abs(Number(createTime) - asked.now / 1000);
  if (!/^\d+$/.test(createTime) || off > CREATE_TIME_TOLERANCE_S)
    return bad('CreateTime is not now in seconds');
  const type = childText(message, 'MsgType');
  if (type === 'transfer_customer_service') {
    if (asked.isEvent) return bad('an event cannot be handed over');
    const info = message.children.find((child) => child.name === 'TransInfo');
    return { kind: 'transfer', account: info === undefined ? null : childText(info, 'KfAccount') };
  }
  if (type !== 'text') return bad(`MsgType ${type ?? 'missing'}`);
  const content = childText(message, 'Content') ?? '';
  if (content.trim() === '') return bad('empty Content');
  if (Buffer.byteLength(content) > CONTENT_BYTES) return bad(`Content over ${String(CONTENT_BYTES)} bytes`);
  return { kind: 'text', content };
}

/** Reads an HTTP 200 the way WeChat's server does: anything not wholly right counts as no service. */
export function readReply(contentType: string, body: string, credentials: Credentials, asked: Asked): Reply {
  if (body === '' || body === 'success') return { kind: 'none' };
  if (!/^(?:text|application)\/xml\b/.test(contentType))
    return bad(`content type ${contentType || 'missing'}`);
  const envelope = parseXml(body);
  if (envelope === null) return bad('not XML');
  if (!asked.encrypted) return readMessage(envelope, credentials, asked);
  const message = unwrap(envelope, credentials);
  return typeof message === 'string' ? bad(message) : readMessage(message, credentials, asked);
}
