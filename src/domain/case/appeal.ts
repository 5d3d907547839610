import { z } from 'zod';
import { type Result, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import type { CaseEvent } from './events.ts';
import { isLapsed, openOffer } from './offer.ts';
import type { Case } from './state.ts';

export const appealOutcomes = ['refund', 'offer', 'uphold'] as const;

/** A customer asks for a supervisor to look again (clause 8.1). */
export const appealSchema = z.object({
  /** What it is against: `rejection-<when>`, an offer's id, or `missed_review`; each can be appealed once. */
  against: z.string(),
  text: z.string(),
  evidence: z.array(z.string()),
  at: z.number(),
  /** null: still to be decided, or to be decided again. */
  outcome: z.enum(appealOutcomes).nullable(),
  by: z.string().nullable(),
  decidedAt: z.number().nullable(),
  note: z.string().nullable(),
  message: z.string().nullable(),
  /** On which the refusal rests, where it was upheld. */
  clauses: z.array(z.string()).nullable(),
});
export type Appeal = z.infer<typeof appealSchema>;

const MISSED_REVIEW = 'missed_review';

export type AppealRefusal = 'nothing_to_appeal' | 'already_appealed' | 'appeal_window_closed';

type Appealed = Pick<Case, 'status' | 'rejection' | 'offers' | 'deadlines' | 'missed' | 'appeals'>;

type Appealable = Result<string, AppealRefusal>;

const againstOf = (kase: Appealed, now: Instant): Appealable => {
  const nothing = refuse('nothing_to_appeal');
  switch (kase.status) {
    case 'rejected':
      if (kase.rejection === null) return nothing;
      return now > kase.rejection.appealBy
        ? refuse('appeal_window_closed')
        : ok(`rejection-${String(kase.rejection.at)}`);
    case 'offered': {
      const offer = openOffer(kase.offers);
      return offer && !isLapsed(offer, now) ? ok(offer.id) : nothing;
    }
    case 'in_review':
    case 'awaiting_second_approval':
      return kase.missed.review || now > kase.deadlines.reviewBy ? ok(MISSED_REVIEW) : nothing;
    default:
      return nothing;
  }
};

/** What the customer can appeal now: any decision, and a review deadline that was missed, once each. */
export const appealable = (kase: Appealed, now: Instant): Appealable => {
  const against = againstOf(kase, now);
  const isRepeated = against.ok && kase.appeals.some((each) => each.against === against.value);
  return isRepeated ? refuse('already_appealed') : against;
};

export const openAppeal = ({ appeals }: Pick<Case, 'appeals'>): Appeal | undefined => {
  const last = appeals.at(-1);
  return last?.outcome === null ? last : undefined;
};

/** What is a part in a decision: it was made, prepared or asked for. Whoever merely wrote to the customer had none. */
const parts: readonly CaseEvent['type'][] = [
  'FactsRecorded',
  'OrderVerified',
  'InformationRequested',
  'OfferMade',
  'OfferEnded',
  'Approved',
  'SecondApproved',
  'SecondDeclined',
  'Rejected',
  'AppealDecided',
];

/**
 * Who had a part in what this appeal is against; none of them may decide it. Of a missed date it is also whoever had the
 * case claimed when it passed: as the clock noted it or, where the customer was faster, when they appealed.
 */
export const whoHadPart = (
  { timeline }: Pick<Case, 'timeline'>,
  { against }: Pick<Appeal, 'against'>,
): ReadonlySet<string> => {
  const filed = timeline.findIndex(({ event }) => event.type === 'AppealFiled' && event.against === against);
  const before = timeline.slice(0, filed);
  const acted = before.flatMap(({ actor, event }) =>
    actor.kind === 'staff' && parts.includes(event.type) ? [actor.name] : [],
  );
  return new Set(against === MISSED_REVIEW ? [...acted, ...whoLetItPass(before)] : acted);
};

const whoLetItPass = (before: Case['timeline']): readonly string[] => {
  const passed = before.flatMap(({ event }, i) => (event.type === 'ReviewOverdue' ? [i] : []));
  const moments = passed.length === 0 ? [before.length] : passed;
  return moments.flatMap((moment) => claimedBy(before.slice(0, moment)) ?? []);
};

/** Who had the case claimed at the end of these lines; an appeal frees it. */
const claimedBy = (lines: Case['timeline']): string | null => {
  const last = lines.findLast(({ event }) => ['Claimed', 'Released', 'AppealFiled'].includes(event.type));
  return last?.event.type === 'Claimed' && last.actor.kind === 'staff' ? last.actor.name : null;
};
