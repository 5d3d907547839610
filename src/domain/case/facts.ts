import { z } from 'zod';
import { type OrderFacts, assess } from '../policy/assess.ts';
import type { Calendar } from '../calendar.ts';
import { type Assessment, type Policy, factsSchema } from '../policy/types.ts';
import { usageSchema } from '../order.ts';
import type { Instant } from '../time.ts';
import type { Case } from './state.ts';

/** What staff have found out and put down themselves; null: nothing, the order's own record holds. */
export const recordedSchema = z.object({
  usage: usageSchema.nullable(),
  claimConfirmed: factsSchema.shape.claimConfirmed,
  promotional: z.boolean().nullable(),
  terminatedForViolation: z.boolean().nullable(),
});
export type Recorded = z.infer<typeof recordedSchema>;

export const nothingRecorded: Recorded = {
  usage: null,
  claimConfirmed: null,
  promotional: null,
  terminatedForViolation: null,
};

/** The assessment of a case by what is known now: the order's record, and over it what staff have recorded. */
export const assessCase = (
  kase: Pick<Case, 'order' | 'reason' | 'openedAt'>,
  recorded: Recorded,
  order: OrderFacts | null,
  { policy, calendar, now }: { policy: Policy; calendar: Calendar; now: Instant },
): Assessment =>
  assess({
    policy,
    calendar,
    order: order && {
      paidAt: order.paidAt,
      usage: recorded.usage ?? order.usage,
      promotional: recorded.promotional ?? order.promotional,
      terminatedForViolation: recorded.terminatedForViolation ?? order.terminatedForViolation,
    },
    category: kase.reason.category,
    claimConfirmed: recorded.claimConfirmed,
    now,
    appliedAt: kase.openedAt,
  });

/** Whether two assessments rest on the same facts and come to the same, whenever they were made. */
export const saysTheSame = (one: Assessment, other: Assessment): boolean =>
  JSON.stringify(substance(one)) === JSON.stringify(substance(other));

/** The fields in one order, whoever wrote them. */
const substance = ({ outcome, clauses, facts }: Assessment) => [outcome, clauses, factsSchema.parse(facts)];
