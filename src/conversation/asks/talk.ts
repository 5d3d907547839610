import type { Case } from '../../domain/case/state.ts';
import { pick } from '../choices.ts';
import { type Desk, aside, say, withoutAsk } from '../desk.ts';
import { countChars, isBlank, paragraphs } from '../plain-text.ts';
import { DESCRIPTION_MAX_CHARS, EVIDENCE_MAX } from '../../domain/reason.ts';
import type { Ask, AskStep, Listed, OfferAnswer } from '../state.ts';
import type { Given } from '../steps/step.ts';
import type { Turn } from '../types.ts';
import { findFormWord } from '../words.ts';
import { commandOf, flows, stepBefore } from './ask.ts';
import { type Candidate, candidates } from './candidates.ts';
import { askQuestion, caseChoices, chosenCandidate } from './question.ts';
import { whyNone } from './why-none.ts';

const LISTED_CASES_MAX = 9;
const AGENT_AFTER_FAILURES = 3;
/** Of what is gathered before the customer confirms it. */
const INFORMATION_MAX_CHARS = 2_000;

/** The flow has ended without a command; a draft that waited is offered again. */
export const leaveAsk = (desk: Desk, text: string): Turn => {
  const { draft } = desk.conversation;
  return say(
    withoutAsk(desk),
    draft && { ...draft, resuming: true, failures: 0 },
    paragraphs(text, draft === null ? '' : desk.texts.form.askResume),
  );
};

/** Asks the open question, after what has to be said first. */
export const repeatAsk = (desk: Desk, ask: Ask, lead = ''): Turn => {
  const question = askQuestion(desk, ask);
  switch (question.kind) {
    case 'need':
      return question;
    case 'lost':
      return leaveAsk(desk, desk.texts.asks.gone);
    case 'ask': {
      const asking = { ...ask, updatedAt: desk.context.now };
      const { draft } = desk.conversation;
      const kept = { ...desk, conversation: { ...desk.conversation, ask: asking } };
      return say(kept, draft, paragraphs(lead, question.text));
    }
  }
};

const retryAsk = (desk: Desk, ask: Ask, why: string): Turn => {
  const failures = ask.failures + 1;
  const help = failures >= AGENT_AFTER_FAILURES ? desk.texts.form.offerAgent : '';
  return repeatAsk(desk, { ...ask, failures }, paragraphs(why, help));
};

/** Goes to a step and asks, or carries out what has been asked for. */
const goOn = (desk: Desk, ask: Ask, { kase }: Candidate, to: AskStep | 'done', lead = ''): Turn => {
  if (to !== 'done') return repeatAsk(desk, { ...ask, step: to, failures: 0 }, lead);
  const { conversation, context, texts } = desk;
  const command = commandOf(ask, kase, conversation.language, context.now);
  if (command === null) return leaveAsk(desk, texts.asks.gone);
  return { kind: 'turn', conversation: { ...conversation, ask: null }, reply: { type: 'none' }, command };
};

/**
 * Begins a flow: which case, where there are several. `lead` says that it begins anew; what then is left is not
 * carried out before the customer has seen it.
 */
export const enter = (desk: Desk, ask: Ask, cases: readonly Case[], lead = ''): Turn => {
  const { now } = desk.context;
  const found = candidates[ask.flow](cases, now).slice(0, LISTED_CASES_MAX);
  const [only, another] = found;
  if (!only) return aside(withoutAsk(desk), (room) => paragraphs(lead, whyNone(desk, ask.flow, cases, room)));
  const listed = found.map(({ kase, about }): Listed => ({ caseNo: kase.caseNo, about }));
  if (another) return repeatAsk(desk, { ...ask, listed, chosen: null, step: 'case', failures: 0 }, lead);
  const next = flows[ask.flow].only(only, ask, now);
  const chosen = { ...ask, listed, chosen: listed[0] ?? null };
  return goOn(desk, chosen, only, lead !== '' && next === 'done' ? 'confirm' : next, lead);
};

/** Takes an answer to the open question. */
export const answerAsk = (desk: Desk, ask: Ask, given: Given): Turn => {
  const { cases } = desk.known;
  if (!cases) return { kind: 'need', need: { kind: 'cases' } };
  if (given.kind === 'picture') return takePicture(desk, ask, given.messageId);
  switch (ask.step) {
    case 'case':
      return takeCase(desk, ask, cases, given);
    case 'reason':
      return takeReason(desk, ask, cases, given.text);
    case 'confirm':
      return takeConfirmation(desk, ask, cases, given.text);
  }
};

