import { type Instant, MINUTE_MS } from '../domain/time.ts';
import { type Desk, aside, fromForm, generalHelp, say, sceneOf, staleLead } from './desk.ts';
import { repeat } from './form.ts';
import { paragraphs } from './plain-text.ts';
import type { Conversation } from './state.ts';
import type { Turn } from './types.ts';

/** WeChat stops forwarding to its console after so long without a word (official-account reference, "Passive replies"). */
const IDLE_MS = 30 * MINUTE_MS;

/** A colleague has taken over in WeChat's console, or handed over to another. */
export const joinedBy = (conversation: Conversation, kfAccount: string, now: Instant): Conversation => ({
  ...conversation,
  person: { kfAccount, since: conversation.person?.since ?? now, activeAt: now },
});

/**
 * We answer again. A form that was left open asks first whether to go on with it, and what was asked of a case is
 * dropped: what the customer says next may still be meant for the colleague.
 */
export const leftAlone = (conversation: Conversation): Conversation => {
  const { draft, person } = conversation;
  if (person === null) return conversation;
  return {
    ...conversation,
    person: null,
    ask: null,
    draft: draft && { ...draft, resuming: true, failures: 0 },
  };
};

export const withoutIdlePerson = (conversation: Conversation, now: Instant): Conversation => {
  const { person } = conversation;
  return person !== null && now - person.activeAt > IDLE_MS ? leftAlone(conversation) : conversation;
};

/** Passed on to the colleague who talks with the customer. */
export const passOn = (conversation: Conversation, now: Instant): Turn => ({
  kind: 'turn',
  conversation: { ...conversation, person: conversation.person && { ...conversation.person, activeAt: now } },
  reply: { type: 'handover' },
  command: null,
});

/** Passed on to whoever of our colleagues comes first, with the promise of an answer. */
export const toPerson = ({ conversation, context }: Desk, asks: boolean): Turn => ({
  kind: 'turn',
  conversation,
  reply: { type: 'handover' },
  command: {
    type: 'request_person',
    language: conversation.language,
    askedAt: context.now,
    asks,
    duringForm: conversation.draft !== null || conversation.ask !== null,
  },
});

/** 返回 while a colleague talks with the customer: we answer again at once, and the form goes on where it was. */
export const backFromPerson = (desk: Desk): Turn => {
  const alone: Desk = { ...desk, conversation: { ...desk.conversation, person: null } };
  const { ask, draft } = alone.conversation;
  if (ask !== null) return aside(alone, () => desk.texts.person.back);
  const { back } = desk.texts.person;
  return draft === null
    ? say(alone, null, paragraphs(back, staleLead(alone), generalHelp(alone)))
    : fromForm(alone, draft, repeat(sceneOf(alone, draft), back));
};

/** What is nothing to us is for the person the customer waits for, if they do. */
export const orToPerson = (desk: Desk, otherwise: () => Turn): Turn => {
  const { threadOpen } = desk.known;
  if (threadOpen === undefined) return { kind: 'need', need: { kind: 'thread' } };
  return threadOpen ? toPerson(desk, false) : otherwise();
};
