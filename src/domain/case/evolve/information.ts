import type { Instant } from '../../time.ts';
import type { CaseEvent } from '../events.ts';
import type { Case } from '../state.ts';
import { canMove, move, runClock, stopClock } from './move.ts';

type InformationEvent = Extract<
  CaseEvent,
  {
    type:
      | 'InformationRequested'
      | 'InformationReminded'
      | 'InformationGiven'
      | 'InformationAdded'
      | 'InformationLapsed'
      | 'Reopened';
  }
>;

/** Pictures that came later stand beside those of the application, each once. */
export const withEvidence = (kase: Case, evidence: readonly string[]): Pick<Case, 'evidence'> => ({
  evidence: [...new Set([...kase.evidence, ...evidence])],
});

const answered = (kase: Case, at: Instant): Pick<Case, 'information'> => ({
  information: kase.information && { ...kase.information, reminders: [], answeredAt: at },
});

/** What we ask the customer for, and what comes of it. */
export const applyInformation = (before: Case, event: InformationEvent, at: Instant, by: string): Case => {
  switch (event.type) {
    case 'InformationRequested': {
      const { message, reminders, lapsesAt, daysLeft } = event;
      return {
        ...move(before, event.type, 'awaiting_customer'),
        ...stopClock(before, daysLeft),
        information: { message, by, at, reminders, lapsesAt, answeredAt: null },
      };
    }
    case 'InformationReminded': {
      const { information } = before;
      if (before.status !== 'awaiting_customer' || information === null) return before;
      // After a standstill one reminder stands for all that were due.
      const reminders = information.reminders.filter((each) => each > at);
      return { ...before, information: { ...information, reminders } };
    }
    case 'InformationGiven':
    case 'Reopened':
      return {
        ...move(before, event.type, 'in_review'),
        ...runClock(before, event.review, at),
        ...answered(before, at),
        ...withEvidence(before, event.given.evidence),
      };
    case 'InformationAdded':
      return { ...before, ...withEvidence(before, event.given.evidence) };
    case 'InformationLapsed':
      return canMove(before, event.type) ? move(before, event.type, 'lapsed') : before;
  }
};
