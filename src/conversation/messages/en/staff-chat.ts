import type { Case } from '../../../domain/case/state.ts';
import { formatYuan } from '../../../domain/money.ts';
import type { StaffCaseView } from '../../staff-chat/outcome.ts';
import { fitBytes, oneLine } from '../../plain-text.ts';
import type { StaffChatTexts } from '../staff-chat-texts.ts';
import { nearDay, orderWords } from './format.ts';
import { reasons, statuses as forCustomers } from './labels.ts';

/** What is put to a customer as theirs to do is theirs here too. */
const statuses: typeof forCustomers = {
  ...forCustomers,
  awaiting_customer: 'Waiting for the customer',
  offered: 'Offer with the customer',
  awaiting_second_approval: 'Waiting for a second approval',
};

/** So much of the recommendation that the rest of the message keeps its place. */
const EXPLANATION_MAX_BYTES = 700;

const listed = (kase: Case, n: number, now: number): string => {
  const { caseNo, status, deadlines } = kase;
  const late = deadlines.reviewBy <= now ? ', overdue' : '';
  return `${String(n)}. ${caseNo} ${statuses[status]}, answer due ${nearDay(deadlines.reviewBy)}${late}`;
};

const refusals: ReadonlyMap<string, string> = new Map([
  ['forbidden', 'your role may not do this; ask a colleague whose role may.'],
  ['own_case', 'it is your own application; a colleague has to handle it.'],
  ['claimed_by_other', 'a colleague has claimed it; ask them, or a supervisor to release it.'],
  ['second_person_required', 'you approved it yourself; the second approval is for another person.'],
  ['version_conflict', 'it has just changed; look at it again, then decide.'],
  ['illegal_transition', 'it does not stand where this is possible.'],
  ['unverified_order', 'whose order it is has not been proven; verify that in the console first.'],
  ['nothing_refundable', 'nothing is left of the order to refund.'],
  ['amount_exceeds_refundable', 'that is more than can still be refunded; look at it again.'],
  ['partial_needs_offer', 'what can be refunded has changed; look at it again, then decide.'],
  ['refund_window_closed', 'WeChat Pay refunds within 365 days of the payment; settle it another way.'],
  ['case_not_found', 'there is no case of that number.'],
  ['busy', 'others are changing it just now; nothing was done. Try again.'],
]);

const about = ({ kase, refundableFen }: StaffCaseView): string[] => [
  `${kase.caseNo} ${statuses[kase.status]}`,
  `Order: ${orderWords(kase.order, kase.order.paidFen)}${
    refundableFen === null ? ', not proven whose' : `, refundable ${formatYuan(refundableFen)}`
  }`,
];

const words = ({ kase: { caseNo }, commands }: StaffCaseView): string => {
  const possible = [
    ...(commands.includes('claim') ? [`claim ${caseNo}`] : []),
    ...(commands.includes('reply') ? [`reply ${caseNo} text`] : []),
    ...(commands.includes('approve') || commands.includes('second_approve') ? [`approve ${caseNo}`] : []),
  ];
  return possible.length === 0
    ? 'There is nothing you can do about it from WeChat now.'
    : `You can send:\n${possible.join('\n')}`;
};

export const staffChat: StaffChatTexts = {
  bound: (name) =>
    `Hello ${oneLine(name, 40)}, this WeChat now belongs to your staff account.\nYou can send: queue, a case number, claim NUMBER, reply NUMBER text, approve NUMBER.\nSend unbind to end it at any time.`,
  notices: {
    code_not_valid:
      'That code is not valid. Get a new one and try again; after several wrong ones, wait an hour.',
    unbound: 'This WeChat no longer belongs to your staff account and can work on no cases.',
    not_bound: 'This WeChat belongs to no staff account.',
    no_second_factor:
      'Decisions about money are confirmed with a code. Set up the second factor on your page in the console first.',
  },
  queue: (cases, hasMore, now) =>
    cases.length === 0
      ? 'No case waits for you at the moment.'
      : [
          ...cases.map((kase, index) => listed(kase, index + 1, now)),
          hasMore ? 'See the console for the others.' : '',
          'Send a case number to read it.',
        ]
          .filter((line) => line !== '')
          .join('\n'),
  case: (view) =>
    [
      ...about(view),
      `Asked: ${reasons[view.kase.reason.category]}; ${oneLine(view.kase.reason.text, 60)}`,
      fitBytes(view.explanation, EXPLANATION_MAX_BYTES),
      `Answer due ${nearDay(view.kase.deadlines.reviewBy)}; ${
        view.kase.assignee === null ? 'nobody has claimed it' : `with ${oneLine(view.kase.assignee, 40)}`
      }`,
      words(view),
    ].join('\n'),
  said: {
    claimed: (caseNo) => `Case ${caseNo} is yours.`,
    replied: (caseNo) => `Your answer is on its way to the customer of ${caseNo}; the case says how it went.`,
    text_empty: (caseNo) =>
      `Write what the customer is to read behind the number: reply ${caseNo} We have your picture.`,
    text_too_long: (caseNo) =>
      `Too long: a message has at most 500 characters, fewer where many are emoji. Nothing was sent to the customer of ${caseNo}; send it in parts.`,
  },
  confirm: (view, { amountFen, command, version }, changed) =>
    [
      ...(changed ? ['The case has just changed; nothing was done. This is how it stands now:'] : []),
      ...about(view),
      `${command === 'approve' ? 'Refund' : 'Second approval: refund'} ${formatYuan(amountFen)} (version ${String(version)} of the case)`,
      'To confirm, reply with your 6-digit code within 5 minutes; anything else cancels it.',
    ].join('\n'),
  wrongCode: (left) =>
    `The code is wrong or was used already; nothing was done. Tries left: ${String(left)}. Wait for the next code.`,
  confirmationEnded: (why, caseNo) =>
    why === 'expired'
      ? `The time to confirm is over; nothing was done. To approve it all the same, send approve ${caseNo} again.`
      : `Too many wrong codes; nothing was done. Send approve ${caseNo} again later.`,
  note: 'Confirmed in WeChat with a 6-digit code',
  approved: ({ caseNo, status }, amountFen) =>
    status === 'awaiting_second_approval'
      ? `Case ${caseNo}: refund of ${formatYuan(amountFen)} approved; a colleague has to agree.`
      : `Case ${caseNo}: refund of ${formatYuan(amountFen)} approved; it is paid next.`,
  refused: (caseNo, code) => `Case ${caseNo}: ${refusals.get(code) ?? 'nothing was done; see the console.'}`,
};
