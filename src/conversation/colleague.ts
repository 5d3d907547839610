import type { Case } from '../domain/case/state.ts';
import type { Language } from '../domain/reason.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import type { PromisedAnswer } from './messages/texts.ts';
import { textsFor } from './messages/texts-for.ts';
import { REPLY_MAX_BYTES, clean, countBytes, countChars, isBlank } from './plain-text.ts';

/** What customers read of the colleagues they have asked for. */

const REPLY_MAX_CHARS = 500;

export const promiseText = (language: Language, promised: PromisedAnswer): string =>
  textsFor(language).person.promise(promised);

/** They are the shop's customer service to the customer: no name stands there. */
export const replyText = (language: Language, text: string): string => textsFor(language).person.reply(text);

export type ReplyRefusal = 'text_empty' | 'text_too_long';

/**
 * A colleague's text as it may be sent: 1 to 500 characters, as people count them, and never cut: what does not fit
 * into one customer message (500 emoji would not) is refused.
 * @param sentAs the whole message
 */
const check = (written: string, sentAs: (text: string) => string): Result<string, ReplyRefusal> => {
  const text = clean(written).trim();
  if (isBlank(text)) return refuse('text_empty');
  const fits = countChars(text) <= REPLY_MAX_CHARS && countBytes(sentAs(text)) <= REPLY_MAX_BYTES;
  return fits ? ok(text) : refuse('text_too_long');
};

/** To whoever has asked for a person. */
export const checkReply = (language: Language, written: string): Result<string, ReplyRefusal> =>
  check(written, (text) => replyText(language, text));

/** About a case. */
export const checkCaseReply = (kase: Case, written: string): Result<string, ReplyRefusal> =>
  check(written, (text) => textsFor(kase.language).requests.message(kase, text));
