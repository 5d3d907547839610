import type { CaseEvent } from '../../src/domain/case/events.ts';
import { nothingRecorded } from '../../src/domain/case/facts.ts';
import type { OfferLine } from '../../src/domain/case/offer.ts';
import { aCase } from './case.ts';

const at = Date.parse('2026-03-02T10:00:00+08:00');
const review = { businessDays: 3, reviewBy: at, provisional: false };
const given = [
  { text: 'x', evidence: [] },
  { text: null, evidence: ['m-1', 'm-2'] },
];
const { assessment } = aCase();

export const lines: readonly OfferLine[] = [
  { kind: 'paid', amountFen: 19_800, quota: null },
  { kind: 'paid', amountFen: 19_800, quota: null, payerFen: 18_000 },
  { kind: 'used', amountFen: -5_000, quota: { used: 1, total: 4 } },
  { kind: 'used', amountFen: -5_000, quota: null },
  { kind: 'refunded', amountFen: -1_000, quota: null },
  { kind: 'adjustment', amountFen: 500, quota: null },
];

/** Every event between application and money, with every way of saying it. */
export const lifeEvents: readonly CaseEvent[] = [
  { type: 'Claimed' },
  { type: 'Released' },
  ...['n', null].flatMap((note) =>
    (['none', 'full'] as const).map((outcome): CaseEvent => {
      const from = { outcome, clauses: outcome === 'full' ? ['2.2'] : [] };
      return { type: 'FactsRecorded', recorded: nothingRecorded, note, assessment, from };
    }),
  ),
  {
    type: 'OrderVerified',
    order: { outTradeNo: 'S-1', transactionId: '42', description: 'd', paidFen: 1_230, paidAt: at },
    appid: 'wx',
    openid: 'o',
    note: 'n',
    assessment,
  },
  ...(['foreign', 'unknown'] as const).map((found): CaseEvent => ({ type: 'OrderNotVerified', found })),
  { type: 'InformationRequested', message: 'x', reminders: [], lapsesAt: at, daysLeft: 2 },
  { type: 'InformationReminded' },
  ...given.flatMap((each): CaseEvent[] => [
    { type: 'InformationGiven', given: each, review },
    { type: 'InformationAdded', given: each },
    { type: 'Reopened', given: each, review },
  ]),
  { type: 'InformationLapsed' },
  {
    type: 'OfferMade',
    offerId: 'offer-1',
    amountFen: 1_230,
    lines: [...lines],
    note: 'n',
    message: null,
    lapsesAt: at,
    remindAt: null,
    daysLeft: 2,
  },
  { type: 'OfferReminded', offerId: 'offer-1' },
  ...[true, false].map((needsSecond): CaseEvent => ({
    type: 'OfferAccepted',
    offerId: 'offer-1',
    amountFen: 1_230,
    needsSecond,
    review,
  })),
  ...(['declined', 'countered', 'withdrawn', 'lapsed', 'appealed', 'not_approved'] as const).map(
    (ending): CaseEvent => ({
      type: 'OfferEnded',
      offerId: 'offer-1',
      ending,
      counterFen: ending === 'countered' ? 1_230 : null,
      note: null,
      message: null,
      review,
    }),
  ),
  { type: 'ApprovalVoided' },
  ...['missed_review', 'offer-1', 'rejection-1'].map((against): CaseEvent => ({
    type: 'AppealFiled',
    against,
    text: 'x',
    evidence: [],
    review,
  })),
  ...(['refund', 'offer', 'uphold'] as const).map((outcome): CaseEvent => ({
    type: 'AppealDecided',
    outcome,
    note: 'n',
    message: 'm',
  })),
  { type: 'AppealUpheld', clauses: ['3.1'] },
  { type: 'Withdrawn' },
  { type: 'SettledOutside', outRefundNo: 'RF20260302ABCDEF-1', proof: 'p', note: 'n' },
  { type: 'StaffReplied', text: 'x' },
  { type: 'ReviewDueSoon' },
  { type: 'RefundDueSoon' },
];
