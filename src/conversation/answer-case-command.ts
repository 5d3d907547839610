import type { Case } from '../domain/case/state.ts';
import type { Result } from '../domain/result.ts';
import type { Texts } from './messages/texts.ts';
import { nextStep } from './next-step.ts';
import { paragraphs } from './plain-text.ts';
import type { AnswerContext, AnswerOffer, CaseCommand, CaseCommandRefusal } from './types.ts';

const onOffer = (kase: Case, { answer, offeredFen }: AnswerOffer, { answers }: Texts): string => {
  switch (answer.kind) {
    case 'accept':
      return answers.accepted(kase, offeredFen);
    case 'decline':
      return answers.declined(kase);
    case 'counter':
      // Our own amount is an acceptance.
      return answer.amountFen === offeredFen
        ? answers.accepted(kase, offeredFen)
        : answers.countered(kase, answer.amountFen);
  }
};

const isReopened = ({ timeline }: Case): boolean =>
  timeline.findLast(
    ({ event: { type } }) =>
      type === 'Reopened' || type === 'InformationGiven' || type === 'InformationAdded',
  )?.event.type === 'Reopened';

const done = (kase: Case, command: CaseCommand, texts: Texts): string => {
  switch (command.type) {
    case 'answer_offer':
      return onOffer(kase, command, texts);
    case 'give_information':
      return texts.answers.informed(kase, isReopened(kase));
    case 'withdraw':
      return texts.answers.withdrawn(kase);
    case 'appeal':
      return texts.answers.appealed(kase);
  }
};

/** What became of what was asked, and who acts next and by when; or why nothing was done, and what there is to do. */
export const answerCaseCommand = (
  command: CaseCommand,
  outcome: Result<Case, CaseCommandRefusal>,
  texts: Texts,
  { now, policy }: AnswerContext,
): string => {
  if (!outcome.ok) return texts.answers.refused(command, outcome.code, policy);
  const kase = outcome.value;
  return paragraphs(done(kase, command, texts), texts.cases.next(nextStep(kase, now), now));
};
