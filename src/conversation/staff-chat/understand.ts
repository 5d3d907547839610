import type { Language } from '../../domain/reason.ts';
import { clean, normalise } from '../plain-text.ts';
import type { Confirmation } from '../state.ts';
import type { StaffWord } from './words.ts';

export interface UnderstoodStaffWord {
  readonly word: StaffWord;
  /** Of the word; null: it says nothing of a language. */
  readonly language: Language | null;
}

const bareWords = [
  { kind: 'queue', zh: '队列', en: 'queue' },
  { kind: 'unbind', zh: '解绑', en: 'unbind' },
] as const;

const caseWords = [
  { kind: 'claim', zh: '认领', en: 'claim' },
  { kind: 'approve', zh: '同意', en: 'approve' },
] as const;

const CASE_NO = 'rf\\d{8}[2-9a-hj-np-z]{6}';
const bindPattern = /^(绑定|bind) ?([0-9a-z]{4,12})$/;
const openPattern = new RegExp(`^(${CASE_NO})$`);
const aboutCasePattern = new RegExp(`^(认领|claim|同意|approve) ?(${CASE_NO})$`);
const replyPattern = new RegExp(`^\\s*(回复|reply)\\s*(${CASE_NO})(?![0-9a-z])[\\s:,，]*`, 'i');
const codePattern = /^\d{3} ?\d{3}$/;

/** Full-width letters, digits, signs and spaces as narrow ones, one for one: what follows keeps its place. */
export const narrow = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');

const languageOf = (typed: string): Language => (/^[a-z]/i.test(typed) ? 'en' : 'zh');

const bare = (typed: string): UnderstoodStaffWord | null => {
  const found = bareWords.find(({ zh, en }) => zh === typed || en === typed);
  return found ? { word: { kind: found.kind }, language: languageOf(typed) } : null;
};

const aboutCase = (typed: string): UnderstoodStaffWord | null => {
  const [, name = '', caseNo] = aboutCasePattern.exec(typed) ?? [];
  const found = caseWords.find(({ zh, en }) => zh === name || en === name);
  return found && caseNo !== undefined
    ? { word: { kind: found.kind, caseNo: caseNo.toUpperCase() }, language: languageOf(typed) }
    : null;
};

/** What the customer is to read stays as it was written. */
const reply = (text: string): UnderstoodStaffWord | null => {
  const [head = '', name = '', caseNo] = replyPattern.exec(narrow(text)) ?? [];
  if (caseNo === undefined) return null;
  const word = { kind: 'reply', caseNo: caseNo.toUpperCase(), text: text.slice(head.length).trim() } as const;
  return { word, language: languageOf(name) };
};

/** Whether it may be a code of a second factor. */
export const isSixDigits = (text: string): boolean => codePattern.test(normalise(text));

/**
 * What a text asks for where a member of staff has sent it, in any case and width; null: nothing that only staff say.
 * @param asked what waits for a code; a code means nothing without it
 */
export const understandStaff = (text: string, asked: Confirmation | null): UnderstoodStaffWord | null => {
  const typed = normalise(text);
  if (asked !== null && codePattern.test(typed))
    return { word: { kind: 'confirm', code: typed, asked }, language: null };
  const [, name, code] = bindPattern.exec(typed) ?? [];
  if (name !== undefined && code !== undefined)
    return { word: { kind: 'bind', code: code.toUpperCase() }, language: languageOf(name) };
  if (openPattern.test(typed)) return { word: { kind: 'open', caseNo: typed.toUpperCase() }, language: null };
  return bare(typed) ?? aboutCase(typed) ?? reply(clean(text));
};
