import { type Calendar, addBusinessDays } from '../calendar.ts';
import type { Assessment, Policy } from '../policy/types.ts';
import { customer as byCustomer } from './actor.ts';
import { evolve } from './evolve.ts';
import type { Case } from './state.ts';

export type Application = Pick<
  Case,
  'caseNo' | 'channel' | 'verified' | 'customer' | 'language' | 'draftId' | 'order' | 'reason' | 'evidence'
> & { readonly assessment: Assessment };

/** A case as it stands the moment the customer has applied: in review, with the date of our answer. */
export const openCaseAt = (
  application: Application,
  policy: Policy,
  calendar: Calendar,
  now: number,
): Case => {
  const review = addBusinessDays(calendar, now, policy.parameters.reviewBusinessDays);
  const blank: Case = {
    ...application,
    status: 'in_review',
    version: 1,
    openedAt: now,
    policyVersion: policy.version,
    deadlines: {
      reviewBy: review.at,
      refundBy: null,
      arrivalBy: null,
      provisional: review.provisional,
      announcedThrough: calendar.lastAnnouncedYear,
    },
    missed: { review: false, refund: false, toldAt: null },
    approval: null,
    rejection: null,
    refundedFen: 0,
    attempts: [],
    outbox: [],
    timeline: [],
    commands: [],
    nextActionAt: null,
    lease: null,
  };
  return evolve(blank, { type: 'CaseOpened' }, now, byCustomer);
};
