import type { CaseEvent } from '../../domain/case/events.ts';
import type { ShopEvent } from '../../domain/case/shop-events.ts';
import type { Case } from '../../domain/case/state.ts';
import { isoChina } from '../../domain/time.ts';
import type { ShopMessage } from '../../gateways/shop/types.ts';

type Fields = {
  readonly [Type in CaseEvent['type']]?: readonly (keyof Extract<CaseEvent, { type: Type }>)[];
};

/**
 * What of an event the shop hears beside its type. Nothing that a person wrote, to colleagues or to the customer, and
 * nothing of where the customer has their money: whatever is not named here stays with us.
 */
const told: Fields = {
  FactsRecorded: ['from'],
  OrderNotVerified: ['found'],
  InformationRequested: ['lapsesAt'],
  OfferMade: ['offerId', 'amountFen', 'lapsesAt'],
  OfferReminded: ['offerId'],
  OfferAccepted: ['offerId', 'amountFen', 'needsSecond'],
  OfferEnded: ['offerId', 'ending', 'counterFen'],
  Approved: ['amountFen', 'needsSecond'],
  Rejected: ['clauses', 'appealBy'],
  AppealFiled: ['against'],
  AppealDecided: ['outcome'],
  AppealUpheld: ['clauses'],
  SettledOutside: ['outRefundNo'],
  DeadlinesMoved: ['reviewBy', 'refundBy', 'arrivalBy', 'appealBy', 'lapsesAt', 'provisional'],
  PayoutPlanned: ['outRefundNo', 'number', 'amountFen', 'refundBy', 'arrivalBy', 'provisional'],
  PayoutReserved: ['outRefundNo'],
  PayoutRefused: ['outRefundNo'],
  PayoutSent: ['outRefundNo'],
  PayoutAccepted: ['outRefundNo', 'refundId'],
  PayoutSucceeded: ['outRefundNo', 'refundId', 'amountFen', 'successTime'],
  PayoutClosed: ['outRefundNo', 'refundId'],
  PayoutAbnormal: ['outRefundNo', 'refundId'],
  PayoutDelayed: ['outRefundNo'],
  PayoutWaitsForFunds: ['outRefundNo'],
  PayoutPaused: ['outRefundNo'],
  PayoutNeedsPerson: ['outRefundNo'],
};

const times: readonly string[] = ['lapsesAt', 'appealBy', 'reviewBy', 'refundBy', 'arrivalBy', 'successTime'];

const written = (name: string, value: unknown): unknown =>
  times.includes(name) && typeof value === 'number' ? isoChina(value) : value;

const dataOf = (event: CaseEvent): Record<string, unknown> => {
  const names: readonly string[] = told[event.type] ?? [];
  const fields: readonly [string, unknown][] = Object.entries(event);
  const data: Record<string, unknown> = {};
  for (const [name, value] of fields) if (names.includes(name)) data[name] = written(name, value);
  if (!('assessment' in event)) return data;
  const { outcome, clauses } = event.assessment;
  return { ...data, outcome, clauses };
};

/** The event as the shop receives it (README, "What the shop hears"). `case` is as it stands when this is sent. */
export const presentShopEvent = (kase: Case, { id, line, type, entry }: ShopEvent): ShopMessage => ({
  id,
  content: {
    type,
    line,
    at: isoChina(entry.at),
    case: {
      caseNo: kase.caseNo,
      status: kase.status,
      verified: kase.verified,
      outTradeNo: kase.order.outTradeNo,
      transactionId: kase.order.transactionId,
      reason: kase.reason.category,
      approvedFen: kase.approval?.amountFen ?? null,
      refundedFen: kase.refundedFen,
    },
    actor: entry.actor.kind,
    data: dataOf(entry.event),
  },
});
