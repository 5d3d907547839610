import { nextOrderCheck } from '../backoff.ts';
import type { Instant } from '../time.ts';
import type { Actor } from './actor.ts';
import { evolveDeadlines } from './deadlines.ts';
import type { CaseEvent } from './events.ts';
import { applyAppeal } from './evolve/appeal.ts';
import { applyDecision, isDecision } from './evolve/approval.ts';
import { isPayoutEvent } from './evolve/attempt.ts';
import { applyInformation } from './evolve/information.ts';
import { applyOffer, isOfferEvent } from './evolve/offer.ts';
import { applyPayout } from './evolve/payout.ts';
import { isWorthTelling } from './evolve/worth-telling.ts';
import { nextActionAt } from './next-action.ts';
import { enqueue, evolveOutbox, isNoticeEvent } from './outbox.ts';
import { shopEventType } from './shop-events.ts';
import type { Case } from './state.ts';
import { isFinal } from './status.ts';

/**
 * What an event makes of a case: status, payout, outbox, timeline, version and the next action, all in one
 * place and one write. An event that finds its work already done changes nothing, so that an answer may be
 * applied again after a conflict.
 */
export const evolve = (before: Case, event: CaseEvent, at: Instant, actor: Actor): Case => {
  const after = apply(before, event, at, actor);
  if (after === before) return before;
  const tells = isWorthTelling(before, after, event);
  const told: Case = {
    ...after,
    version: isDecidedOn(before, after, event) ? before.version + 1 : before.version,
    outbox: [...enqueue(before, after.outbox, event, at)],
    timeline: tells ? [...after.timeline, { at, actor, event }] : after.timeline,
    shop: tells ? withNews(after.shop, event, at) : after.shop,
  };
  return { ...told, nextActionAt: nextActionAt(told) };
};

/** Applies several in order. */
export const evolveAll = (before: Case, events: readonly CaseEvent[], at: Instant, actor: Actor): Case =>
  events.reduce((kase, event) => evolve(kase, event, at, actor), before);

/** What people read before they decide: it is another version then. */
const facts: readonly CaseEvent['type'][] = ['FactsRecorded', 'OrderVerified', 'InformationAdded'];
const isDecidedOn = (before: Case, after: Case, { type }: CaseEvent): boolean =>
  after.status !== before.status || facts.includes(type);

const withNews = (shop: Case['shop'], event: CaseEvent, at: Instant): Case['shop'] =>
  shop === null || shopEventType(event) === null ? shop : { ...shop, nextAt: shop.nextAt ?? at };

const apply = (before: Case, event: CaseEvent, at: Instant, actor: Actor): Case => {
  const by = actor.kind === 'staff' ? actor.name : actor.kind;
  if (isNoticeEvent(event)) {
    const outbox = evolveOutbox(before.outbox, event, at);
    return outbox.every((each, i) => each === before.outbox[i]) ? before : { ...before, outbox: [...outbox] };
  }
  if (isPayoutEvent(event)) return applyPayout(before, event, at, by);
  if (isOfferEvent(event)) return applyOffer(before, event, at, by);
  if (isDecision(event)) return applyDecision(before, event, at, by);
  switch (event.type) {
    case 'CaseOpened':
    case 'StaffReplied':
      // The document already stands as it was opened; the event adds its notice and its line.
      return { ...before };
    case 'Claimed':
      return { ...before, assignee: by };
    case 'Released':
      return { ...before, assignee: null };
    case 'FactsRecorded':
      return { ...before, recorded: event.recorded, assessment: event.assessment };
    case 'OrderVerified':
      return verified(before, event);
    case 'OrderNotVerified':
      return notVerified(before, event, at);
    case 'ReviewDueSoon':
      return { ...before, warnedOf: before.deadlines.reviewBy };
    case 'ReviewOverdue':
      return {
        ...before,
        warnedOf: before.deadlines.reviewBy,
        missed: { ...before.missed, review: true, toldAt: at },
      };
    case 'RefundDueSoon':
      return { ...before, warnedOf: before.deadlines.refundBy };
    case 'RefundOverdue':
      return {
        ...before,
        warnedOf: before.deadlines.refundBy,
        missed: { ...before.missed, refund: true, toldAt: at },
      };
    case 'DeadlinesMoved':
      return evolveDeadlines(before, event, at);
    case 'InformationRequested':
    case 'InformationReminded':
    case 'InformationGiven':
    case 'InformationAdded':
    case 'InformationLapsed':
    case 'Reopened':
      return applyInformation(before, event, at, by);
    case 'AppealFiled':
    case 'AppealDecided':
    case 'AppealUpheld':
    case 'AppealWindowClosed':
    case 'Withdrawn':
      return applyAppeal(before, event, at, by);
  }
};

/** Known by WeChat Pay's record and by staff at once: the first counts. */
const verified = (before: Case, event: Extract<CaseEvent, { type: 'OrderVerified' }>): Case => {
  if (before.verified) return before;
  const { order, appid, openid, assessment } = event;
  const orderCheck = { ...before.orderCheck, nextAt: null };
  return { ...before, verified: true, order, orderCheck, customer: { appid, openid }, assessment };
};

const notVerified = (
  before: Case,
  { found }: Extract<CaseEvent, { type: 'OrderNotVerified' }>,
  at: Instant,
): Case => {
  const failures = before.orderCheck.failures + 1;
  const isSettled = before.verified || isFinal(before.status) || found === 'foreign';
  return {
    ...before,
    orderCheck: { failures, nextAt: isSettled ? null : nextOrderCheck(at, failures) },
  };
};
