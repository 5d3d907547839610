import { OperationalError } from '../../errors.ts';
import type { CommandRefusal } from '../../domain/case/commands.ts';
import type { IncidentRefusal } from '../../usecases/incidents.ts';
import type { EvidenceRefusal } from '../../usecases/read-case.ts';
import type { ThreadRefusal } from '../../usecases/threads/answer-thread.ts';
import { refusalsEn } from './texts/en.ts';

export type RefusalCode =
  CommandRefusal | EvidenceRefusal | ThreadRefusal | IncidentRefusal | 'busy' | 'invalid_cursor';

/** Every refusal staff can meet, and its status. */
const statuses: Readonly<Record<RefusalCode, number>> = {
  case_not_found: 404,
  forbidden: 403,
  own_case: 403,
  second_person_required: 403,
  claimed_by_other: 409,
  version_conflict: 409,
  illegal_transition: 409,
  unverified_order: 409,
  already_verified: 409,
  order_unknown: 409,
  order_has_open_case: 409,
  nothing_refundable: 409,
  payout_not_ended: 409,
  payout_unknown: 409,
  offer_rounds_exhausted: 409,
  refund_window_closed: 409,
  busy: 409,
  amount_exceeds_refundable: 422,
  partial_needs_offer: 422,
  nothing_to_record: 422,
  unknown_clause: 422,
  invalid_cursor: 400,
  evidence_not_found: 404,
  evidence_pending: 409,
  evidence_gone: 410,
  thread_not_found: 404,
  thread_closed: 409,
  text_empty: 422,
  text_too_long: 422,
  incident_not_found: 404,
  already_resolved: 409,
};

const statusOf: ReadonlyMap<string, number> = new Map(Object.entries(statuses));
const textOf: ReadonlyMap<string, string> = new Map(Object.entries(refusalsEn));

/** A refusal as it leaves. Throws where the code is in no table: a fault, not an answer. */
export const refusedWith = (code: string, details?: unknown): OperationalError => {
  const [status, message] = [statusOf.get(code), textOf.get(code)];
  if (status === undefined || message === undefined) throw new Error(`no words for the refusal ${code}`);
  return new OperationalError(status, code, message, details);
};
