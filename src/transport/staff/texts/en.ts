import type { RefusalCode } from '../refusals.ts';

/** What the staff API refuses and why; in Chinese: zh.ts. */
export const refusalsEn: Readonly<Record<RefusalCode, string>> = {
  case_not_found: 'There is no case of that number.',
  forbidden: 'Your role may not do this; ask a colleague whose role may.',
  own_case: 'This is your own application; a colleague has to handle it.',
  second_person_required: 'You had a part in the decision before; this is for another person.',
  claimed_by_other: 'A colleague has claimed this case; ask them, or a supervisor to release it.',
  version_conflict: 'The case has changed since you read it; read it again and decide on what it says now.',
  illegal_transition: 'The case does not stand where this is possible; read it again for its status.',
  unverified_order: 'Whose order it is has not been proven; verify that before anything is paid.',
  already_verified: 'Whose order it is has been proven already; go on with the case.',
  order_unknown:
    'Neither our records nor WeChat Pay know an order of that number; ask the customer for the right one.',
  order_has_open_case: 'Another open case is about this order; go on with that one.',
  nothing_refundable: 'Nothing is left of this order to refund.',
  payout_not_ended:
    'WeChat Pay has not said that this refund came to nothing; it may still be paid. Look again later.',
  payout_unknown: 'WeChat Pay could not be asked what became of this refund; try again.',
  offer_rounds_exhausted:
    'There have been as many offers in this case as are allowed; approve it in full, or decline it.',
  refund_window_closed:
    'WeChat Pay refunds within 365 days of the payment; this has to be settled another way.',
  busy: 'Others are changing the case just now; nothing was done. Try again with the same Idempotency-Key.',
  amount_exceeds_refundable: 'That is more than can still be refunded; see order.refundableFen of the case.',
  partial_needs_offer: 'Less than what can be refunded is paid only as an offer the customer has accepted.',
  nothing_to_record: 'Name at least one fact: usage, claimConfirmed, promotional or terminatedForViolation.',
  unknown_clause: 'A refusal names at least one clause of the policy, and only 3.1 to 3.5.',
  invalid_cursor: 'The cursor is not one this list gave out; begin without one.',
  evidence_not_found: 'The case has no picture of that number.',
  evidence_pending: 'The picture is still being fetched from WeChat; try again in a few minutes.',
  evidence_gone: 'WeChat no longer has the picture; ask the customer for it again.',
  thread_not_found: 'There is no request for a person of that id.',
  thread_closed: 'The request has ended; the customer opens another by asking for a person again.',
  text_empty: 'Write what the customer is to read.',
  text_too_long:
    'The text is longer than what one message carries beside what it says itself: at most 500 characters, fewer where many are emoji. Make it shorter.',
  incident_not_found: 'There is no incident of that id.',
  already_resolved: 'The incident has been resolved already; read it again for what was noted.',
};
