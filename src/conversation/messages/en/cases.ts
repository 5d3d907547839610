import { formatYuan } from '../../../domain/money.ts';
import { oneLine } from '../../plain-text.ts';
import type { NextStep } from '../../next-step.ts';
import type { CaseTexts } from '../texts.ts';
import { accountName } from './accounts.ts';
import { couponLines } from './coupons.ts';
import { byEndOf, count, nearDay, orderWords, pastDay, promisedBy, yourDeadline } from './format.ts';
import { statuses } from './labels.ts';

const next = (step: NextStep, now: number): string => {
  switch (step.kind) {
    case 'we_answer':
      return weAnswer(step);
    case 'you_inform':
      return `We are waiting for information from you: ${oneLine(step.what, 120)}\nJust reply here with text or pictures, ${yourDeadline(step.until)}.`;
    case 'you_answer_offer':
      return `We are waiting for your answer to our offer of ${formatYuan(step.amountFen)}, ${yourDeadline(step.until)}.\nReply “accept”, “decline”, or the amount you have in mind (in yuan); if you disagree altogether, reply “appeal”.`;
    case 'we_answer_anew':
      return 'The offer has lapsed. We are looking at your application again and will answer you soon.';
    case 'we_prepare_payment':
      return 'We are arranging the refund and will let you know as soon as it is confirmed.';
    case 'money_on_its_way':
      return moneyOnItsWay(step);
    case 'paid':
      return [
        `${formatYuan(step.amountFen)} refunded${step.at === null ? '' : ` on ${pastDay(step.at, now)}`}${
          step.account === null ? '' : ` (${oneLine(accountName(step.account), 40)})`
        }.`,
        ...couponLines(step.amountFen, step.couponFen),
      ].join('\n');
    case 'you_may_appeal':
      return `If you disagree, you can appeal ${yourDeadline(step.until)}. Reply “appeal” to do so.`;
    case 'you_may_reopen':
      return `It is opened again as soon as you give us this, ${yourDeadline(step.until)}: ${oneLine(step.what, 120)}\nJust reply here with pictures or text.`;
    case 'you_may_apply_again':
      return 'If you change your mind, reply “refund” to apply again.';
    case 'ended':
      return '';
  }
};

const weAnswer = (step: Extract<NextStep, { kind: 'we_answer' }>): string => {
  const appeal = step.mayAppeal ? '\nYou can also reply “appeal” to bring in a supervisor.' : '';
  if (step.late)
    return `Our answer was due ${byEndOf(step.by)} and is late. We are very sorry, and are dealing with it as a matter of urgency.${appeal}`;
  const who = step.onAppeal
    ? 'A supervisor who had no part in the decision is looking at it again and'
    : 'It is with our staff, who';
  return `${who} will answer you ${promisedBy(step.by, step.provisional)}.${appeal}`;
};

const moneyOnItsWay = (step: Extract<NextStep, { kind: 'money_on_its_way' }>): string => {
  const amount = `${formatYuan(step.amountFen)} approved; it goes back the way you paid.`;
  if (step.late)
    return `${amount}\nIt is later than we promised. We are very sorry, and are dealing with it as a matter of urgency.`;
  const dates = [
    ...(step.refundBy === null ? [] : [`we send it ${promisedBy(step.refundBy, step.provisional)}`]),
    ...(step.arrivalBy === null ? [] : [`it arrives by ${nearDay(step.arrivalBy)} at the latest`]),
  ];
  if (dates.length === 0) return amount;
  const sentence = dates.join('; ');
  return `${amount}\n${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
};

export const cases: CaseTexts = {
  statuses,
  next,
  noCases: 'You have no refund applications yet. Reply “refund” to begin one.',
  progressHead: (total) => `You have ${count(total, 'application')}:`,
  progress: (kase, step, now) =>
    [
      `${kase.caseNo} ${statuses[kase.status]}`,
      `Order: ${orderWords(kase.order, kase.order.paidFen)}, applied for on ${pastDay(kase.openedAt, now)}`,
      ...(kase.verified ? [] : ['The order is still to be checked.']),
      next(step, now),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  more: (more) =>
    `There ${more === 1 ? 'is 1 earlier application' : `are ${String(more)} earlier applications`}; reply “agent” to ask about ${more === 1 ? 'it' : 'them'}.`,
};
