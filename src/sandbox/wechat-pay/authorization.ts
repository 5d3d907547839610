import { verify } from 'node:crypto';
import type { Credentials } from '../world/schema.ts';
import { signError, type Problem } from './problem.ts';

/** Authentication of a merchant's request (WeChat Pay: 签名生成). */

const SCHEME = 'WECHATPAY2-SHA256-RSA2048 ';
const TOLERANCE_S = 300;
const FIELDS = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'] as const;

export interface Signed {
  readonly method: string;
  /** Path and query as they stood in the request line. */
  readonly target: string;
  readonly body: string;
  readonly authorization: string;
}

type Fields = Readonly<Partial<Record<string, string>>>;

/** `name="value"` pairs, each once, in any order; null: malformed. */
function parseFields(authorization: string): Fields | null {
  if (!authorization.startsWith(SCHEME)) return null;
  const pairs = authorization.slice(SCHEME.length).split(',');
  const found: Record<string, string> = {};
  for (const pair of pairs) {
    const match = /^([a-z_]+)="([^"]*)"$/.exec(pair.trim());
    if (match?.[1] === undefined || match[2] === undefined || match[1] in found) return null;
    found[match[1]] = match[2];
  }
  return pairs.length === FIELDS.length && FIELDS.every((name) => name in found) ? found : null;
}

/** Why a request is not authentic; null: it is. `now` in epoch milliseconds. */
export function authenticate(request: Signed, credentials: Credentials, now: number): Problem | null {
  const fields = parseFields(request.authorization);
  if (fields === null)
    return signError('Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》');
  const { mchid, serial_no, timestamp = '', nonce_str = '', signature = '' } = fields;
  if (mchid !== credentials.mchid) return signError('商户号不存在');
  if (serial_no !== credentials.merchantSerial) return signError('商户证书序列号有误');
  if (!/^\d{10}$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_S) {
    return signError('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟');
  }
  if (!/^[A-Za-z0-9]{1,32}$/.test(nonce_str)) return signError('Http头Authorization中的nonce_str有误');
  const lines = [request.method, request.target, timestamp, nonce_str, request.body];
  const message = lines.map((line) => `${line}\n`).join('');
  const genuine = verify(
    'RSA-SHA256',
    Buffer.from(message),
    credentials.merchantPublicKey,
    Buffer.from(signature, 'base64'),
  );
  return genuine ? null : signError('签名错误，请检查后再试');
}
