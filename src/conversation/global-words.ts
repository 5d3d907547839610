import {
  type Desk,
  aside,
  begin,
  fromForm,
  generalHelp,
  say,
  sceneOf,
  staleLead,
  withoutAsk,
} from './desk.ts';
import { newAsk } from './asks/ask.ts';
import { answerShownOffer, backInAsk, enter, leaveAsk, restartAsk } from './asks/talk.ts';
import { goBack } from './form.ts';
import { backFromPerson, toPerson } from './person.ts';
import { paragraphs } from './plain-text.ts';
import { progressText } from './progress.ts';
import type { AskFlow, OfferAnswer } from './state.ts';
import type { Turn } from './types.ts';
import type { GlobalWord } from './words.ts';

/** `typed`: a message of the customer's; a tap on the account's menu is an event, which cannot be handed over. */
type Handler = (desk: Desk, typed: boolean) => Turn;

const refund: Handler = (from) => {
  const desk = withoutAsk(from);
  const { draft } = desk.conversation;
  if (draft === null) return begin(desk, staleLead(desk));
  return say(desk, { ...draft, resuming: true, failures: 0 }, desk.texts.form.askResume);
};

const status: Handler = (desk) => {
  const { cases } = desk.known;
  if (!cases) return { kind: 'need', need: { kind: 'cases' } };
  return aside(desk, (room) => progressText(cases, desk.texts, desk.context.now, room));
};

const agent: Handler = (desk, typed) =>
  typed ? toPerson(desk, true) : aside(desk, () => desk.texts.desk.typeAgent);

const nothingToLeave = (desk: Desk): Turn =>
  say(desk, null, desk.stale === null ? desk.texts.desk.nothingToLeave : staleLead(desk));

/** Begins to ask something of one of the customer's cases; an ask that was open gives way, a draft waits. */
const starts =
  (flow: AskFlow, answer: OfferAnswer | null = null): Handler =>
  (desk) => {
    const { cases } = desk.known;
    if (!cases) return { kind: 'need', need: { kind: 'cases' } };
    return enter(desk, newAsk(flow, desk.context.now, { answer }), cases);
  };

const answersOffer =
  (answer: OfferAnswer): Handler =>
  (desk, typed) => {
    const { ask } = desk.conversation;
    if (!desk.known.cases) return { kind: 'need', need: { kind: 'cases' } };
    return (ask && answerShownOffer(desk, ask, answer)) ?? starts('offer', answer)(desk, typed);
  };

const back: Handler = (desk) => {
  if (desk.conversation.person !== null) return backFromPerson(desk);
  const { ask, draft } = desk.conversation;
  if (ask !== null) return backInAsk(desk, ask);
  return draft === null ? nothingToLeave(desk) : fromForm(desk, draft, goBack(sceneOf(desk, draft)));
};

const cancel: Handler = (desk) => {
  const { ask, draft } = desk.conversation;
  if (ask !== null) return leaveAsk(desk, desk.texts.asks.cancelled(ask.flow));
  return draft === null ? nothingToLeave(desk) : say(desk, null, desk.texts.form.cancelled);
};

const restart: Handler = (desk) => {
  const { ask } = desk.conversation;
  if (ask !== null) return restartAsk(desk, ask);
  if (desk.conversation.draft !== null) return begin(desk, desk.texts.form.restarted);
  return desk.stale === null ? nothingToLeave(desk) : begin(desk, staleLead(desk));
};

const help: Handler = (desk) => {
  const { ask, draft } = desk.conversation;
  if (ask !== null) return aside(desk, () => desk.texts.asks.help(ask));
  if (draft === null) return say(desk, null, paragraphs(generalHelp(desk), staleLead(desk)));
  return aside(desk, () => (draft.resuming ? '' : desk.texts.form.help(draft.step)));
};

/** What each word does, at any step. */
export const onGlobalWord: Readonly<Record<GlobalWord, Handler>> = {
  refund,
  status,
  policy: (desk) =>
    aside(desk, () => desk.texts.desk.policy(desk.context.policy, `${desk.context.publicUrl}/policy`)),
  agent,
  appeal: starts('appeal'),
  withdraw: starts('withdraw'),
  accept: answersOffer({ kind: 'accept' }),
  decline: answersOffer({ kind: 'decline' }),
  back,
  cancel,
  restart,
  help,
};
