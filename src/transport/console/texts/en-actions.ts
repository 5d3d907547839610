import type { ConsoleTexts } from './texts.ts';

export const actionsEn: ConsoleTexts['actions'] = {
  title: 'Decide',
  none: 'There is nothing for you to decide now.',
  waitingForOther: 'You approved this; the second approval is for another person.',
  label: (command, amount) =>
    ({
      approve: `Approve ${amount}`,
      second_approve: `Give the second approval, ${amount}`,
      second_decline: 'Decline the second approval',
      reject: 'Refuse',
    })[command],
  explain: (command, fourEyes) =>
    ({
      approve: fourEyes
        ? 'Above the limit for one person: paid only once another person agrees.'
        : 'Paid back to the customer at once; it cannot be undone.',
      second_approve: 'Paid back to the customer at once; it cannot be undone.',
      second_decline: 'The case goes back to review; nothing is paid.',
      reject: 'The customer gets the clauses you choose, what you write, and how to appeal.',
    })[command],
  confirm: (command, amount) =>
    ({
      approve: `Confirm: approve ${amount}`,
      second_approve: `Confirm: second approval of ${amount}`,
      second_decline: 'Confirm: back to review',
      reject: 'Confirm: refuse',
    })[command],
  note: 'Internal note',
  noteHint: 'Only colleagues see it',
  message: 'To the customer',
  messageOptional: 'To the customer (optional)',
  messageHint: 'Is sent to the customer; 500 characters at most',
  clauses: 'Clauses it rests on (at least one)',
  done: {
    approve: 'Approved.',
    second_approve: 'Approved a second time; the payout is on its way.',
    second_decline: 'Sent back to review.',
    reject: 'Refused; the customer is told.',
  },
  notDone: 'Nothing was done',
  refusals: {
    forbidden: 'Your role may not do this; ask a colleague whose role may.',
    second_person_required: 'You approved this; the second approval is for another person.',
    version_conflict:
      'The case has changed since you opened it. Read below how it stands now, then decide again.',
    illegal_transition:
      'The case no longer stands where this is possible; a colleague may just have decided. See below.',
    unverified_order: 'Whose order it is has not been proven; that comes first.',
    amount_exceeds_refundable:
      'That is more than can still be refunded; another refund may hold part of it. See the amount below.',
    partial_needs_offer:
      'The refundable amount has changed. Less than all of it needs the customer’s consent. See below.',
    refund_window_closed: 'Paid over 365 days ago; WeChat Pay no longer refunds it. Settle it another way.',
    unknown_clause: 'Choose at least one clause.',
    busy: 'Others are changing the case just now. Wait a few seconds and confirm again.',
    note_missing: 'Write an internal note, so that colleagues know why.',
    message_missing: 'Write to the customer; it is sent to them.',
    too_long: 'Too long: a note has at most 1000 characters, a message to the customer 500.',
    invalid: 'The form was incomplete. Fill it in again.',
  },
};
