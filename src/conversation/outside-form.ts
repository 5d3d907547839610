import { type Desk, aside, begin, generalHelp, say, staleLead } from './desk.ts';
import { amountIn } from './amount.ts';
import { newAsk } from './asks/ask.ts';
import { candidates } from './asks/candidates.ts';
import { enter } from './asks/talk.ts';
import { useOfInformation } from '../domain/case/information.ts';
import type { Case } from '../domain/case/state.ts';
import { orToPerson } from './person.ts';
import { isBlank, paragraphs } from './plain-text.ts';
import type { Given } from './steps/step.ts';
import type { Turn } from './types.ts';
import { type FormWord, findFormWord } from './words.ts';

/**
 * Nothing is being asked: an amount answers an open offer, any other text or picture an open request for
 * information. A word of the form and a tap on a line of an old list are neither.
 */
export const outsideForm = (desk: Desk, given: Given): Turn => {
  const word = given.kind === 'text' ? findFormWord(given.text)?.word : undefined;
  if (word !== undefined) return orBegin(desk, () => onFormWord(desk, word));
  const isTap = given.kind === 'text' && given.menuId !== null;
  if (isTap) return notForUs(desk, given, []);
  const { cases } = desk.known;
  if (!cases) return { kind: 'need', need: { kind: 'cases' } };
  return onOffer(desk, given, cases) ?? onRequest(desk, given, cases) ?? notForUs(desk, given, cases);
};

/** What was meant for a draft that has gone stale begins another. */
const orBegin = (desk: Desk, otherwise: () => Turn): Turn =>
  desk.stale === null ? otherwise() : begin(desk, staleLead(desk));

/** It is for the person the customer waits for, if they do, else not understood. */
const notForUs = (desk: Desk, given: Given, cases: readonly Case[]): Turn =>
  orBegin(desk, () =>
    orToPerson(desk, () =>
      say(desk, null, given.kind === 'picture' ? desk.texts.desk.pictureOutside : notUnderstood(desk, cases)),
    ),
  );

const notUnderstood = (desk: Desk, cases: readonly Case[]): string => {
  const { desk: texts, asks } = desk.texts;
  const waits = candidates.offer(cases, desk.context.now).length > 0;
  return paragraphs(texts.notUnderstood, waits ? asks.offerWaits : '', generalHelp(desk));
};

/** A late 确认 hears the number again, anything else what can be typed. */
const onFormWord = (desk: Desk, word: FormWord): Turn => {
  const { submitted } = desk.conversation;
  const { desk: texts } = desk.texts;
  if (word === 'confirm')
    return say(
      desk,
      null,
      submitted === null
        ? paragraphs(texts.nothingToConfirm, generalHelp(desk))
        : texts.alreadySubmitted(submitted.caseNo),
    );
  if (word === 'edit' && submitted !== null)
    return say(desk, null, texts.submittedNotEditable(submitted.caseNo));
  return orToPerson(desk, () => say(desk, null, notUnderstood(desk, [])));
};

const onOffer = (desk: Desk, given: Given, cases: readonly Case[]): Turn | null => {
  const { now } = desk.context;
  const amount = given.kind === 'text' ? amountIn(given.text) : null;
  if (amount === null || candidates.offer(cases, now).length === 0) return null;
  if (!amount.ok) return aside(desk, () => desk.texts.asks.amountFault(amount.fault));
  return enter(
    desk,
    newAsk('offer', now, { answer: { kind: 'counter', amountFen: amount.amountFen } }),
    cases,
  );
};

const onRequest = (desk: Desk, given: Given, cases: readonly Case[]): Turn | null => {
  const { now } = desk.context;
  const found = candidates.information(cases, now);
  if (found.length === 0 || (given.kind === 'text' && isBlank(given.text))) return null;
  if (given.kind === 'picture')
    return enter(
      desk,
      newAsk('information', now, { said: { text: null, evidence: [given.messageId] } }),
      cases,
    );
  const said = { text: given.text, evidence: [] };
  const giveIt = (): Turn => enter(desk, newAsk('information', now, { said }), cases);
  // A text that nobody waits for is rather for the person the customer waits for.
  const isAwaited = found.some(({ kase }) => useOfInformation(kase, now) === 'answer');
  return isAwaited ? giveIt() : orToPerson(desk, giveIt);
};
