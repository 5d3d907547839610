import { addBusinessDays } from '../../domain/calendar.ts';
import type { Case } from '../../domain/case/state.ts';
import type { Choice } from '../choices.ts';
import { everyTexts } from '../messages/texts-for.ts';
import type { AskTexts } from '../messages/ask-texts.ts';
import type { Desk } from '../desk.ts';
import type { Ask, Listed } from '../state.ts';
import { type Candidate, candidates, offerOf } from './candidates.ts';

export type AskQuestion =
  | { readonly kind: 'need'; readonly need: { readonly kind: 'cases' } }
  | { readonly kind: 'ask'; readonly text: string }
  /** What it was about is not there any more. */
  | { readonly kind: 'lost' };

const caseOf = (cases: readonly Case[], listed: Listed | null): Case | null =>
  cases.find(({ caseNo }) => caseNo === listed?.caseNo) ?? null;

/** The case chosen as it stands now, while it still is what the customer has chosen. */
export const chosenCandidate = (ask: Ask, cases: readonly Case[], now: number): Candidate | null =>
  candidates[ask.flow](cases, now).find(
    ({ kase, about }) => kase.caseNo === ask.chosen?.caseNo && about === ask.chosen.about,
  ) ?? null;

const labelOf = (texts: AskTexts, ask: Ask, kase: Case, { about }: Listed, now: number): string =>
  texts.caseLabel(ask.flow, kase, about, offerOf(kase, now));

/** The lines as the customer last saw them. */
export const caseChoices = (
  { texts, context: { now } }: Desk,
  ask: Ask,
  cases: readonly Case[],
): readonly Choice<Listed>[] =>
  ask.listed.map((listed) => {
    const kase = caseOf(cases, listed);
    const label = (of: AskTexts): string =>
      kase === null ? listed.caseNo : labelOf(of, ask, kase, listed, now);
    return {
      id: `${ask.flow}:${listed.caseNo}`,
      label: label(texts.asks),
      aliases: [listed.caseNo, ...everyTexts.map((each) => label(each.asks))],
      value: listed,
    };
  });

/** The question that is open. */
export const askQuestion = (desk: Desk, ask: Ask): AskQuestion => {
  const { cases } = desk.known;
  if (!cases) return { kind: 'need', need: { kind: 'cases' } };
  const { texts, context } = desk;
  if (ask.step === 'case') {
    const labels = caseChoices(desk, ask, cases).map(({ label }) => label);
    return { kind: 'ask', text: texts.asks.whichCase(ask, labels) };
  }
  const kase = caseOf(cases, ask.chosen);
  if (kase === null) return { kind: 'lost' };
  if (ask.step === 'reason')
    return {
      kind: 'ask',
      text: texts.asks.askReason(kase, ask.chosen?.about ?? '', ask.said.evidence.length),
    };
  const { now, calendar, policy } = context;
  const reply = addBusinessDays(calendar, now, policy.parameters.reviewBusinessDays);
  return { kind: 'ask', text: texts.asks.confirm(ask, kase, offerOf(kase, now), reply) };
};
