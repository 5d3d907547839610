import { z } from 'zod';
import { type Refused, reactionTo } from './reaction.ts';

/** What WeChat's API made of a call: a body that holds no errcode but 0, an errcode, or nothing we can rely on. */
export type Answer =
  | { readonly kind: 'answer'; readonly body: unknown }
  | Refused
  | { readonly kind: 'unknown'; readonly detail: string };

const DETAIL_MAX_CHARS = 200;
const SYSTEM_ERROR = -1;

const errorSchema = z.object({ errcode: z.int(), errmsg: z.string().catch('') });
/** How co-wechat-api throws an errcode; a network error has a text as its code. */
const thrownErrorSchema = z.object({ code: z.int(), message: z.string().catch('') });
const faultSchema = z.object({
  name: z.string().catch('Error'),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  cause: z.object({ code: z.string() }).optional().catch(undefined),
});

/** An errcode as an answer; -1 says only that WeChat does not know either. */
export const refusal = (errcode: number, errmsg: string): Answer => {
  const detail = `${String(errcode)} ${errmsg}`.trim().slice(0, DETAIL_MAX_CHARS);
  if (errcode === SYSTEM_ERROR) return { kind: 'unknown', detail };
  return { kind: 'refused', errcode, detail, reaction: reactionTo(errcode) };
};

/** The JSON in a text, its 64-bit msgid kept as digits; undefined where it holds none. */
const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/("msgid"\s*:\s*)(\d+)/, '$1"$2"'));
  } catch {
    return undefined;
  }
};

/**
 * Reads what a call gave. Under a content type it does not know, co-wechat-api hands over the bytes as if the
 * call had succeeded, so the errcode is looked for here, whatever the form.
 */
export const understand = (data: unknown): Answer => {
  const body = Buffer.isBuffer(data) || typeof data === 'string' ? jsonIn(data.toString()) : data;
  if (typeof body !== 'object' || body === null) return { kind: 'unknown', detail: 'the answer is no JSON' };
  const error = errorSchema.safeParse(body);
  if (error.success && error.data.errcode !== 0) return refusal(error.data.errcode, error.data.errmsg);
  return { kind: 'answer', body };
};

/**
 * A fault of the network in a few words. Never the error's own message: the libraries write the address into
 * it, and the access token with it.
 */
export const describeFault = (error: unknown): string => {
  const fault = faultSchema.safeParse(error);
  if (!fault.success) return 'fault';
  const { name, message, code, cause } = fault.data;
  const status = /status code: (\d{3})/.exec(message)?.[1];
  if (status !== undefined) return `HTTP ${status}`;
  if (/timeout/i.test(name)) return 'no answer in time';
  if (message.startsWith('JSON.parse error')) return 'the answer is no JSON';
  return code ?? cause?.code ?? name;
};

/** Runs one call; what it throws becomes a value. */
export const ask = async (call: () => Promise<unknown>): Promise<Answer> => {
  try {
    return understand(await call());
  } catch (error) {
    const thrown = thrownErrorSchema.safeParse(error);
    if (thrown.success) return refusal(thrown.data.code, thrown.data.message);
    return { kind: 'unknown', detail: describeFault(error) };
  }
};
