import { addDays } from '../../calendar.ts';
import { refusalClauses } from '../../policy/types.ts';
import { ok, refuse } from '../../result.ts';
import type { StaffCommand } from '../commands.ts';
import type { DecideContext, Decision } from './context.ts';

const known: readonly string[] = refusalClauses;

/** Each once, in order; null where one of them does not refuse anything, or there is none. */
export const refusingClauses = (clauses: readonly string[]): string[] | null =>
  clauses.length > 0 && clauses.every((clause) => known.includes(clause))
    ? [...new Set(clauses)].sort()
    : null;

export const reject = (
  { clauses: given, note, message }: Extract<StaffCommand, { type: 'reject' }>,
  { now, calendar, policy }: DecideContext,
): Decision => {
  const clauses = refusingClauses(given);
  if (clauses === null) return refuse('unknown_clause');
  const appealBy = addDays(calendar, now, policy.parameters.appealDays).at;
  return ok([{ type: 'Rejected', clauses, note, message, appealBy }]);
};
