import { isBeyond } from '../calendar.ts';
import type { Instant } from '../time.ts';
import type { Actor } from './actor.ts';
import { evolveDeadlines, hasMovedDates } from './deadlines.ts';
import { evolveAttempt, isPayoutEvent, plannedAttempt } from './evolve-payout.ts';
import type { CaseEvent } from './events.ts';
import { nextActionAt } from './next-action.ts';
import { enqueue, evolveOutbox, isNoticeEvent } from './outbox.ts';
import type { Case } from './state.ts';
import type { Status } from './status.ts';
import { targets } from './transitions.ts';

/**
 * What an event makes of a case: status, payout, outbox, timeline, version and the next action, all in one
 * place and one write. An event that finds its work already done changes nothing, so that an answer may be
 * applied again after a conflict.
 */
export const evolve = (before: Case, event: CaseEvent, at: Instant, actor: Actor): Case => {
  const after = apply(before, event, at, actor);
  if (after === before) return before;
  const moved = after.status !== before.status;
  const told: Case = {
    ...after,
    version: moved ? before.version + 1 : before.version,
    outbox: [...enqueue(after.outbox, event, at)],
    timeline: isWorthTelling(before, after, event)
      ? [...after.timeline, { at, actor, event }]
      : after.timeline,
  };
  return { ...told, nextActionAt: nextActionAt(told) };
};

/** Applies several in order. */
export const evolveAll = (before: Case, events: readonly CaseEvent[], at: Instant, actor: Actor): Case =>
  events.reduce((kase, event) => evolve(kase, event, at, actor), before);

const apply = (before: Case, event: CaseEvent, at: Instant, actor: Actor): Case => {
  if (isNoticeEvent(event)) {
    const outbox = evolveOutbox(before.outbox, event, at);
    return outbox.every((each, i) => each === before.outbox[i]) ? before : { ...before, outbox: [...outbox] };
  }
  if (isPayoutEvent(event)) return applyPayout(before, event, at);
  const by = actor.kind === 'staff' ? actor.name : actor.kind;
  switch (event.type) {
    case 'CaseOpened':
      // The document already stands as it was opened; the event adds its notice and its line.
      return { ...before };
    case 'Approved':
      return {
        ...move(before, event.type, event.needsSecond ? 'awaiting_second_approval' : 'refunding'),
        approval: {
          amountFen: event.amountFen,
          by,
          at,
          note: event.note,
          message: event.message,
          returnTo: before.status,
          second: null,
        },
      };
    case 'SecondApproved': {
      const { approval } = before;
      const second = { by, at, note: event.note };
      return { ...move(before, event.type, 'refunding'), approval: approval && { ...approval, second } };
    }
    case 'SecondDeclined':
      return { ...move(before, event.type, returnTo(before)), approval: null };
    case 'Rejected': {
      const { clauses, note, message, appealBy } = event;
      return {
        ...move(before, event.type, 'rejected'),
        rejection: { clauses, by, at, note, message, appealBy },
      };
    }
    case 'AppealWindowClosed':
      return before.status === 'closed' ? before : move(before, event.type, 'closed');
    case 'ReviewOverdue':
      return { ...before, missed: { ...before.missed, review: true, toldAt: at } };
    case 'RefundOverdue':
      return { ...before, missed: { ...before.missed, refund: true, toldAt: at } };
    case 'DeadlinesMoved':
      return evolveDeadlines(before, event, at);
  }
};

const applyPayout = (before: Case, event: Extract<CaseEvent, { outRefundNo: string }>, at: Instant): Case => {
  if (event.type === 'PayoutPlanned') return applyPlan(before, event, at);
  const index = before.attempts.findIndex((each) => each.outRefundNo === event.outRefundNo);
  const attempt = before.attempts[index];
  if (!attempt) return before;
  const evolved = evolveAttempt(attempt, event, at);
  if (evolved === attempt) return before;
  const after = { ...before, attempts: before.attempts.with(index, evolved) };
  switch (event.type) {
    case 'PayoutRefused':
      return {
        ...move(after, event.type, returnTo(before)),
        approval: null,
        deadlines: withoutRefund(before),
        missed: { ...before.missed, refund: false },
      };
    case 'PayoutSucceeded':
      return {
        ...(before.status === 'refunding' ? move(after, event.type, 'refunded') : after),
        refundedFen: before.refundedFen + event.amountFen,
      };
    default:
      return after;
  }
};

const applyPlan = (before: Case, event: Extract<CaseEvent, { type: 'PayoutPlanned' }>, at: Instant): Case => {
  if (before.attempts.some((each) => each.outRefundNo === event.outRefundNo)) return before;
  const { refundBy, arrivalBy, provisional } = event;
  // A second attempt does not move the date the customer was given.
  const promised = before.deadlines.refundBy !== null;
  return {
    ...before,
    attempts: [...before.attempts, plannedAttempt(event, before.order.outTradeNo, at)],
    deadlines: promised ? before.deadlines : { ...before.deadlines, refundBy, arrivalBy, provisional },
  };
};

const returnTo = (kase: Case): Status => kase.approval?.returnTo ?? 'in_review';

/** The date of our answer stands alone again, as certain as it was when it was given. */
const withoutRefund = ({ deadlines }: Case): Case['deadlines'] => ({
  ...deadlines,
  refundBy: null,
  arrivalBy: null,
  provisional: isBeyond(deadlines.announcedThrough, deadlines.reviewBy),
});

/** Throws where the table has no such transition: `decide` lets none through, so it is a fault of ours. */
const move = (kase: Case, event: string, to: Status): Case => {
  if (!targets(kase.status, event).includes(to))
    throw new Error(`${kase.caseNo}: no transition ${event} from ${kase.status} to ${to}`);
  return { ...kase, status: to };
};

/** Whether a payout stands elsewhere, or for another reason, than it did. */
const hasMoved = (before: Case, after: Case, outRefundNo: string): boolean => {
  const [old, now] = [before, after].map((kase) =>
    kase.attempts.find((each) => each.outRefundNo === outRefundNo),
  );
  return old?.state !== now?.state || (now?.trouble != null && old?.trouble !== now.trouble);
};

/** A poll that brought nothing new is no line in the history. */
const isWorthTelling = (before: Case, after: Case, event: CaseEvent): boolean => {
  switch (event.type) {
    case 'PayoutAccepted':
    case 'PayoutDelayed':
    case 'PayoutPaused':
    case 'PayoutWaitsForFunds':
    case 'PayoutNeedsPerson':
    case 'PayoutAbnormal':
      return hasMoved(before, after, event.outRefundNo);
    case 'ReviewOverdue':
      return !before.missed.review;
    case 'RefundOverdue':
      return !before.missed.refund;
    case 'DeadlinesMoved':
      return hasMovedDates(before, after);
    case 'NoticeDelayed':
      return false;
    default:
      return true;
  }
};
