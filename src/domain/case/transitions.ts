import type { Status } from './status.ts';

/**
 * Which event leads from where to where: the whole life of a case as data. An event that may end in several
 * states says so; `evolve` picks one and is held to this table.
 */
export const transitions = {
  in_review: {
    InformationRequested: ['awaiting_customer'],
    OfferMade: ['offered'],
    Approved: ['refunding', 'awaiting_second_approval'],
    Rejected: ['rejected'],
    /** Only once the review deadline has passed. */
    AppealFiled: ['appealed'],
    Withdrawn: ['withdrawn'],
  },
  awaiting_customer: {
    InformationGiven: ['in_review'],
    InformationLapsed: ['lapsed'],
    Withdrawn: ['withdrawn'],
  },
  offered: {
    OfferAccepted: ['refunding', 'awaiting_second_approval'],
    /** Declined, countered, withdrawn or lapsed; back to the appeal where the offer came from one. */
    OfferEnded: ['in_review', 'appealed'],
    AppealFiled: ['appealed'],
    Withdrawn: ['withdrawn'],
  },
  awaiting_second_approval: {
    SecondApproved: ['refunding'],
    /** Back whence it came: an accepted offer to where it was made, for it no longer stands. */
    SecondDeclined: ['in_review', 'appealed'],
    ApprovalVoided: ['in_review', 'appealed'],
    AppealFiled: ['appealed'],
    Withdrawn: ['withdrawn'],
  },
  refunding: {
    PayoutSucceeded: ['refunded'],
    SettledOutside: ['settled_outside'],
    PayoutRefused: ['in_review', 'appealed'],
  },
  rejected: {
    AppealFiled: ['appealed'],
    AppealWindowClosed: ['closed'],
    Withdrawn: ['withdrawn'],
  },
  appealed: {
    Approved: ['refunding', 'awaiting_second_approval'],
    OfferMade: ['offered'],
    AppealUpheld: ['closed'],
    Withdrawn: ['withdrawn'],
  },
  lapsed: { Reopened: ['in_review'] },
  refunded: {},
  settled_outside: {},
  closed: {},
  withdrawn: {},
} as const satisfies Record<Status, Record<string, readonly Status[]>>;

/** Where the event may lead from this state; empty: it cannot happen there. */
export const targets = (from: Status, event: string): readonly Status[] => {
  const row = new Map<string, readonly Status[]>(Object.entries(transitions[from]));
  return row.get(event) ?? [];
};
