import type { Language } from '../domain/reason.ts';
import { clean } from './plain-text.ts';
import type { Given } from './steps/step.ts';
import type { TurnInput } from './types.ts';
import { type GlobalWord, findFormWord, findGlobalWord } from './words.ts';

/** A message as the desk understands it. `language`: that of a command; null: it says nothing of a language. */
export type Understood =
  | { readonly kind: 'silent' }
  | { readonly kind: 'joined'; readonly kfAccount: string }
  | { readonly kind: 'left' }
  | { readonly kind: 'greeting' }
  | { readonly kind: 'unusable'; readonly msgType: string }
  | {
      readonly kind: 'word';
      readonly word: GlobalWord;
      readonly language: Language | null;
      readonly typed: boolean;
    }
  | { readonly kind: 'answer'; readonly given: Given; readonly language: Language | null };

/** What WeChat puts in place of a message it cannot pass on. */
const unsupportedMessage = /^【收到不支持的消息类型/;

const understandText = (text: string, menuId: string | null): Understood => {
  if (unsupportedMessage.test(text)) return { kind: 'unusable', msgType: 'unsupported' };
  const global = findGlobalWord(text);
  if (global) return { kind: 'word', ...global, typed: true };
  const language = findFormWord(text)?.language ?? null;
  return { kind: 'answer', given: { kind: 'text', text, menuId }, language };
};

const understandEvent = ({ event, key }: Extract<TurnInput, { type: 'event' }>): Understood => {
  switch (event) {
    case 'subscribe':
      return { kind: 'greeting' };
    case 'click':
      return { kind: 'word', word: findGlobalWord(key)?.word ?? 'help', language: null, typed: false };
    case 'person_joined':
      return { kind: 'joined', kfAccount: key };
    case 'person_left':
      return { kind: 'left' };
    case 'unsubscribe':
    case 'other':
      return { kind: 'silent' };
  }
};

export const understand = (input: TurnInput): Understood => {
  switch (input.type) {
    case 'text':
      return understandText(clean(input.text).trim(), input.menuId);
    case 'image':
      return { kind: 'answer', given: { kind: 'picture', messageId: input.messageId }, language: null };
    case 'other':
      return { kind: 'unusable', msgType: input.msgType };
    case 'event':
      return understandEvent(input);
  }
};
