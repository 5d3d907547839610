import type { Language } from '../domain/reason.ts';
import { normalise } from './plain-text.ts';

/** What a customer may type at any time, as the whole message, in any case or width. */
const globalWords = [
  { word: 'refund', zh: '退款' },
  { word: 'status', zh: '进度' },
  { word: 'policy', zh: '政策' },
  { word: 'agent', zh: '人工' },
  { word: 'appeal', zh: '申诉' },
  { word: 'withdraw', zh: '撤回' },
  { word: 'accept', zh: '接受' },
  { word: 'decline', zh: '拒绝' },
  { word: 'back', zh: '返回' },
  { word: 'cancel', zh: '取消' },
  { word: 'restart', zh: '重来' },
  { word: 'help', zh: '帮助' },
] as const;
export type GlobalWord = (typeof globalWords)[number]['word'];

/** What has a meaning at some steps of the form. */
const formWords = [
  { word: 'skip', zh: '跳过' },
  { word: 'done', zh: '完成' },
  { word: 'clear', zh: '清空' },
  { word: 'continue', zh: '继续' },
  { word: 'confirm', zh: '确认' },
] as const;
export type FormWord = (typeof formWords)[number]['word'] | 'edit';

interface Found<Word> {
  readonly word: Word;
  readonly language: Language;
}

/** The English word is the word's own name. */
const find = <Word extends string>(
  table: readonly { readonly word: Word; readonly zh: string }[],
  text: string,
): Found<Word> | null => {
  const typed = normalise(text);
  const found = table.find((entry) => entry.zh === typed || entry.word === typed);
  return found ? { word: found.word, language: found.zh === typed ? 'zh' : 'en' } : null;
};

export const findGlobalWord = (text: string): Found<GlobalWord> | null => find(globalWords, text);

const editPattern = /^(改|修改|edit)\s*(\d{1,2})$/;

/** `改3` → 3; null: not an edit. The number may be one that no line of the summary has. */
export const editedLine = (text: string): number | null => {
  const match = editPattern.exec(normalise(text));
  return match ? Number(match[2]) : null;
};

export const findFormWord = (text: string): Found<FormWord> | null => {
  if (editedLine(text) === null) return find(formWords, text);
  return { word: 'edit', language: normalise(text).startsWith('edit') ? 'en' : 'zh' };
};
