import { useOfInformation } from '../../domain/case/information.ts';
import type { Case } from '../../domain/case/state.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';
import type { Language } from '../../domain/reason.ts';
import { ASK_FLOW_VERSION, type Ask, type AskFlow, type AskStep, type Conversation } from '../state.ts';
import type { CaseCommand } from '../types.ts';
import { type Candidate, isUnseen, offerOf } from './candidates.ts';

const ASK_LIFE_MS = DAY_MS;

export const newAsk = (
  flow: AskFlow,
  now: Instant,
  given: Partial<Pick<Ask, 'answer' | 'said'>> = {},
): Ask => ({
  flow,
  flowVersion: ASK_FLOW_VERSION,
  step: 'case',
  listed: [],
  chosen: null,
  answer: null,
  said: { text: null, evidence: [] },
  failures: 0,
  updatedAt: now,
  ...given,
});

/** Lets go of an ask that was left lying, and says which it was; what was said in it has not been passed on. */
export const withoutStaleAsk = (
  conversation: Conversation,
  now: Instant,
): { conversation: Conversation; staleAsk: AskFlow | null } => {
  const { ask } = conversation;
  const isStale = ask !== null && (ask.flowVersion !== ASK_FLOW_VERSION || now - ask.updatedAt > ASK_LIFE_MS);
  return isStale
    ? { conversation: { ...conversation, ask: null }, staleAsk: ask.flow }
    : { conversation, staleAsk: null };
};

type Next = AskStep | 'done';

interface FlowDefinition {
  /** Where it goes on with the only case there is. */
  only(candidate: Candidate, ask: Ask, now: Instant): Next;
  /** What follows a choice from the list. */
  readonly afterCase: Next;
  /** Which steps take pictures. */
  readonly pictures: readonly AskStep[];
}

/** The flows, under ASK_FLOW_VERSION (state.ts): each goes from `case` to what is said here, `reason` to `confirm`. */
export const flows: Readonly<Record<AskFlow, FlowDefinition>> = {
  offer: {
    only: ({ kase }, { answer }, now) => {
      const offer = offerOf(kase, now);
      // An amount speaks for itself: below this offer it is asked about, above it is more to negotiate.
      return answer?.kind !== 'counter' && offer !== null && isUnseen(kase, offer) ? 'confirm' : 'done';
    },
    afterCase: 'done',
    pictures: [],
  },
  information: {
    // What we wait for is taken as it comes, and so is a picture; a text may well be a greeting.
    only: ({ kase }, { said }, now) =>
      said.text === null || useOfInformation(kase, now) === 'answer' ? 'done' : 'confirm',
    afterCase: 'done',
    pictures: ['case', 'confirm'],
  },
  withdraw: { only: () => 'confirm', afterCase: 'confirm', pictures: [] },
  appeal: { only: () => 'reason', afterCase: 'reason', pictures: ['reason', 'confirm'] },
};

/** 返回: null where there is nothing before. */
export const stepBefore = ({ flow, step, listed }: Ask): AskStep | null => {
  if (flow === 'appeal' && step === 'confirm') return 'reason';
  return step !== 'case' && listed.length > 1 ? 'case' : null;
};

/** The command an ask has become; null where it is not complete. */
export const commandOf = (ask: Ask, kase: Case, language: Language, now: Instant): CaseCommand | null => {
  const { answer, said } = ask;
  const base = { caseNo: kase.caseNo, language };
  switch (ask.flow) {
    case 'offer': {
      const offer = offerOf(kase, now);
      if (answer === null || offer === null) return null;
      return { ...base, type: 'answer_offer', offerId: offer.id, offeredFen: offer.amountFen, answer };
    }
    case 'information':
      return { ...base, type: 'give_information', given: said };
    case 'withdraw':
      return { ...base, type: 'withdraw' };
    case 'appeal': {
      if (said.text === null) return null;
      const appealBy = kase.status === 'rejected' ? (kase.rejection?.appealBy ?? null) : null;
      return { ...base, type: 'appeal', text: said.text, evidence: said.evidence, appealBy };
    }
  }
};
