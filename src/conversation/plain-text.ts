/**
 * 600 Chinese characters. WeChat takes 2048 bytes of text in a reply; the rest is left for what an
 * envelope adds.
 */
export const REPLY_MAX_BYTES = 1800;

/** Control characters, halves of surrogate pairs and non-characters: XML 1.0 forbids them or nobody can read them. */
const unprintable = /(?![\n\t])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;
/** Marks that turn the reading direction around; they could make a number read as another. */
const directionMarks = /[\u2028-\u202e\u2066-\u2069]/g;
/** Invisible format characters. A joined emoji needs them, a word does not. */
const invisible = /\p{Cf}/gu;

/** The text without anything that could break a reply or hide in it; line ends become `\n`. */
export const clean = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(unprintable, '').replace(directionMarks, '');

/** How people count characters: an emoji is one, not two. */
export const countChars = (text: string): number => Array.from(text).length;

export const countBytes = (text: string): number => Buffer.byteLength(text, 'utf8');

export const isBlank = (text: string): boolean => text.replace(invisible, '').trim() === '';

/** One form for all widths and cases, for comparing what was typed: `ＲＥＦＵＮＤ` → `refund`. */
export const normalise = (text: string): string =>
  clean(text).normalize('NFKC').replace(invisible, '').replace(/\s+/gu, ' ').trim().toLowerCase();

const ELLIPSIS = '…';

/** On one line, at most `maxChars` characters; `…` stands for what is missing. */
export const oneLine = (text: string, maxChars: number): string => {
  const chars = Array.from(clean(text).replace(/\s+/gu, ' ').trim());
  if (chars.length <= maxChars) return chars.join('');
  const kept = chars.slice(0, maxChars - 1).join('');
  return `${kept.replace(/(?:\u200d|\ufe0f|\s)+$/u, '')}${ELLIPSIS}`;
};

/** At most `maxBytes` of UTF-8, cut between characters; `…` stands for what is missing. */
export const fitBytes = (text: string, maxBytes: number): string => {
  if (countBytes(text) <= maxBytes) return text;
  let room = maxBytes - countBytes(ELLIPSIS);
  let kept = '';
  for (const char of text) {
    room -= countBytes(char);
    if (room < 0) break;
    kept += char;
  }
  return `${kept.trimEnd()}${ELLIPSIS}`;
};

/** Paragraphs with an empty line between; empty ones are left out. */
export const paragraphs = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join('\n\n');
