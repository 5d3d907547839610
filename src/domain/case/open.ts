import { nextOrderCheck } from '../backoff.ts';
import { type Calendar, addBusinessDays } from '../calendar.ts';
import type { Assessment, Policy } from '../policy/types.ts';
import { type Actor, customer as byCustomer } from './actor.ts';
import { evolve } from './evolve.ts';
import { nothingRecorded } from './facts.ts';
import type { Case } from './state.ts';

export type Application = Pick<
  Case,
  | 'caseNo'
  | 'channel'
  | 'verified'
  | 'customer'
  | 'email'
  | 'language'
  | 'draftId'
  | 'order'
  | 'reason'
  | 'evidence'
  | 'shop'
> & { readonly assessment: Assessment };

/** A case as it stands the moment the customer has applied: in review, with the date of our answer. */
export const openCaseAt = (
  application: Application,
  policy: Policy,
  calendar: Calendar,
  now: number,
  by: Actor = byCustomer,
): Case => {
  const { reviewBusinessDays } = policy.parameters;
  const review = addBusinessDays(calendar, now, reviewBusinessDays);
  const blank: Case = {
    ...application,
    status: 'in_review',
    version: 1,
    openedAt: now,
    orderCheck: { failures: 0, nextAt: application.verified ? null : nextOrderCheck(now, 0) },
    assignee: null,
    policyVersion: policy.version,
    recorded: nothingRecorded,
    review: { from: now, businessDays: reviewBusinessDays, daysLeft: null },
    deadlines: {
      reviewBy: review.at,
      refundBy: null,
      arrivalBy: null,
      provisional: review.provisional,
      announcedThrough: calendar.lastAnnouncedYear,
    },
    missed: { review: false, refund: false, toldAt: null },
    warnedOf: null,
    information: null,
    offers: [],
    appeals: [],
    approval: null,
    rejection: null,
    settlement: null,
    refundedFen: 0,
    attempts: [],
    outbox: [],
    alerts: [],
    timeline: [],
    commands: [],
    nextActionAt: null,
    lease: null,
  };
  return evolve(blank, { type: 'CaseOpened' }, now, by);
};