const takePicture = (desk: Desk, ask: Ask, messageId: string): Turn => {
  const { asks, form } = desk.texts;
  if (!flows[ask.flow].pictures.includes(ask.step)) return retryAsk(desk, ask, asks.pictureNotNow);
  const { evidence } = ask.said;
  if (evidence.length >= EVIDENCE_MAX) return retryAsk(desk, ask, form.evidenceFull);
  const said = { ...ask.said, evidence: [...new Set([...evidence, messageId])] };
  return repeatAsk(desk, { ...ask, said, failures: 0 }, asks.pictureKept(said.evidence.length));
};

const takeCase = (
  desk: Desk,
  ask: Ask,
  cases: readonly Case[],
  given: Extract<Given, { kind: 'text' }>,
): Turn => {
  const chosen = pick(caseChoices(desk, ask, cases), given);
  if (!chosen) return retryAsk(desk, ask, desk.texts.asks.retryCase);
  const candidate = chosenCandidate({ ...ask, chosen }, cases, desk.context.now);
  if (candidate === null) return enter(desk, ask, cases, desk.texts.asks.changed);
  return goOn(desk, { ...ask, chosen }, candidate, flows[ask.flow].afterCase);
};

const takeReason = (desk: Desk, ask: Ask, cases: readonly Case[], text: string): Turn => {
  const { asks, form } = desk.texts;
  if (findFormWord(text)) return retryAsk(desk, ask, form.wordNotNow);
  const chars = countChars(text);
  if (isBlank(text) || chars > DESCRIPTION_MAX_CHARS) return retryAsk(desk, ask, asks.retryReason(chars));
  const candidate = chosenCandidate(ask, cases, desk.context.now);
  if (candidate === null) return enter(desk, ask, cases, asks.changed);
  return goOn(desk, { ...ask, said: { ...ask.said, text } }, candidate, 'confirm');
};

/** Only 确认 carries out what was summed up; further information is added to it. */
const takeConfirmation = (desk: Desk, ask: Ask, cases: readonly Case[], text: string): Turn => {
  const { asks } = desk.texts;
  const word = findFormWord(text)?.word;
  if (word !== 'confirm') {
    if (ask.flow !== 'information' || word !== undefined || isBlank(text))
      return retryAsk(desk, ask, asks.retryConfirm);
    const together = [ask.said.text, text].filter((part) => part !== null).join('\n');
    if (countChars(together) > INFORMATION_MAX_CHARS) return retryAsk(desk, ask, asks.informationTooLong);
    return repeatAsk(desk, { ...ask, said: { ...ask.said, text: together }, failures: 0 });
  }
  const candidate = chosenCandidate(ask, cases, desk.context.now);
  return candidate === null ? enter(desk, ask, cases, asks.changed) : goOn(desk, ask, candidate, 'done');
};

/** 接受 or 拒绝, where the offer that is asked about has just been shown: it is as good as 确认. */
export const answerShownOffer = (desk: Desk, ask: Ask, answer: OfferAnswer): Turn | null => {
  const { cases } = desk.known;
  if (ask.flow !== 'offer' || ask.step !== 'confirm' || !cases) return null;
  const candidate = chosenCandidate(ask, cases, desk.context.now);
  return candidate && goOn(desk, { ...ask, answer }, candidate, 'done');
};

/** 返回. */
export const backInAsk = (desk: Desk, ask: Ask): Turn => {
  const before = stepBefore(ask);
  return before === null
    ? repeatAsk(desk, ask, desk.texts.asks.firstStep)
    : repeatAsk(desk, { ...ask, step: before, failures: 0 });
};

/** 重来. */
export const restartAsk = (desk: Desk, ask: Ask): Turn => {
  const { cases } = desk.known;
  if (!cases) return { kind: 'need', need: { kind: 'cases' } };
  const said = ask.flow === 'appeal' ? { text: null, evidence: [] } : ask.said;
  return enter(desk, { ...ask, said }, cases, desk.texts.form.restarted);
};
