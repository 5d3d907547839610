import type { CaseEvent } from '../../../domain/case/events.ts';
import { formatYuan } from '../../../domain/money.ts';
import type { LifeEvent } from '../texts.ts';
import { oneLine } from '../../plain-text.ts';
import { count, fullDay } from './format.ts';
import { withNote } from './note.ts';

const outcomes = {
  full: 'full refund',
  partial: 'partial refund',
  none: 'no refund',
  case_by_case: 'case by case',
} as const;

const judged = ({
  outcome,
  clauses,
}: Pick<Extract<CaseEvent, { type: 'FactsRecorded' }>['assessment'], 'outcome' | 'clauses'>): string =>
  clauses.length === 0 ? outcomes[outcome] : `${outcomes[outcome]} (${clauses.join(', ')})`;

const facts = ({ from, assessment, note }: Extract<CaseEvent, { type: 'FactsRecorded' }>): string => {
  const [before, after] = [judged(from), judged(assessment)];
  const change =
    before === after
      ? `the assessment stays: ${after}`
      : `the assessment changed from “${before}” to “${after}”`;
  return withNote(
    note === null ? `The order’s record changed; ${change}` : `Facts recorded; ${change}`,
    note,
  );
};

const given = (said: { readonly text: string | null; readonly evidence: readonly string[] }): string =>
  [
    ...(said.text === null ? [] : [`“${oneLine(said.text, 200)}”`]),
    ...(said.evidence.length === 0 ? [] : [count(said.evidence.length, 'picture')]),
  ].join(', ');

const endings = {
  declined: 'The customer declined the offer',
  countered: 'The customer declined the offer',
  withdrawn: 'The offer was withdrawn',
  lapsed: 'The offer lapsed without an answer',
  appealed: 'The customer appealed against the offer; it no longer stands',
  not_approved: 'The offer got no second approval; it no longer stands',
} as const;

const against = (what: string): string => {
  if (what === 'missed_review') return 'our missing the date of the answer';
  return what.startsWith('offer-') ? 'the offer' : 'the decision';
};

const appealOutcomes = {
  refund: 'a full refund',
  offer: 'an offer',
  uphold: 'the decision stands',
} as const;

/** What happens between application and money. */
export const lifeEvent = (event: LifeEvent): string => {
  switch (event.type) {
    case 'Claimed':
      return 'Claimed the case.';
    case 'Released':
      return 'The case is nobody’s in particular again.';
    case 'FactsRecorded':
      return facts(event);
    case 'OrderVerified':
      return withNote(
        `Order ${event.order.outTradeNo} verified as the customer’s; paid ${formatYuan(event.order.paidFen)}`,
        event.note,
      );
    case 'OrderNotVerified':
      return event.found === 'foreign'
        ? 'By WeChat Pay’s record another account paid this order; please check.'
        : 'Whose order it is could not be verified yet.';
    case 'InformationRequested':
      return `The customer was asked for information, by the end of ${fullDay(event.lapsesAt)}: “${oneLine(event.message, 200)}”.`;
    case 'InformationReminded':
      return 'The customer was reminded of the information.';
    case 'InformationGiven':
      return `The customer gave information: ${given(event.given)}.`;
    case 'InformationAdded':
      return `The customer gave more information: ${given(event.given)}.`;
    case 'InformationLapsed':
      return 'The customer did not answer in time; the application ends for now, and an answer reopens it.';
    case 'Reopened':
      return `The customer gave information, and the case is open again: ${given(event.given)}.`;
    case 'OfferMade':
      return withNote(
        `Offered ${formatYuan(event.amountFen)}; the customer can answer until the end of ${fullDay(event.lapsesAt)}`,
        event.note,
      );
    case 'OfferReminded':
      return 'The customer was reminded of the offer.';
    case 'OfferAccepted':
      return `The customer accepted the offer of ${formatYuan(event.amountFen)}${event.needsSecond ? '; it waits for a second person' : ''}.`;
    case 'OfferEnded':
      return withNote(
        event.counterFen === null
          ? endings[event.ending]
          : `${endings[event.ending]} and asks for ${formatYuan(event.counterFen)}`,
        event.note,
      );
    case 'ApprovalVoided':
      return 'The case has changed; the approval that waited for a second person is void.';
    case 'AppealFiled':
      return `The customer appealed against ${against(event.against)}; to be answered by the end of ${fullDay(event.review.reviewBy)}: “${oneLine(event.text, 200)}”.`;
    case 'AppealDecided':
      return withNote(`Appeal decided: ${appealOutcomes[event.outcome]}`, event.note);
    case 'AppealUpheld':
      return `The refusal stands under ${event.clauses.join(', ')}; the case is closed. The customer can turn to mediation (12315).`;
    case 'Withdrawn':
      return 'The customer withdrew the application.';
    case 'StaffReplied':
      return `Replied to the customer: “${oneLine(event.text, 200)}”.`;
    case 'ReviewDueSoon':
      return 'Today is the last day for our answer.';
    case 'RefundDueSoon':
      return 'Today is the last day for the refund.';
  }
};
