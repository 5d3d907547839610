import type { Language } from '../domain/reason.ts';
import { type Choice, pick } from './choices.ts';
import {
  type Desk,
  aside,
  begin,
  fromForm,
  generalHelp,
  otherLanguages,
  say,
  sceneOf,
  textReply,
} from './desk.ts';
import { withoutStaleAsk } from './asks/ask.ts';
import { answerAsk } from './asks/talk.ts';
import { withoutStaleDraft } from './draft.ts';
import { answer, repeat, retry } from './form.ts';
import { onGlobalWord } from './global-words.ts';
import { everyTexts, textsFor } from './messages/texts-for.ts';
import { outsideForm } from './outside-form.ts';
import { clean, paragraphs } from './plain-text.ts';
import type { Conversation, Draft } from './state.ts';
import type { Given } from './steps/step.ts';
import type { Known, Turn, TurnContext, TurnInput } from './types.ts';
import { type GlobalWord, findFormWord, findGlobalWord } from './words.ts';

export { answerCommand } from './answer-command.ts';

/** A message as the desk understands it. `language`: that of a command; null: it says nothing of a language. */
type Understood =
  | { readonly kind: 'silent' }
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

const understand = (input: TurnInput): Understood => {
  switch (input.type) {
    case 'text':
      return understandText(clean(input.text).trim(), input.menuId);
    case 'image':
      return { kind: 'answer', given: { kind: 'picture', messageId: input.messageId }, language: null };
    case 'other':
      return { kind: 'unusable', msgType: input.msgType };
    case 'event':
      if (input.event === 'subscribe') return { kind: 'greeting' };
      if (input.event !== 'click') return { kind: 'silent' };
      return {
        kind: 'word',
        word: findGlobalWord(input.key)?.word ?? 'help',
        language: null,
        typed: false,
      };
  }
};

/**
 * Takes one message of a customer: what the conversation becomes, what is answered, and what is to be done.
 * Pure. Where it must know more it says what; the shell fetches that and takes the turn again.
 */
export const takeTurn = (
  conversation: Conversation,
  input: TurnInput,
  known: Known,
  context: TurnContext,
): Turn => {
  const understood = understand(input);
  if (understood.kind === 'silent')
    return { kind: 'turn', conversation, reply: { type: 'none' }, command: null };
  const spoken = 'language' in understood ? understood.language : null;
  const { conversation: asking, stale } = withoutStaleDraft(conversation, context.now);
  const { conversation: current, staleAsk } = withoutStaleAsk(asking, context.now);
  const language = spoken ?? current.language;
  const desk: Desk = {
    conversation: { ...current, language },
    stale,
    known,
    context,
    texts: textsFor(language),
  };
  const turn = takeUnderstood(desk, understood);
  return staleAsk === null ? turn : withLead(turn, desk.texts.asks.stale(staleAsk));
};

const withLead = (turn: Turn, lead: string): Turn =>
  turn.kind === 'turn' && turn.reply.type === 'text'
    ? { ...turn, reply: textReply(paragraphs(lead, turn.reply.text)) }
    : turn;

const takeUnderstood = (desk: Desk, understood: Exclude<Understood, { kind: 'silent' }>): Turn => {
  switch (understood.kind) {
    case 'greeting':
      return say(desk, desk.conversation.draft, `${desk.texts.desk.welcome}\n${otherLanguages(desk)}`);
    case 'unusable':
      return unusable(desk, understood.msgType);
    case 'word':
      return onGlobalWord[understood.word](desk, understood.typed);
    case 'answer':
      return takeAnswer(desk, understood.given);
  }
};

const takeAnswer = (desk: Desk, given: Given): Turn => {
  const { ask, draft } = desk.conversation;
  if (ask !== null) return answerAsk(desk, ask, given);
  if (draft === null) return outsideForm(desk, given);
  if (draft.resuming) return answerResume(desk, draft, given);
  return fromForm(desk, draft, answer(sceneOf(desk, draft), given));
};

const unusable = (desk: Desk, msgType: string): Turn => {
  const { ask, draft } = desk.conversation;
  const text = desk.texts.desk.notUsable(msgType);
  return aside(desk, () => (ask === null && draft === null ? paragraphs(text, generalHelp(desk)) : text));
};

/** 1 continues the draft, 2 begins another. */
const answerResume = (desk: Desk, draft: Draft, given: Given): Turn => {
  const { form } = desk.texts;
  const choices: Choice<'continue' | 'restart'>[] = [
    {
      id: 'resume:continue',
      label: form.resumeContinue,
      aliases: everyTexts.map((texts) => texts.form.resumeContinue),
      value: 'continue',
    },
    {
      id: 'resume:restart',
      label: form.resumeRestart,
      aliases: everyTexts.map((texts) => texts.form.resumeRestart),
      value: 'restart',
    },
  ];
  const picked = given.kind === 'text' ? pick(choices, given) : undefined;
  if (picked === 'restart') return begin(desk, form.restarted);
  if (picked === 'continue') {
    const resumed = { ...draft, resuming: false, failures: 0 };
    return fromForm(desk, resumed, repeat(sceneOf(desk, resumed)));
  }
  return fromForm(desk, draft, retry(sceneOf(desk, draft), form.resumeRetry));
};
