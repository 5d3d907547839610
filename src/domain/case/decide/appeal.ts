import { ok, refuse } from '../../result.ts';
import type { StaffMember } from '../../staff.ts';
import { type Appeal, openAppeal, whoHadPart } from '../appeal.ts';
import type { StaffCommand } from '../commands.ts';
import type { CaseEvent } from '../events.ts';
import type { Case } from '../state.ts';
import { fullRefund, payableFen } from './approve.ts';
import type { DecideContext, Decision } from './context.ts';
import { makeOffer } from './offer.ts';
import { refusingClauses } from './reject.ts';

type DecideAppeal = Extract<StaffCommand, { type: 'decide_appeal' }>;

/** Negotiated in part: what speaks against more than an offer that was upheld. */
const NEGOTIATED = '5.2';

/** On which clauses an upheld decision rests: named now, or those of the decision itself. */
const upheldClauses = (kase: Case, appeal: Appeal, given: readonly string[]): readonly string[] | null => {
  if (given.length > 0) return refusingClauses(given);
  if (appeal.against.startsWith('offer-')) return [NEGOTIATED];
  if (kase.rejection !== null) return kase.rejection.clauses;
  return kase.assessment.outcome === 'none' ? refusingClauses(kase.assessment.clauses) : null;
};

/** A supervisor who had no part in the case looks at it again (clause 8.1). */
export const decideAppeal = (
  kase: Case,
  command: DecideAppeal,
  staff: StaffMember,
  context: DecideContext,
): Decision => {
  const appeal = openAppeal(kase);
  if (!appeal) return refuse('illegal_transition');
  if (whoHadPart(kase, appeal).has(staff.name)) return refuse('second_person_required');
  const { outcome, note, message } = command;
  const decided: CaseEvent = { type: 'AppealDecided', outcome, note, message };
  switch (outcome) {
    case 'refund': {
      const payable = payableFen(kase, context);
      if (!payable.ok) return payable;
      if (payable.value === 0) return refuse('amount_exceeds_refundable');
      return ok([decided, ...fullRefund(kase, { amountFen: payable.value, note, message }, context)]);
    }
    case 'offer': {
      const offered = makeOffer(kase, { amountFen: command.amountFen ?? 0, note, message }, context);
      return offered.ok ? ok([decided, ...offered.value]) : offered;
    }
    case 'uphold': {
      const clauses = upheldClauses(kase, appeal, command.clauses);
      return clauses === null
        ? refuse('unknown_clause')
        : ok([decided, { type: 'AppealUpheld', clauses: [...clauses] }]);
    }
  }
};
