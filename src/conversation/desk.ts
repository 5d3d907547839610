import { askQuestion } from './asks/question.ts';
import { type FormTurn, ask, repeat } from './form.ts';
import { applicationOf, newDraft } from './draft.ts';
import { REPLY_MAX_BYTES, clean, countBytes, fitBytes, paragraphs } from './plain-text.ts';
import { everyTexts } from './messages/texts-for.ts';
import type { Stale, Texts } from './messages/texts.ts';
import type { Conversation, Draft } from './state.ts';
import type { Scene } from './steps/step.ts';
import type { Known, Reply, Turn, TurnContext } from './types.ts';

/** Everything an answer to one message can rest on. */
export interface Desk {
  /** In the language of this message, without a stale draft or ask. */
  readonly conversation: Conversation;
  /** Why the draft that was there is not gone on with; null: there was none, or it is still good. */
  readonly stale: Stale | null;
  readonly known: Known;
  readonly context: TurnContext;
  readonly texts: Texts;
}

export const withoutAsk = (desk: Desk): Desk => ({
  ...desk,
  conversation: { ...desk.conversation, ask: null },
});

export const textReply = (text: string): Reply => ({
  type: 'text',
  text: fitBytes(clean(text), REPLY_MAX_BYTES),
});

export const sceneOf = ({ known, context, texts }: Desk, draft: Draft): Scene => ({
  draft,
  known,
  context,
  texts,
});

export const say = (desk: Desk, draft: Draft | null, text: string): Turn => ({
  kind: 'turn',
  conversation: { ...desk.conversation, draft: draft && { ...draft, updatedAt: desk.context.now } },
  reply: textReply(text),
  command: null,
});

/** Passes on what the form made of a message; a finished one becomes the command to submit it. */
export const fromForm = (desk: Desk, draft: Draft, turn: FormTurn): Turn => {
  if (turn.kind === 'need') return turn;
  if (turn.kind === 'say') return say(desk, turn.draft, turn.text);
  const { conversation } = desk;
  const command = applicationOf(draft, conversation.language);
  if (command === null) return fromForm(desk, draft, ask(sceneOf(desk, draft), firstGap(draft)));
  return { kind: 'turn', conversation, reply: { type: 'none' }, command };
};

const firstGap = (draft: Draft): 'order' | 'reason' | 'description' => {
  if (draft.order === null) return 'order';
  return draft.category === null ? 'reason' : 'description';
};

/** Begins an application, after what has to be said first. */
export const begin = (from: Desk, lead = ''): Turn => {
  const desk = withoutAsk(from);
  const draft = newDraft(desk.context);
  return fromForm(desk, draft, ask(sceneOf(desk, draft), draft.step, lead));
};

export const staleLead = ({ stale, texts }: Desk): string => (stale === null ? '' : texts.form.stale(stale));

/** How the languages not spoken here are had, each said in its own. */
export const otherLanguages = ({ texts }: Desk): string =>
  everyTexts
    .filter(({ language }) => language !== texts.language)
    .map(({ desk }) => desk.inThisLanguage)
    .join('\n');

/** What can be typed outside a form. */
export const generalHelp = (desk: Desk): string => paragraphs(desk.texts.desk.help, otherLanguages(desk));

/** The question that is open, to be asked again; null: none is. */
const openQuestion = (desk: Desk): FormTurn | { readonly kind: 'ask'; readonly text: string } | null => {
  const { ask, draft } = desk.conversation;
  if (ask === null) return draft && repeat(sceneOf(desk, draft));
  const question = askQuestion(desk, ask);
  return question.kind === 'lost' ? null : question;
};

/** Answers a question; where another is open it is asked again, and never what is cut. */
export const aside = (desk: Desk, answer: (roomBytes: number) => string): Turn => {
  const rest = openQuestion(desk);
  if (rest?.kind === 'need') return rest;
  const after = rest === null || rest.kind === 'submit' ? staleLead(desk) : rest.text;
  const room = REPLY_MAX_BYTES - countBytes(after) - 2;
  const text = paragraphs(fitBytes(clean(answer(room)), room), after);
  return say(desk, rest?.kind === 'say' ? rest.draft : desk.conversation.draft, text);
};
