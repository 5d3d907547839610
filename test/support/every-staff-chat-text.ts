import type { Texts } from '../../src/conversation/messages/texts.ts';
import type { StaffCaseView } from '../../src/conversation/staff-chat/outcome.ts';
import { NOW, aCase } from './case.ts';

const caseNo = 'RF20260302ABCDEF';
const codes = [
  ...['forbidden', 'claimed_by_other', 'second_person_required', 'version_conflict', 'illegal_transition'],
  ...['unverified_order', 'nothing_refundable', 'amount_exceeds_refundable', 'partial_needs_offer'],
  ...['refund_window_closed', 'case_not_found', 'busy', 'order_unknown'],
];

const kase = aCase();
const described = {
  ...kase,
  order: { ...kase.order, description: 'Annual membership' },
  reason: { ...kase.reason, text: 'x' },
};
const views: readonly StaffCaseView[] = [
  { kase: described, refundableFen: 1_230, explanation: '', commands: ['claim', 'reply', 'approve'] },
  { kase: { ...described, assignee: 'Li' }, refundableFen: null, explanation: '', commands: [] },
];
const asked = { caseNo, version: 3, amountFen: 1_230, expiresAt: NOW, failures: 0 };

/** Everything that staff read on their phones. */
export const staffChatTexts = ({ staffChat }: Texts) => ({
  bound: staffChat.bound('Li'),
  notices: Object.values(staffChat.notices),
  queue: [
    staffChat.queue([], false, NOW),
    staffChat.queue([kase], true, NOW),
    staffChat.queue([kase], false, kase.deadlines.reviewBy),
  ],
  case: views.map((view) => staffChat.case(view)),
  said: Object.values(staffChat.said).map((text) => text(caseNo)),
  confirm: views.flatMap((view) =>
    (['approve', 'second_approve'] as const).map((command) =>
      staffChat.confirm(view, { ...asked, command }, command === 'approve'),
    ),
  ),
  wrongCode: staffChat.wrongCode(2),
  confirmationEnded: (['expired', 'too_many'] as const).map((why) =>
    staffChat.confirmationEnded(why, caseNo),
  ),
  note: staffChat.note,
  approved: (['refunding', 'awaiting_second_approval'] as const).map((status) =>
    staffChat.approved({ ...kase, status }, 1_230),
  ),
  refused: codes.map((code) => staffChat.refused(caseNo, code)),
});
