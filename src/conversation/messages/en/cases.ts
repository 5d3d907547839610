import { formatYuan } from '../../../domain/money.ts';
import { oneLine } from '../../plain-text.ts';
import type { NextStep } from '../../next-step.ts';
import type { CaseTexts } from '../texts.ts';
import { accountName } from './accounts.ts';
import { byEndOf, count, nearDay, orderWords, pastDay, promisedBy, yourDeadline } from './format.ts';
import { statuses } from './labels.ts';

const next = (step: NextStep, now: number): string => {
  switch (step.kind) {
    case 'we_answer':
      return step.late
        ? `Our answer was due ${byEndOf(step.by)} and is late. We are very sorry, and are dealing with it as a matter of urgency.`
        : `It is with our staff, who will answer you ${promisedBy(step.by, step.provisional)}.`;
    case 'you_inform':
      return 'We are waiting for information from you. Reply “agent” to give it to customer service.';
    case 'you_answer_offer':
      return 'We are waiting for your answer to our offer. Reply “agent” to tell customer service.';
    case 'we_prepare_payment':
      return 'We are arranging the refund and will let you know as soon as it is confirmed.';
    case 'money_on_its_way':
      return moneyOnItsWay(step);
    case 'paid':
      return `${formatYuan(step.amountFen)} refunded${step.at === null ? '' : ` on ${pastDay(step.at, now)}`}${
        step.account === null ? '' : ` (${oneLine(accountName(step.account), 40)})`
      }.`;
    case 'you_may_appeal':
      return `If you disagree, you can appeal ${yourDeadline(step.until)}. Reply “appeal” to see how.`;
    case 'ended':
      return '';
  }
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
