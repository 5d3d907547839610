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
import { joinedBy, leftAlone, orToPerson, passOn, withoutIdlePerson } from './person.ts';
import { paragraphs } from './plain-text.ts';
import type { Conversation, Draft } from './state.ts';
import type { Given } from './steps/step.ts';
import type { ConversationCommand, Known, Turn, TurnContext, TurnInput } from './types.ts';
import { type Understood, understand } from './understand.ts';

export { answerCommand } from './answer-command.ts';

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
  const { now } = context;
  if (understood.kind === 'silent') return silently(conversation);
  if (understood.kind === 'joined') return silently(joinedBy(conversation, understood.kfAccount, now));
  if (understood.kind === 'left')
    return silently(leftAlone(conversation), { type: 'end_talk', endedAt: now });
  const present = withoutIdlePerson(conversation, now);
  if (present.person !== null && isForPerson(understood)) return passOn(present, now);
  const spoken = 'language' in understood ? understood.language : null;
  const { conversation: asking, stale } = withoutStaleDraft(present, now);
  const { conversation: current, staleAsk } = withoutStaleAsk(asking, now);
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

const takeUnderstood = (
  desk: Desk,
  understood: Exclude<Understood, { kind: 'silent' | 'joined' | 'left' }>,
): Turn => {
  switch (understood.kind) {
    case 'greeting':
      return say(desk, desk.conversation.draft, `${desk.texts.desk.welcome}\n${otherLanguages(desk)}`);
    case 'unusable':
      return unusable(desk, understood.msgType);
    case 'word':
      if (desk.conversation.person !== null && understood.word !== 'back')
        return say(desk, desk.conversation.draft, desk.texts.person.talking);
      return onGlobalWord[understood.word](desk, understood.typed);
    case 'answer':
      return takeAnswer(desk, understood.given);
  }
};

const silently = (conversation: Conversation, command: ConversationCommand | null = null): Turn => ({
  kind: 'turn',
  conversation,
  reply: { type: 'none' },
  command,
});

/** While a colleague talks with the customer only 返回 is for us; a tap on the menu cannot be passed on. */
const isForPerson = (understood: Understood): boolean =>
  understood.kind === 'answer' ||
  understood.kind === 'unusable' ||
  (understood.kind === 'word' && understood.typed && understood.word !== 'back');

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
  if (ask !== null || draft !== null) return aside(desk, () => text);
  return orToPerson(desk, () => aside(desk, () => paragraphs(text, generalHelp(desk))));
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
