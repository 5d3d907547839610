import { newAsk } from '../../src/conversation/asks/ask.ts';
import { offerOf } from '../../src/conversation/asks/candidates.ts';
import type { Texts } from '../../src/conversation/messages/texts.ts';
import { type Ask, askFlows, askSteps, type OfferAnswer } from '../../src/conversation/state.ts';
import type { CaseCommand, CaseCommandRefusal } from '../../src/conversation/types.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { NOW, aCase } from './case.ts';
import { offered, requested } from './negotiation.ts';
import { publishedPolicy } from './policy.ts';

const policy = publishedPolicy();
const booleans = [true, false];

const inEnglish = (kase: Case): Case => ({
  ...kase,
  order: { ...kase.order, description: 'Annual membership' },
});
const theOffer = inEnglish(offered(8_800));
const theCase = inEnglish(requested('x'));
const unknown = {
  ...theCase,
  order: { ...theCase.order, description: '', paidFen: null },
  information: null,
};
const offer = offerOf(theOffer, NOW);

const answers: readonly OfferAnswer[] = [
  { kind: 'accept' },
  { kind: 'decline' },
  { kind: 'counter', amountFen: 9_900 },
];
const abouts = ['missed_review', 'offer-1', 'rejection-1'];
const saids = [
  { text: 'x', evidence: [] },
  { text: null, evidence: ['m-1'] },
  { text: 'x', evidence: ['m-1', 'm-2'] },
];

/** Each flow in each way it can be gone through. */
const asks: readonly Ask[] = askFlows.flatMap((flow) =>
  answers.flatMap((answer) =>
    saids.flatMap((said) =>
      abouts.map((about) => ({
        ...newAsk(flow, NOW, { answer, said }),
        chosen: { caseNo: theCase.caseNo, about },
      })),
    ),
  ),
);

const { caseNo } = theCase;
const base = { caseNo, language: 'en' } as const;
const commands: readonly CaseCommand[] = [
  ...answers.map(
    (answer) => ({ ...base, type: 'answer_offer', offerId: 'offer-1', offeredFen: 8_800, answer }) as const,
  ),
  { ...base, type: 'give_information', given: { text: 'x', evidence: [] } },
  { ...base, type: 'withdraw' },
  { ...base, type: 'appeal', text: 'x', evidence: [], appealBy: NOW },
  { ...base, type: 'appeal', text: 'x', evidence: [], appealBy: null },
];

export const everyRefusal: readonly CaseCommandRefusal[] = [
  'no_open_offer',
  'below_offer',
  'amount_exceeds_refundable',
  'refund_window_closed',
  'nothing_asked',
  'cannot_withdraw',
  'order_has_open_case',
  'nothing_to_appeal',
  'already_appealed',
  'appeal_window_closed',
  'case_not_found',
];

/** Every text of what a customer asks of their cases, and of what came of it. */
export const everyAskText = (texts: Texts) => {
  const what = texts.cases.statuses.in_review;
  return {
    asks: {
      ...texts.asks,
      caseLabel: askFlows.flatMap((flow) => [
        // A label may hold nothing but numbers and what people wrote: without words of any language.
        ...abouts.map((about) => `${what} ${texts.asks.caseLabel(flow, theCase, about, offer)}`),
        `${what} ${texts.asks.caseLabel(flow, unknown, null, null)}`,
      ]),
      whichCase: asks.map((ask) => texts.asks.whichCase(ask, ['a', 'b'])),
      askReason: abouts.flatMap((about) => [0, 1, 2].map((n) => texts.asks.askReason(theCase, about, n))),
      confirm: asks.flatMap((ask) => [
        texts.asks.confirm(ask, theOffer, offer, { at: NOW, provisional: false }),
        texts.asks.confirm(ask, theOffer, null, { at: NOW, provisional: true }),
      ]),
      retryReason: [0, 501].map((chars) => texts.asks.retryReason(chars)),
      pictureKept: [1, 2].map((kept) => texts.asks.pictureKept(kept)),
      cancelled: askFlows.map((flow) => texts.asks.cancelled(flow)),
      stale: askFlows.map((flow) => texts.asks.stale(flow)),
      help: asks.flatMap((ask) => askSteps.map((step) => texts.asks.help({ ...ask, step }))),
      none: askFlows.map((flow) => texts.asks.none(flow, policy)),
      noAppeal: [
        texts.asks.noAppeal({ kind: 'in_progress', kase: theCase }, policy),
        texts.asks.noAppeal({ kind: 'appealed_before', kase: theCase }, policy),
        texts.asks.noAppeal({ kind: 'too_late', kase: theCase, appealBy: NOW }, policy),
      ],
      amountFault: (['zero', 'negative', 'decimals', 'too_much', 'malformed'] as const).map((fault) =>
        texts.asks.amountFault(fault),
      ),
    },
    answers: {
      accepted: (['refunding', 'awaiting_second_approval'] as const).map((status) =>
        texts.answers.accepted(aCase({ status }), 8_800),
      ),
      declined: texts.answers.declined(theCase),
      countered: texts.answers.countered(theCase, 9_900),
      informed: booleans.map((isReopened) => texts.answers.informed(theCase, isReopened)),
      withdrawn: texts.answers.withdrawn(theCase),
      appealed: texts.answers.appealed(theCase),
      refused: commands.flatMap((command) =>
        everyRefusal.map((code) => texts.answers.refused(command, code, policy)),
      ),
    },
  };
};
