import type { NoticeOutcome } from '../../../domain/case/notice.ts';
import { formatYuan } from '../../../domain/money.ts';
import { chinaDate, chinaMinute } from '../../../domain/time.ts';
import { oneLine } from '../../plain-text.ts';
import type { NoticeTexts } from '../texts.ts';
import { accountName } from './accounts.ts';
import { contactLine } from './contact.ts';
import { couponLines } from './coupons.ts';
import {
  fullMinute,
  inEnglish,
  nearDay,
  orderWords,
  plainClause,
  promisedBy,
  yourDeadline,
} from './format.ts';

const order = (kase: Parameters<NoticeTexts['received']>[0]): string =>
  `Order: ${orderWords(kase.order, kase.order.paidFen)}`;

const outcomes: Readonly<Record<NoticeOutcome, string>> = {
  approved: 'Approved',
  rejected: 'Declined',
  upheld: 'Decision stands',
  lapsed: 'Ended for now',
  settled_outside: 'Refunded',
  information: 'Waiting for you',
  information_reminder: 'Waiting for you',
  offer: 'Waiting for you',
  offer_reminder: 'Waiting for you',
  offer_withdrawn: 'In review again',
  offer_lapsed: 'In review again',
  not_approved: 'In review again',
};

/** A template's text field takes 20 characters. */
const remarks: Readonly<Record<NoticeOutcome, string>> = {
  approved: 'Refund in progress',
  rejected: 'You can still appeal',
  upheld: 'Mediation: 12315',
  lapsed: 'A reply reopens it',
  settled_outside: 'Paid in another way',
  information: 'Please reply in chat',
  information_reminder: 'Please reply in chat',
  offer: 'Reply accept/decline',
  offer_reminder: 'Reply accept/decline',
  offer_withdrawn: 'A new answer follows',
  offer_lapsed: 'A new answer follows',
  not_approved: 'A new answer follows',
};

export const notices: NoticeTexts = {
  received: (kase) =>
    [
      'We have received your refund application.',
      `Case number: ${kase.caseNo}`,
      order(kase),
      ...(kase.verified
        ? []
        : ['The order has not been matched to your account yet; our staff will check it first.']),
      `We will answer you ${promisedBy(kase.deadlines.reviewBy, kase.deadlines.provisional)}.`,
      'Reply “status” at any time to see where it stands.',
    ].join('\n'),
  approved: (kase, amountFen, message) => {
    const { refundBy, arrivalBy, provisional } = kase.deadlines;
    return [
      `Good news: your refund application ${kase.caseNo} has been approved.`,
      order(kase),
      `Amount approved: ${formatYuan(amountFen)}`,
      'The money goes back the way you paid. We are arranging it now and will tell you once it has been sent.',
      ...(refundBy === null ? [] : [`We expect to send it ${promisedBy(refundBy, provisional)}.`]),
      ...(arrivalBy === null
        ? []
        : [`It arrives by ${nearDay(arrivalBy)} at the latest, as your bank or WeChat books it.`]),
      ...(message === '' ? [] : [`A message from our staff: ${message}`]),
    ].join('\n');
  },
  rejected: (kase, { clauses, message, appealBy, contact, url }) =>
    [
      `We have reviewed your refund application ${kase.caseNo} and cannot approve it. We are sorry to disappoint you.`,
      order(kase),
      'Clauses of our refund policy it rests on:',
      ...clauses.map((clause) =>
        clause.text === '' ? clause.id : `${clause.id} ${plainClause(clause.text)}`,
      ),
      ...(message === '' ? [] : [`From our staff: ${message}`]),
      `If you disagree, you can appeal ${yourDeadline(appealBy)}: reply “appeal” here, or contact customer service ${contactLine(contact)} with your case number (policy 8.1).`,
      `The full policy: ${inEnglish(url)}`,
    ].join('\n'),
  refunded: (kase, { amountFen, couponFen, at, account }) =>
    [
      `Your refund ${kase.caseNo} has been sent.`,
      order(kase),
      `Amount refunded: ${formatYuan(amountFen)}`,
      ...couponLines(amountFen, couponFen),
      ...(account === null || account === '' ? [] : [`To: ${oneLine(accountName(account), 40)}`]),
      ...(at === null ? [] : [`Sent on: ${fullMinute(at)} (Beijing time)`]),
      'If it goes to a bank card, your bank decides when it shows. Thank you for your patience.',
    ].join('\n'),
  movedOn: (kase) => `There is news about your refund application ${kase.caseNo}. Reply “status” to see it.`,
  outcome: (kind, outcome) => {
    if (kind === 'received') return 'In review';
    return kind === 'refunded' ? 'Refunded' : outcomes[outcome ?? 'approved'];
  },
  remark: (kind, outcome) => {
    if (kind === 'received') return 'Reply status anytime';
    return kind === 'refunded' ? 'Bank timing may vary' : remarks[outcome ?? 'approved'];
  },
  couponRemark: (ownFen) => `${formatYuan(ownFen)} in money`,
  clauseList: (ids) => {
    if (ids.length === 0) return '';
    return ids.length > 3 ? ids.join(' ') : `Policy ${ids.join(', ')}`;
  },
  originalChannel: 'Original channel',
  unknown: 'To be confirmed',
  dateField: chinaDate,
  timeField: chinaMinute,
};
