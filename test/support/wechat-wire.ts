/**
 * WeChat's side of the message push, written from the protocol alone: it shares nothing with src, so that a mistake
 * cannot be made on both sides and cancel out.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export interface Account {
  readonly appid: string;
  readonly token: string;
  /** EncodingAESKey; null: plain mode. */
  readonly aesKey: string | null;
}

export type Fields = Readonly<Record<string, string | number>>;

export interface Push {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly contentType: string | null;
  /** As it came. */
  readonly raw: string;
  /** The reply's XML, decrypted; null where it was `success` or an error. */
  readonly xml: string | null;
  /** Its fields; empty where there is no reply. */
  readonly fields: Readonly<Record<string, string>>;
  readonly encrypted: boolean;
  /** `error.code` of an error body. */
  readonly error: string | null;
}

export const sha1Of = (...parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');

const section = (value: string): string => `<![CDATA[${value.split(']]>').join(']]]]><![CDATA[>')}]]>`;

/** A flat message: texts in CDATA, numbers bare, as WeChat writes them. */
export const xmlOf = (fields: Fields): string =>
  `<xml>${Object.entries(fields)
    .map(
      ([name, value]) => `<${name}>${typeof value === 'number' ? String(value) : section(value)}</${name}>`,
    )
    .join('')}</xml>`;

/** Reads a flat reply strictly: every element of the root closed, nothing between them. */
export const fieldsOf = (xml: string): Record<string, string> => {
  const inside = /^<xml>([\s\S]*)<\/xml>$/.exec(xml)?.[1];
  if (inside === undefined) throw new Error(`not a reply: ${xml}`);
  const fields: Record<string, string> = {};
  const element = /\s*<(\w+)>((?:<!\[CDATA\[[\s\S]*?\]\]>|[^<])*)<\/\1>\s*/y;
  while (element.lastIndex < inside.length) {
    const at = element.lastIndex;
    const found = element.exec(inside);
    if (!found) throw new Error(`not a flat reply at ${String(at)}: ${xml}`);
    const [, name = '', content = ''] = found;
    fields[name] = content.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1');
  }
  return fields;
};

const keyOf = (aesKey: string): Buffer => Buffer.from(`${aesKey}=`, 'base64');

export const pad32 = (bytes: Buffer): Buffer => {
  const count = 32 - (bytes.length % 32);
  return Buffer.concat([bytes, Buffer.alloc(count, count)]);
};

/** Any bytes, padded by the caller, so that a test can pad wrongly. */
export const encryptBytes = (aesKey: string, padded: Buffer): string => {
  const key = keyOf(aesKey);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
};

export const envelopeBytes = (appid: string, message: string, random16 = randomBytes(16)): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(message));
  return Buffer.concat([random16, length, Buffer.from(message), Buffer.from(appid)]);
};

export const decryptMessage = (aesKey: string, encrypted: string): { message: string; appid: string } => {
  const key = keyOf(aesKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  decipher.setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
  const count = padded[padded.length - 1] ?? 0;
  if (count < 1 || count > 32 || padded.length % 32 !== 0)
    throw new Error('the reply is not padded to 32 bytes');
  const plain = padded.subarray(0, padded.length - count);
  const end = 20 + plain.readUInt32BE(16);
  return { message: plain.toString('utf8', 20, end), appid: plain.toString('utf8', end) };
};

let nonces = 100_000_000;

/** Signs a push, and encrypts it where the account has an AES key. */
export const sealPush = (account: Account, xml: string, timestamp = '1714112445'): Push => {
  nonces += 1;
  const nonce = String(nonces);
  const signed = { signature: sha1Of(account.token, timestamp, nonce), timestamp, nonce };
  if (account.aesKey === null) return { query: signed, body: xml };
  const encrypted = encryptBytes(account.aesKey, pad32(envelopeBytes(account.appid, xml)));
  return resign(account, { query: signed, body: envelopeXml(encrypted) }, encrypted);
};

export const envelopeXml = (encrypted: string): string =>
  xmlOf({ ToUserName: 'gh_desk', Encrypt: encrypted });

/** A push around another ciphertext, signed as WeChat would sign it. */
export const resign = (account: Account, { query }: Push, encrypted: string): Push => ({
  query: {
    ...query,
    encrypt_type: 'aes',
    msg_signature: sha1Of(account.token, query.timestamp ?? '', query.nonce ?? '', encrypted),
  },
  body: envelopeXml(encrypted),
});

const readReply = (account: Account, raw: string): Pick<WireAnswer, 'xml' | 'fields' | 'encrypted'> => {
  const outer = fieldsOf(raw);
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = outer;
  if (Encrypt === undefined) return { xml: raw, fields: outer, encrypted: false };
  if (account.aesKey === null) throw new Error('an encrypted reply in plain mode');
  if (MsgSignature !== sha1Of(account.token, TimeStamp ?? '', Nonce ?? '', Encrypt))
    throw new Error('the reply is signed wrongly');
  const { message, appid } = decryptMessage(account.aesKey, Encrypt);
  if (appid !== account.appid) throw new Error(`the reply is from ${appid}`);
  return { xml: message, fields: fieldsOf(message), encrypted: true };
};

const errorCode = (raw: string): string | null => /"code"\s*:\s*"([^"]+)"/.exec(raw)?.[1] ?? null;

const urlWith = (url: string, query: Push['query']): string =>
  `${url}?${new URLSearchParams(query).toString()}`;

export interface WechatWire {
  /** Sends a push as it is. */
  readonly send: (url: string, push: Push) => Promise<WireAnswer>;
  /** Signs, encrypts and sends a message (fields, or XML as it stands), and reads the reply as WeChat would. */
  readonly post: (url: string, message: Fields | string) => Promise<WireAnswer>;
  readonly seal: (message: Fields | string) => Push;
  /** The address with which WeChat verifies the server. */
  readonly verifyUrl: (url: string, echostr: string) => string;
}

export const wechatWire = (account: Account): WechatWire => {
  const seal = (message: Fields | string): Push =>
    sealPush(account, typeof message === 'string' ? message : xmlOf(message));
  const send = async (url: string, { query, body }: Push): Promise<WireAnswer> => {
    const response = await fetch(urlWith(url, query), {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body,
    });
    const raw = await response.text();
    const answer = { status: response.status, contentType: response.headers.get('content-type'), raw };
    if (response.status !== 200)
      return { ...answer, xml: null, fields: {}, encrypted: false, error: errorCode(raw) };
    if (raw === 'success' || raw === '')
      return { ...answer, xml: null, fields: {}, encrypted: false, error: null };
    return { ...answer, ...readReply(account, raw), error: null };
  };
  return {
    seal,
    send,
    post: (url, message) => send(url, seal(message)),
    verifyUrl: (url, echostr) => {
      const [timestamp, nonce] = ['1714112445', '415670741'];
      const signature = sha1Of(account.token, timestamp, nonce);
      return urlWith(url, { signature, timestamp, nonce, echostr });
    },
  };
};

let messageIds = 7_000_000_000_000_000n;
/** A MsgId that no other message of this run has. */
export const nextMsgId = (): string => {
  messageIds += 1n;
  return String(messageIds);
};

/** What WeChat pushes when `openid` writes a text. */
export const textMessage = (openid: string, text: string, more: Fields = {}): Fields => ({
  ToUserName: 'gh_desk',
  FromUserName: openid,
  CreateTime: 1714112445,
  MsgType: 'text',
  Content: text,
  MsgId: nextMsgId(),
  ...more,
});
