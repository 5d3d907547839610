/** What an API call is answered with: JSON, written out as it goes over the wire. */
export interface Answer {
  readonly json: string;
}

/** The words are ours; what counts is the code. */
const MESSAGES: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40013: 'invalid appid',
  40037: 'invalid template_id',
  40066: 'invalid url',
  40125: 'invalid appsecret',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  42001: 'access_token expired',
  43002: 'require POST method',
  43004: 'require subscribe',
  44002: 'empty post data',
  44004: 'empty content',
  45002: 'content size out of limit',
  45009: 'reach max api daily quota limit',
  45015: 'response out of time limit or subscription is canceled',
  45047: 'out of response count limit',
  47001: 'data format error',
  47003: 'argument invalid!',
};

let requests = 0;
/** As real messages end: an id to quote to their support. */
const rid = (): string => {
  requests += 1;
  return `rid: ${requests.toString(16).padStart(8, '0')}-5a9d0c1e-2b7f43d1`;
};

/** `detail` follows the message, for instance the name of the wrong field. */
export const refusal = (errcode: number, detail = ''): Answer => {
  const words = `${MESSAGES[errcode] ?? 'error'}${detail === '' ? '' : ` ${detail}`}`;
  return { json: JSON.stringify({ errcode, errmsg: `${words} ${rid()}` }) };
};

export const ok = (fields: Readonly<Record<string, unknown>>): Answer => ({ json: JSON.stringify(fields) });
