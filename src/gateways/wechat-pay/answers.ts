import type { z } from 'zod';
import { parseJson } from './json.ts';
import { refusalSchema } from './schemas.ts';
import type { Answer, PayUnknown, QueryAnswer } from './types.ts';

/** An exchange as the HTTP service gives it: a 200 has been verified, and so has a 4xx that came signed. */
export interface Exchange {
  readonly status: number;
  readonly text: string;
}

/** Codes after which the application may have been accepted all the same (wechat-pay reference, "Refunds"). */
const undecidedCodes: readonly string[] = ['SYSTEM_ERROR', 'FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED'];
/** What a query that found nothing is answered with: the first for refunds, the second for orders. */
const absentCodes: readonly string[] = ['RESOURCE_NOT_EXISTS', 'ORDER_NOT_EXIST'];
/** 4xx by which a server or something before it says "not now" rather than "no". */
const undecidedStatuses: readonly number[] = [408, 425, 429];

const unknown = (detail: string): PayUnknown => ({ kind: 'unknown', detail });

const readRefusal = (exchange: Exchange): Answer<never> => {
  const { status } = exchange;
  const body = parseJson(exchange.text, refusalSchema);
  const named = body ? ` ${body.code}` : '';
  if (status < 400 || status > 499 || undecidedStatuses.includes(status))
    return unknown(`HTTP ${String(status)}${named}`);
  if (!body) return unknown(`HTTP ${String(status)} without a code`);
  if (undecidedCodes.includes(body.code)) return unknown(`HTTP ${String(status)}${named}`);
  return { kind: 'refused', status, code: body.code, message: body.message };
};

/**
 * What an exchange means. Anything that is neither a 200 of the expected shape nor a plain refusal is
 * unknown: guessing here is how money is paid twice.
 */
export const readAnswer = <T>(
  exchange: Exchange,
  schema: z.ZodType<T>,
  contradiction: (record: T) => string | undefined,
): Answer<T> => {
  if (exchange.status !== 200) return readRefusal(exchange);
  const record = parseJson(exchange.text, schema);
  if (record === undefined) return unknown('HTTP 200 with a body of another shape');
  const detail = contradiction(record);
  return detail === undefined
    ? { kind: 'answered', record }
    : { kind: 'unknown', detail: `the answer contradicts the request: ${detail}`, contradicts: true };
};

/** The same for a query, where a 404 that names the thing asked for is an answer of its own. */
export const asQuery = <T>(answer: Answer<T>): QueryAnswer<T> =>
  answer.kind === 'refused' && answer.status === 404 && absentCodes.includes(answer.code)
    ? { kind: 'not_found' }
    : answer;

/**
 * The first field in which a record differs from what was asked, e.g. `amountFen is 2, expected 1`;
 * undefined where all that is expected agrees.
 */
export const difference = <T extends object>(record: T, expected: Partial<T>): string | undefined => {
  const actual = new Map(Object.entries(record));
  for (const [field, value] of Object.entries(expected))
    if (actual.get(field) !== value)
      return `${field} is ${String(actual.get(field))}, expected ${String(value)}`;
  return undefined;
};
