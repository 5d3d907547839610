import { createDecipheriv, randomBytes, sign, verify } from 'node:crypto';
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Credentials } from '../../src/sandbox/world/schema.ts';

export interface PayAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** What a test may make wrong about a request. */
export interface Wrong {
  readonly timestampOff?: number;
  readonly signedBody?: string;
  readonly mchid?: string;
  readonly serial?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls WeChat Pay as a merchant, signing as its description says. */
export async function callPay(
  sandbox: Sandbox,
  now: number,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  wrong: Wrong = {},
): Promise<PayAnswer> {
  const { credentials } = sandbox;
  const text = body === undefined ? '' : JSON.stringify(body);
  const timestamp = String(Math.floor(now / 1000) + (wrong.timestampOff ?? 0));
  const nonce = randomBytes(16).toString('hex');
  const lines = `${method}\n${path}\n${timestamp}\n${nonce}\n${wrong.signedBody ?? text}\n`;
  const signature = sign('RSA-SHA256', Buffer.from(lines), credentials.merchantPrivateKey);
  const fields = {
    mchid: wrong.mchid ?? credentials.mchid,
    nonce_str: nonce,
    signature: signature.toString('base64'),
    timestamp,
    serial_no: wrong.serial ?? credentials.merchantSerial,
  };
  const pairs = Object.entries(fields).map(([name, value]) => `${name}="${value}"`);
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: {
      Accept: 'application/json',
      'User-Agent': 'test',
      'Wechatpay-Serial': credentials.payPublicKeyId,
      Authorization: `WECHATPAY2-SHA256-RSA2048 ${pairs.join(',')}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...wrong.headers,
    },
    ...(body === undefined ? {} : { body: text }),
  });
  const answer = await response.text();
  const parsed: unknown = answer.startsWith('{') ? JSON.parse(answer) : {};
  return {
    status: response.status,
    headers: response.headers,
    text: answer,
    body: { ...(parsed as object) },
  };
}

/** Whether an answer or a notification was signed with that key. */
export const isSignedBy = (
  publicKey: string,
  header: (name: string) => string | null | undefined,
  body: string,
): boolean => {
  const message = `${header('wechatpay-timestamp') ?? ''}\n${header('wechatpay-nonce') ?? ''}\n${body}\n`;
  const signature = Buffer.from(header('wechatpay-signature') ?? '', 'base64');
  return verify('RSA-SHA256', Buffer.from(message), publicKey, signature);
};

interface Resource {
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associated_data: string;
}

/** Decrypts and checks AES-256-GCM. Throws where the tag does not fit. */
export function openResource(resource: Resource, credentials: Credentials): string {
  const bytes = Buffer.from(resource.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', credentials.apiV3Key, resource.nonce);
  decipher.setAAD(Buffer.from(resource.associated_data));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString();
}
