import { z } from 'zod';
import { type Result, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
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
      return kase.missed.review || now > kase.deadlines.reviewBy ? ok('missed_review') : nothing;
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

/** Who has decided anything in the case before this appeal; none of them may decide it. */
export const deciders = (kase: Pick<Case, 'timeline'>, before: Instant): ReadonlySet<string> =>
  new Set(
    kase.timeline.flatMap(({ at, actor, event }) =>
      at <= before && actor.kind === 'staff' && decisions.includes(event.type) ? [actor.name] : [],
    ),
  );

const decisions: readonly string[] = [
  'Approved',
  'SecondApproved',
  'SecondDeclined',
  'OfferMade',
  'Rejected',
  'AppealDecided',
];
