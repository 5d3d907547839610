import type { Actor } from '../../domain/case/actor.ts';
import type { Case } from '../../domain/case/state.ts';
import { type Instant, isoChina } from '../../domain/time.ts';
import { maskPersonal } from '../../masking.ts';
import type { CaseDescription } from '../../usecases/describe-case.ts';

type Json = Record<string, unknown>;

const time = (at: Instant | null): string | null => (at === null ? null : isoChina(at));

const actorName = (actor: Actor): string => (actor.kind === 'staff' ? actor.name : actor.kind);

const presentFacts = ({ facts }: Case['assessment']): Json => ({ ...facts, paidAt: time(facts.paidAt) });

const presentApproval = (approval: Case['approval']): Json | null =>
  approval === null
    ? null
    : {
        ...approval,
        at: isoChina(approval.at),
        second: approval.second === null ? null : { ...approval.second, at: isoChina(approval.second.at) },
      };

const presentRejection = (rejection: Case['rejection']): Json | null =>
  rejection === null
    ? null
    : { ...rejection, at: isoChina(rejection.at), appealBy: isoChina(rejection.appealBy) };

const presentOffer = (offer: Case['offers'][number] | undefined, lines: readonly string[]): Json | null =>
  offer === undefined
    ? null
    : {
        ...offer,
        at: isoChina(offer.at),
        lapsesAt: isoChina(offer.lapsesAt),
        remindAt: time(offer.remindAt),
        endedAt: time(offer.endedAt),
        calculation: lines,
      };

const presentAppeal = (appeal: Case['appeals'][number] | undefined): Json | null =>
  appeal === undefined ? null : { ...appeal, at: isoChina(appeal.at), decidedAt: time(appeal.decidedAt) };

const presentInformation = (information: Case['information']): Json | null =>
  information === null
    ? null
    : {
        ...information,
        at: isoChina(information.at),
        reminders: information.reminders.map(isoChina),
        lapsesAt: isoChina(information.lapsesAt),
        answeredAt: time(information.answeredAt),
      };

const presentPayout = (attempt: Case['attempts'][number] | undefined, trouble: string | null): Json | null =>
  attempt === undefined
    ? null
    : {
        outRefundNo: attempt.outRefundNo,
        refundId: attempt.refundId,
        state: attempt.state,
        attempt: attempt.number,
        amountFen: attempt.amountFen,
        payerRefundFen: attempt.payerRefundFen ?? null,
        trouble,
        successTime: time(attempt.successTime),
        userReceivedAccount: attempt.userReceivedAccount,
      };

const presentDeadlines = ({ reviewBy, refundBy, arrivalBy, provisional }: Case['deadlines']): Json => ({
  reviewBy: isoChina(reviewBy),
  refundBy: time(refundBy),
  arrivalBy: time(arrivalBy),
  provisional,
});

/** INTERFACE.md, "A case as JSON", and beside it what the console shows. The openid is masked. */
export const presentCase = ({ kase, ...described }: CaseDescription): Json => ({
  caseNo: kase.caseNo,
  status: kase.status,
  verified: kase.verified,
  assignee: kase.assignee,
  channel: kase.channel,
  openedAt: isoChina(kase.openedAt),
  customer: {
    appid: kase.customer.appid,
    openid: maskPersonal(kase.customer.openid),
    email: kase.email === null ? null : maskPersonal(kase.email),
  },
  order: {
    outTradeNo: kase.order.outTradeNo,
    description: kase.order.description,
    paidFen: kase.order.paidFen,
    payerPaidFen: described.payerPaidFen,
    refundableFen: described.refundableFen,
    paidAt: time(kase.order.paidAt),
    toldAt: time(described.orderToldAt),
  },
  reason: kase.reason,
  evidence: described.evidence.map((item) => ({
    ...item,
    url: `/api/staff/cases/${kase.caseNo}/evidence/${String(item.n)}`,
  })),
  assessment: {
    outcome: kase.assessment.outcome,
    clauses: kase.assessment.clauses,
    explanation: described.explanation,
    facts: presentFacts(kase.assessment),
  },
  deadlines: presentDeadlines(kase.deadlines),
  missed: { review: kase.missed.review, refund: kase.missed.refund },
  approvedFen: kase.approval?.amountFen ?? null,
  approval: presentApproval(kase.approval),
  rejection: presentRejection(kase.rejection),
  offer: presentOffer(kase.offers.at(-1), described.offerLines),
  offers: kase.offers.length,
  appeal: presentAppeal(kase.appeals.at(-1)),
  information: presentInformation(kase.information),
  settlement: kase.settlement === null ? null : { ...kase.settlement, at: isoChina(kase.settlement.at) },
  suggestion: described.suggestion,
  refundedFen: kase.refundedFen,
  payout: presentPayout(kase.attempts.at(-1), described.trouble),
  timeline: described.timeline.map(({ at, actor, type, text }) => ({
    at: isoChina(at),
    actor: actorName(actor),
    type,
    text,
  })),
  nextActionAt: time(kase.nextActionAt),
  policyVersion: kase.policyVersion,
  version: kase.version,
});
