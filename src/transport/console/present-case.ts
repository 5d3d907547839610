import type { Actor } from '../../domain/case/actor.ts';
import type { Case } from '../../domain/case/state.ts';
import { formatYuan } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';
import { maskPersonal } from '../../masking.ts';
import { dueOf, paidParts, reasonLabel, statusText } from '../../usecases/console-view.ts';
import type { Deps } from '../../usecases/deps.ts';
import type { CaseDescription } from '../../usecases/describe-case.ts';
import type { StaffVisit } from './console.ts';
import { type Refusal, presentActions } from './present-actions.ts';
import { presentDue } from './present-due.ts';
import { presentStanding } from './present-standing.ts';
import type { ConsoleTexts } from './texts/texts.ts';

const actorName = (actor: Actor, texts: ConsoleTexts): string =>
  actor.kind === 'staff' ? actor.name : texts.kase.actors[actor.kind];

const presentDecision = ({ approval, rejection }: Case, texts: ConsoleTexts) => {
  const approved = approval && {
    what: texts.kase.approvedBy(approval.by, formatYuan(approval.amountFen)),
    at: texts.minute(approval.at),
    note: approval.note,
    message: approval.message,
  };
  const second = approval?.second && {
    what: texts.kase.approvedBy(approval.second.by, formatYuan(approval.amountFen)),
    at: texts.minute(approval.second.at),
    note: approval.second.note,
    message: null,
  };
  const rejected = rejection && {
    what: texts.kase.rejectedBy(rejection.by, rejection.clauses.join('、')),
    at: texts.minute(rejection.at),
    note: rejection.note,
    message: rejection.message,
  };
  return [approved, second, rejected].filter((each) => each != null);
};

const presentPayout = ({ kase, trouble }: CaseDescription, texts: ConsoleTexts) => {
  const attempt = kase.attempts.at(-1);
  if (!attempt) return null;
  const bad = ['refused', 'CLOSED', 'ABNORMAL', 'waiting_funds', 'paused', 'needs_person'];
  return {
    words: texts.kase.payoutStates[attempt.state],
    tone: attempt.state === 'SUCCESS' ? 'good' : bad.includes(attempt.state) ? 'bad' : 'calm',
    outRefundNo: attempt.outRefundNo,
    amount: formatYuan(attempt.amountFen),
    trouble: attempt.state === 'SUCCESS' ? null : trouble,
    account: attempt.userReceivedAccount,
    at: attempt.successTime === null ? null : texts.minute(attempt.successTime),
  };
};

const presentPictures = (kase: Case, evidence: CaseDescription['evidence'], texts: ConsoleTexts) =>
  evidence.map(({ n, state, contentType }) => ({
    alt: texts.kase.picture(n),
    href: `/staff/cases/${kase.caseNo}/evidence/${String(n)}`,
    shown: state === 'stored' && contentType?.startsWith('image/') === true,
    words: state === 'stored' ? texts.kase.pictureStates.other : texts.kase.pictureStates[state],
    stored: state === 'stored',
  }));

/** While the customer is asked for something our own clock stands. */
const presentDeadlines = ({ deadlines, review, missed }: Case, texts: ConsoleTexts) => {
  const { kase, standing } = texts;
  const on = (at: Instant | null) => (at === null ? null : texts.day(at));
  const reviewBy =
    review.daysLeft === null ? texts.day(deadlines.reviewBy) : standing.stands(review.daysLeft);
  return [
    { name: kase.reviewBy, value: reviewBy, isMissed: missed.review },
    { name: kase.refundBy, value: on(deadlines.refundBy), isMissed: missed.refund },
    { name: kase.arrivalBy, value: on(deadlines.arrivalBy), isMissed: false },
  ].filter(({ value }) => value !== null);
};

/** A case as its page shows it, in the visitor's language. */
export const presentCasePage = (
  deps: Deps,
  described: CaseDescription,
  visit: StaffVisit,
  now: Instant,
  refusal: Refusal | null,
) => {
  const { kase, refundableFen, timeline } = described;
  const { texts, language } = visit;
  const { order, deadlines } = kase;
  const [recommendation = '', ...grounds] = described.explanation.split('\n');
  const parts = paidParts(order.paidFen, described.payerPaidFen, language);
  const money = (fen: number | null) => (fen === null ? texts.kase.unknown : formatYuan(fen));
  return {
    title: kase.caseNo,
    caseNo: kase.caseNo,
    version: kase.version,
    status: kase.status,
    statusText: statusText(kase.status, language),
    due: presentDue(dueOf(kase), texts, now),
    verified: kase.verified,
    description: order.description === '' ? order.outTradeNo : order.description,
    facts: [
      {
        name: texts.kase.paid,
        value: parts === null ? money(order.paidFen) : `${money(order.paidFen)} · ${parts}`,
      },
      { name: texts.kase.refundable, value: money(refundableFen) },
      {
        name: texts.kase.bought,
        value: order.paidAt === null ? texts.kase.unknown : texts.minute(order.paidAt),
      },
      { name: texts.kase.orderNo, value: order.outTradeNo, code: true },
      { name: texts.kase.transactionId, value: order.transactionId ?? texts.kase.unknown, code: true },
      { name: texts.kase.customer, value: maskPersonal(kase.customer.openid), code: true },
      { name: texts.kase.channel, value: texts.kase.channels[kase.channel] },
      { name: texts.kase.applied, value: texts.minute(kase.openedAt) },
    ],
    reason: reasonLabel(kase.reason.category, language),
    said: kase.reason.text,
    pictures: presentPictures(kase, described.evidence, texts),
    outcome: kase.assessment.outcome,
    recommendation,
    explanation: grounds.join('\n'),
    policy: {
      version: kase.policyVersion,
      href: `/policy/${encodeURIComponent(kase.policyVersion)}?lang=${language}`,
    },
    deadlines: presentDeadlines(kase, texts),
    provisional: deadlines.provisional,
    decisions: presentDecision(kase, texts),
    payout: presentPayout(described, texts),
    timeline: timeline
      .map(({ at, actor, type, text }) => ({
        at: texts.minute(at),
        iso: new Date(at).toISOString(),
        actor: actorName(actor, texts),
        type,
        text,
      }))
      .reverse(),
    assignee: kase.assignee,
    standing: presentStanding(described, texts),
    actions: presentActions(deps, described, visit, refusal),
  };
};
