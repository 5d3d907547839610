import { type Desk, aside, begin, generalHelp, say, staleLead } from './desk.ts';
import { amountIn } from './amount.ts';
import { newAsk } from './asks/ask.ts';
import { candidates } from './asks/candidates.ts';
import { enter } from './asks/talk.ts';
import type { Case } from '../domain/case/state.ts';
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
  if (isTap) return orBegin(desk, () => notUnderstood(desk, []));
  const { cases } = desk.known;
  if (!cases) return { kind: 'need', need: { kind: 'cases' } };
  return (
    onOffer(desk, given, cases) ??
    onRequest(desk, given, cases) ??
    orBegin(desk, () =>
      given.kind === 'picture' ? say(desk, null, desk.texts.desk.pictureOutside) : notUnderstood(desk, cases),
    )
  );
};

/** What was meant for a draft that has gone stale begins another. */
const orBegin = (desk: Desk, otherwise: () => Turn): Turn =>
  desk.stale === null ? otherwise() : begin(desk, staleLead(desk));

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
  return notUnderstood(desk, []);
};

const notUnderstood = (desk: Desk, cases: readonly Case[]): Turn => {
  const { desk: texts, asks } = desk.texts;
  const waits = candidates.offer(cases, desk.context.now).length > 0;
  return say(desk, null, paragraphs(texts.notUnderstood, waits ? asks.offerWaits : '', generalHelp(desk)));
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
  if (candidates.information(cases, now).length === 0) return null;
  if (given.kind === 'text' && isBlank(given.text)) return null;
  const said =
    given.kind === 'text' ? { text: given.text, evidence: [] } : { text: null, evidence: [given.messageId] };
  return enter(desk, newAsk('information', now, { said }), cases);
};
