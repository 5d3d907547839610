import type { Language } from '../domain/reason.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import type { PromisedAnswer } from './messages/texts.ts';
import { textsFor } from './messages/texts-for.ts';
import { REPLY_MAX_BYTES, clean, countBytes, countChars, isBlank } from './plain-text.ts';

/** What customers read of the colleagues they have asked for. */

export const REPLY_MAX_CHARS = 500;

export const promiseText = (language: Language, promised: PromisedAnswer): string =>
  textsFor(language).person.promise(promised);

export interface ReplyTo {
  readonly language: Language;
  /** The case it is about; null: none. */
  readonly caseNo: string | null;
}

/** What a colleague has written, as the customer reads it. They are the shop's customer service to them: no name stands there. */
export const replyText = ({ language, caseNo }: ReplyTo, text: string): string =>
  textsFor(language).person.reply(text, caseNo);

/**
 * A colleague's text as it may be sent: 1 to 500 characters, as people count them, and never cut: what does not fit
 * into one customer message (500 emoji would not) is refused.
 */
export const checkReply = (to: ReplyTo, written: string): Result<string, 'text_empty' | 'text_too_long'> => {
  const text = clean(written).trim();
  if (isBlank(text)) return refuse('text_empty');
  const fits = countChars(text) <= REPLY_MAX_CHARS && countBytes(replyText(to, text)) <= REPLY_MAX_BYTES;
  return fits ? ok(text) : refuse('text_too_long');
};
