import { OperationalError } from '../../errors.ts';
import type { CommandRefusal } from '../../domain/case/commands.ts';
import type { IncidentRefusal } from '../../usecases/incidents.ts';
import type { EvidenceRefusal } from '../../usecases/read-case.ts';
import type { ThreadRefusal } from '../../usecases/threads/answer-thread.ts';

export type RefusalCode =
  CommandRefusal | EvidenceRefusal | ThreadRefusal | IncidentRefusal | 'busy' | 'invalid_cursor';

/** Every refusal staff can meet: its status, and what to do about it. */
const refusals = {
  case_not_found: [404, 'There is no case of that number.'],
  forbidden: [403, 'Your role may not do this; ask a colleague whose role may.'],
  own_case: [403, 'This is your own application; a colleague has to handle it.'],
  second_person_required: [403, 'You had a part in the decision before; this is for another person.'],
  claimed_by_other: [409, 'A colleague has claimed this case; ask them, or a supervisor to release it.'],
  version_conflict: [
    409,
    'The case has changed since you read it; read it again and decide on what it says now.',
  ],
  illegal_transition: [409, 'The case does not stand where this is possible; read it again for its status.'],
  unverified_order: [409, 'Whose order it is has not been proven; verify that before anything is paid.'],
  already_verified: [409, 'Whose order it is has been proven already; go on with the case.'],
  order_unknown: [
    409,
    'Neither our records nor WeChat Pay know an order of that number; ask the customer for the right one.',
  ],
  order_has_open_case: [409, 'Another open case is about this order; go on with that one.'],
  nothing_refundable: [409, 'Nothing is left of this order to refund.'],
  payout_not_ended: [
    409,
    'WeChat Pay has not said that this refund came to nothing; it may still be paid. Look again later.',
  ],
  payout_unknown: [409, 'WeChat Pay could not be asked what became of this refund; try again.'],
  offer_rounds_exhausted: [
    409,
    'There have been as many offers in this case as are allowed; approve it in full, or decline it.',
  ],
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
  nothing_to_record: [
    422,
    'Name at least one fact: usage, claimConfirmed, promotional or terminatedForViolation.',
  ],
  unknown_clause: [422, 'A refusal names at least one clause of the policy, and only 3.1 to 3.5.'],
  invalid_cursor: [400, 'The cursor is not one this list gave out; begin without one.'],
  evidence_not_found: [404, 'The case has no picture of that number.'],
  evidence_pending: [409, 'The picture is still being fetched from WeChat; try again in a few minutes.'],
  evidence_gone: [410, 'WeChat no longer has the picture; ask the customer for it again.'],
  thread_not_found: [404, 'There is no request for a person of that id.'],
  thread_closed: [409, 'The request has ended; the customer opens another by asking for a person again.'],
  text_empty: [422, 'Write what the customer is to read.'],
  text_too_long: [
    422,
    'The text is longer than what one message carries beside what it says itself: at most 500 characters, fewer where many are emoji. Make it shorter.',
  ],
  incident_not_found: [404, 'There is no incident of that id.'],
  already_resolved: [409, 'The incident has been resolved already; read it again for what was noted.'],
} as const satisfies Record<RefusalCode, readonly [number, string]>;

const table: ReadonlyMap<string, readonly [number, string]> = new Map(Object.entries(refusals));

/** A refusal as it leaves. Throws where the code is in no table: a fault, not an answer. */
export const refusedWith = (code: string, details?: unknown): OperationalError => {
  const [status, message] = table.get(code) ?? [];
  if (status === undefined || message === undefined) throw new Error(`no words for the refusal ${code}`);
  return new OperationalError(status, code, message, details);
};
