import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials } from '../../src/sandbox/world/schema.ts';

/** A request as it reached the stand-in for the desk. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface DeskAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
}

export type Desk = Awaited<ReturnType<typeof startDesk>>;

/** A server in the desk's place that does what a test says: `null` leaves a request without an answer. */
export async function startDesk(answer: (received: Received, count: number) => DeskAnswer | null) {
  const log: Received[] = [];
  let heard: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://desk');
      const received: Received = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      log.push(received);
      const result = answer(received, log.length);
      const waiting = heard;
      heard = [];
      for (const tell of waiting) tell();
      if (result === null) return;
      response.writeHead(result.status ?? 200, { 'Content-Type': result.type ?? 'text/xml' });
      response.end(result.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    log,
    /** Resolves once it has received that many requests in all. */
    received: async (count: number): Promise<void> => {
      while (log.length < count) await new Promise<void>((resolve) => heard.push(resolve));
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const sha1 = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex');
const tag = (xml: string, name: string): string =>
  new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${name}>`).exec(xml)?.[1] ?? '';
const keyOf = (credentials: Credentials): Buffer => Buffer.from(`${credentials.encodingAesKey}=`, 'base64');

/** Verifies and decrypts a push, written from WeChat's description alone. Throws where it is not genuine. */
export function openPush(received: Received, credentials: Credentials): string {
  const [timestamp = '', nonce = '', plain = '', msg = ''] = [
    'timestamp',
    'nonce',
    'signature',
    'msg_signature',
  ].map((name) => received.query.get(name) ?? '');
  const encrypt = tag(received.body, 'Encrypt');
  if (plain !== sha1(credentials.token, timestamp, nonce)) throw new Error('signature');
  if (msg !== sha1(credentials.token, timestamp, nonce, encrypt)) throw new Error('msg_signature');
  const key = keyOf(credentials);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(Buffer.from(encrypt, 'base64')), decipher.final()]);
  const plaintext = padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
  const length = plaintext.readUInt32BE(16);
  if (plaintext.subarray(20 + length).toString() !== credentials.appid) throw new Error('appid');
  return plaintext.subarray(20, 20 + length).toString();
}

export const tagOf = tag;

/** Encrypts a reply as a desk must; `spoil` changes the parts it is made of. */
export function sealReply(
  message: string,
  credentials: Credentials,
  timestamp: string,
  spoil: { readonly appid?: string; readonly token?: string } = {},
): string {
  const key = keyOf(credentials);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(message));
  const appid = Buffer.from(spoil.appid ?? credentials.appid);
  const plain = Buffer.concat([Buffer.alloc(16, 'r'), length, Buffer.from(message), appid]);
  const padding = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const encrypt = Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(padding, padding)])),
    cipher.final(),
  ]).toString('base64');
  const signature = sha1(spoil.token ?? credentials.token, timestamp, '77', encrypt);
  return `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt><MsgSignature>${signature}</MsgSignature><TimeStamp>${timestamp}</TimeStamp><Nonce>77</Nonce></xml>`;
}
