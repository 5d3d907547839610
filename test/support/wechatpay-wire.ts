/**
 * WeChat Pay's side of the wire, for tests. Shares nothing with src: signatures are made and checked by the
 * openssl program, so that a mistake in the gateway cannot cancel out here.
 */
import { spawnSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'wechatpay-wire-'));
process.on('exit', () => {
  rmSync(directory, { recursive: true, force: true });
});

const openssl = (args: readonly string[], input: string | Buffer = ''): Buffer => {
  const ran = spawnSync('openssl', args, { input });
  if (ran.status !== 0) throw new Error(`openssl ${args.join(' ')}: ${ran.stderr.toString()}`);
  return ran.stdout;
};

export interface KeyFiles {
  readonly privateFile: string;
  readonly publicFile: string;
  readonly privatePem: string;
  readonly publicPem: string;
}

let made = 0;

/** A fresh RSA pair, made by openssl. */
export const makeKeys = (): KeyFiles => {
  made += 1;
  const privateFile = join(directory, `key-${String(made)}.pem`);
  const publicFile = join(directory, `key-${String(made)}.pub.pem`);
  openssl(['genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', privateFile]);
  openssl(['pkey', '-in', privateFile, '-pubout', '-out', publicFile]);
  const read = (file: string): string => readFileSync(file, 'utf8');
  return { privateFile, publicFile, privatePem: read(privateFile), publicPem: read(publicFile) };
};

/** A self-signed certificate, valid from now. */
export const makeCertificate = (keys: KeyFiles, serial: string, days: number): string =>
  openssl(
    // prettier-ignore
    ['req', '-x509', '-new', '-key', keys.privateFile, '-set_serial', `0x${serial}`, '-days', String(days), '-subj', '/CN=platform'],
  ).toString();

export const opensslSign = (keys: KeyFiles, message: string | Buffer): string =>
  openssl(['dgst', '-sha256', '-sign', keys.privateFile], message).toString('base64');

export const opensslVerifies = (keys: KeyFiles, message: string, signatureBase64: string): boolean => {
  const signatureFile = join(directory, 'to-verify.sig');
  writeFileSync(signatureFile, Buffer.from(signatureBase64, 'base64'));
  const args = ['dgst', '-sha256', '-verify', keys.publicFile, '-signature', signatureFile];
  return spawnSync('openssl', args, { input: message }).status === 0;
};

export interface Signer {
  readonly keys: KeyFiles;
  readonly serial: string;
  readonly now: () => number;
}

/** The four headers over a body, as WeChat Pay signs answers and notifications. */
export const signedHeaders = (
  signer: Signer,
  body: string,
  changes: { readonly offsetSeconds?: number } = {},
): Record<'Wechatpay-Timestamp' | 'Wechatpay-Nonce' | 'Wechatpay-Signature' | 'Wechatpay-Serial', string> => {
  const timestamp = String(Math.floor(signer.now() / 1000) + (changes.offsetSeconds ?? 0));
  const nonce = 'c5ac7061fccab6bf3e254dcf98995b8c';
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': opensslSign(signer.keys, `${timestamp}\n${nonce}\n${body}\n`),
    'Wechatpay-Serial': signer.serial,
  };
};

export interface SealedResource {
  readonly algorithm: 'AEAD_AES_256_GCM';
  readonly ciphertext: string;
  readonly associated_data: string;
  readonly nonce: string;
}

/** AEAD_AES_256_GCM; that the gateway opens others' ciphertexts is proved by the fixed vectors. */
export const seal = (apiV3Key: string, plaintext: string, associatedData: string): SealedResource => {
  const nonce = '0123456789ab';
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const ciphertext = sealed.toString('base64');
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data: associatedData, nonce };
};

/** The same resource with one bit of its tag turned over. */
export const withFlippedTag = (resource: SealedResource): SealedResource => {
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  sealed.writeUInt8(sealed.readUInt8(sealed.length - 1) ^ 1, sealed.length - 1);
  return { ...resource, ciphertext: sealed.toString('base64') };
};

export interface Captured {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The fields of an Authorization header of ours. */
export const authorizationFields = (header: string): Record<string, string> =>
  Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );

/** The five lines that WeChat Pay puts together from a request before it checks the signature. */
export const fiveLines = (request: Captured): string => {
  const { timestamp = '', nonce_str = '' } = authorizationFields(request.headers.authorization ?? '');
  return `${request.method}\n${request.path}\n${timestamp}\n${nonce_str}\n${request.body}\n`;
};

export type Respond = (request: Captured, response: ServerResponse) => void;

export interface PayServer {
  readonly base: string;
  readonly requests: Captured[];
  /** What the next requests are answered with. */
  respond: Respond;
  close(): Promise<void>;
}

/** A real HTTP server on a free port of loopback. */
export const startPayServer = async (): Promise<PayServer> => {
  const requests: Captured[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const captured = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(captured);
      running.respond(captured, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const running: PayServer = {
    base: `http://127.0.0.1:${String(port)}`,
    requests,
    respond: (_request, response) => response.writeHead(599).end(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return running;
};

/** Answers JSON, signed. */
export const answerSigned =
  (
    signer: Signer,
    status: number,
    body: object | string,
    changes: { offsetSeconds?: number } = {},
  ): Respond =>
  (_request, response) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { 'Content-Type': 'application/json', ...signedHeaders(signer, text, changes) };
    response.writeHead(status, headers).end(text);
  };

/** Answers without a signature, as a proxy or the authentication stage does. */
export const answerPlain =
  (status: number, body: object | string, headers: Record<string, string> = {}): Respond =>
  (_request, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
