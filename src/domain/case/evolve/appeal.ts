import type { Instant } from '../../time.ts';
import type { Appeal } from '../appeal.ts';
import type { CaseEvent } from '../events.ts';
import { type Offer, openOffer } from '../offer.ts';
import type { Case } from '../state.ts';
import { withEvidence } from './information.ts';
import { move, runClock } from './move.ts';
import { changedLastAppeal, endedOffer } from './pending.ts';

type AppealEvent = Extract<
  CaseEvent,
  { type: 'AppealFiled' | 'AppealDecided' | 'AppealUpheld' | 'AppealWindowClosed' | 'Withdrawn' }
>;

/** The offer that stands, or the accepted one whose approval still waits for a second person, has come to nothing. */
const endedPending = (
  { offers, approval }: Case,
  ending: 'appealed' | 'declined',
  at: Instant,
): readonly Offer[] => {
  const open = openOffer(offers);
  if (open) return endedOffer(offers, open.id, ending, at);
  return approval?.offerId == null ? offers : endedOffer(offers, approval.offerId, 'not_approved', at);
};

/** Neither an approval nor an offer outlives the step that takes the case elsewhere. */
const withoutPending = (kase: Case, ending: 'appealed' | 'declined', at: Instant): Case => ({
  ...kase,
  approval: null,
  offers: [...endedPending(kase, ending, at)],
});

const filed = (
  before: Case,
  { type, against, text, evidence, review }: Extract<AppealEvent, { type: 'AppealFiled' }>,
  at: Instant,
): Case => {
  const appeal: Appeal = {
    against,
    text,
    evidence,
    at,
    outcome: null,
    by: null,
    decidedAt: null,
    note: null,
    message: null,
    clauses: null,
  };
  const after = withoutPending(move(before, type, 'appealed'), 'appealed', at);
  return {
    ...after,
    ...runClock(before, review, at),
    ...withEvidence(before, evidence),
    missed: { ...before.missed, review: false, toldAt: null },
    // Whoever had it decided what is appealed against.
    assignee: null,
    appeals: [...before.appeals, appeal],
  };
};

/** What ends a case short of its money, and what is asked for once more. */
export const applyAppeal = (before: Case, event: AppealEvent, at: Instant, by: string): Case => {
  switch (event.type) {
    case 'AppealFiled':
      return filed(before, event, at);
    case 'AppealDecided': {
      const { outcome, note, message } = event;
      return {
        ...before,
        appeals: changedLastAppeal(before.appeals, { outcome, by, decidedAt: at, note, message }),
      };
    }
    case 'AppealUpheld': {
      const { clauses } = event;
      return {
        ...move(before, event.type, 'closed'),
        appeals: changedLastAppeal(before.appeals, { clauses }),
      };
    }
    case 'AppealWindowClosed':
      // The customer may have appealed in the last moment.
      return before.status === 'rejected' ? move(before, event.type, 'closed') : before;
    case 'Withdrawn':
      return withoutPending(move(before, event.type, 'withdrawn'), 'declined', at);
  }
};
