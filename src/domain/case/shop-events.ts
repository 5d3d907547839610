import type { CaseEvent } from './events.ts';
import type { Case } from './state.ts';

/** Our own business: which notice went over which channel, and who works on what. */
type Private = Extract<CaseEvent, { noticeId: string }>['type'] | 'Claimed' | 'Released';

/** What the shop's own system hears of, by the names it knows. */
const types: Readonly<Record<Exclude<CaseEvent['type'], Private>, string>> = {
  CaseOpened: 'refund.applied',
  FactsRecorded: 'refund.facts_recorded',
  OrderVerified: 'refund.order_verified',
  OrderNotVerified: 'refund.order_not_verified',
  InformationRequested: 'refund.information_requested',
  InformationReminded: 'refund.information_reminded',
  InformationGiven: 'refund.information_given',
  InformationAdded: 'refund.information_given',
  InformationLapsed: 'refund.lapsed',
  Reopened: 'refund.reopened',
  OfferMade: 'refund.offered',
  OfferReminded: 'refund.offer_reminded',
  OfferAccepted: 'refund.offer_accepted',
  OfferEnded: 'refund.offer_ended',
  Approved: 'refund.approved',
  SecondApproved: 'refund.second_approved',
  SecondDeclined: 'refund.second_declined',
  ApprovalVoided: 'refund.approval_voided',
  Rejected: 'refund.rejected',
  AppealFiled: 'refund.appealed',
  AppealDecided: 'refund.appeal_decided',
  AppealUpheld: 'refund.closed',
  AppealWindowClosed: 'refund.closed',
  Withdrawn: 'refund.withdrawn',
  StaffReplied: 'refund.replied',
  ReviewDueSoon: 'refund.review_due_soon',
  ReviewOverdue: 'refund.review_overdue',
  RefundDueSoon: 'refund.refund_due_soon',
  RefundOverdue: 'refund.refund_overdue',
  DeadlinesMoved: 'refund.deadlines_moved',
  PayoutPlanned: 'refund.payout_planned',
  PayoutReserved: 'refund.payout_reserved',
  PayoutRefused: 'refund.payout_refused',
  PayoutSent: 'refund.payout_sent',
  PayoutAccepted: 'refund.processing',
  PayoutSucceeded: 'refund.succeeded',
  PayoutClosed: 'refund.payout_closed',
  PayoutAbnormal: 'refund.payout_abnormal',
  PayoutDelayed: 'refund.payout_delayed',
  PayoutWaitsForFunds: 'refund.payout_waits_for_funds',
  PayoutPaused: 'refund.payout_paused',
  PayoutNeedsPerson: 'refund.payout_needs_person',
  SettledOutside: 'refund.settled_outside',
};
const names: ReadonlyMap<string, string> = new Map(Object.entries(types));

/** null: not for the shop. */
export const shopEventType = ({ type }: Pick<CaseEvent, 'type'>): string | null => names.get(type) ?? null;

export interface ShopEvent {
  /** `<caseNo>-<line>`: the same however often it is told. */
  readonly id: string;
  /** Which line of the timeline it is, from 1: they come in this order. */
  readonly line: number;
  readonly type: string;
  readonly entry: Case['timeline'][number];
}

/** What of a case's timeline the shop hears, from the line after `told`, in order. */
export const shopEvents = (kase: Pick<Case, 'caseNo' | 'timeline'>, told: number): readonly ShopEvent[] =>
  kase.timeline.slice(told).flatMap((entry, i) => {
    const line = told + i + 1;
    const type = shopEventType(entry.event);
    return type === null ? [] : [{ id: `${kase.caseNo}-${String(line)}`, line, type, entry }];
  });
