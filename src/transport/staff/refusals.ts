import { OperationalError } from '../../errors.ts';
import type { CommandRefusal } from '../../domain/case/commands.ts';
import type { IncidentRefusal } from '../../usecases/incidents.ts';
import type { EvidenceRefusal } from '../../usecases/read-case.ts';

type Code = CommandRefusal | EvidenceRefusal | IncidentRefusal | 'busy' | 'invalid_cursor';

/** Every refusal staff can meet: its status, and what to do about it. */
const refusals = {
  case_not_found: [404, 'There is no case of that number.'],
  forbidden: [403, 'Your role may not do this; ask a colleague whose role may.'],
  second_person_required: [403, 'You approved this yourself; the second approval is for another person.'],
  version_conflict: [
    409,
    'The case has changed since you read it; read it again and decide on what it says now.',
  ],
  illegal_transition: [409, 'The case does not stand where this is possible; read it again for its status.'],
  unverified_order: [409, 'Whose order it is has not been proven; verify that before anything is paid.'],
  refund_window_closed: [
    409,
    'WeChat Pay refunds within 365 days of the payment; this has to be settled another way.',
  ],
  busy: [
    409,
    'Others are changing the case just now; nothing was done. Try again with the same Idempotency-Key.',
  ],
  amount_exceeds_refundable: [
    422,
    'That is more than can still be refunded; see order.refundableFen of the case.',
  ],
  partial_needs_offer: [
    422,
    'Less than what can be refunded is paid only as an offer the customer has accepted.',
  ],
  unknown_clause: [422, 'A refusal names at least one clause of the policy, and only 3.1 to 3.5.'],
  invalid_cursor: [400, 'The cursor is not one this list gave out; begin without one.'],
  evidence_not_found: [404, 'The case has no picture of that number.'],
  evidence_pending: [409, 'The picture is still being fetched from WeChat; try again in a few minutes.'],
  evidence_gone: [410, 'WeChat no longer has the picture; ask the customer for it again.'],
  incident_not_found: [404, 'There is no incident of that id.'],
  already_resolved: [409, 'The incident has been resolved already; read it again for what was noted.'],
} as const satisfies Record<Code, readonly [number, string]>;

const table: ReadonlyMap<string, readonly [number, string]> = new Map(Object.entries(refusals));

/** A refusal as it leaves. Throws where the code is in no table: a fault, not an answer. */
export const refusedWith = (code: string, details?: unknown): OperationalError => {
  const [status, message] = table.get(code) ?? [];
  if (status === undefined || message === undefined) throw new Error(`no words for the refusal ${code}`);
  return new OperationalError(status, code, message, details);
};
