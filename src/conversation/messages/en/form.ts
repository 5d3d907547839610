import { DESCRIPTION_MAX_CHARS, EVIDENCE_MAX } from '../../../domain/reason.ts';
import { formatYuan } from '../../../domain/money.ts';
import { oneLine } from '../../plain-text.ts';
import type { StepId } from '../../state.ts';
import type { FormTexts } from '../texts.ts';
import { reasons } from './labels.ts';
import { count, orderWords, pastDay, promisedBy } from './format.ts';

const list = (lines: readonly string[]): string =>
  lines.map((line, position) => `${String(position + 1)}. ${line}`).join('\n');

const orderLabel: FormTexts['orderLabel'] = (order, now) =>
  `${oneLine(order.description, 20)} ${formatYuan(order.amountFen)}, ${pastDay(order.paidAt, now)}`;

const orderNote = (order: { openCaseNo: string | null; refundableFen: number }): string => {
  if (order.openCaseNo !== null) return ' (already applied for)';
  return order.refundableFen <= 0 ? ' (refunded in full)' : '';
};

const otherOrder = 'Another order';

const headings: Readonly<Record<StepId, string>> = {
  order: '[1/5 Choose the order]',
  order_number: '[1/5 Order number]',
  reason: '[2/5 Reason]',
  description: '[3/5 What happened]',
  evidence: '[4/5 Pictures]',
  summary: '[5/5 Check and submit]',
};

const howToAnswer: Readonly<Record<StepId, string>> = {
  order: 'reply with the number in front of the order, for example 1',
  order_number: 'reply with the transaction number or the merchant order number',
  reason: 'reply with the number in front of the reason, for example 1',
  description: `tell us what happened, in 1–${String(DESCRIPTION_MAX_CHARS)} characters`,
  evidence: 'send pictures; “skip” or “done” takes you to the next step',
  summary: '“confirm” submits your application; “edit 1”, “edit 2”, “edit 3” or “edit 4” changes that line',
};

const examples: Readonly<Record<StepId, string>> = {
  order: 'For example: to choose the first order, reply 1',
  order_number: 'For example: 4200001234202611201234567890',
  reason: 'For example: if the first reason is yours, reply 1',
  description:
    'For example: I have not been able to log in since I bought it, not even after reinstalling, so I have never used it.',
  evidence: 'For example: tap “+”, then “Album” and send a screenshot; without any picture reply “skip”',
  summary: 'For example: if everything is right, reply “confirm”; to change what happened, reply “edit 3”',
};

const retries: Readonly<Record<StepId, string>> = {
  order: 'We could not find that order. Please reply with a number from the list.',
  order_number:
    'That does not look like an order number. It has 6–32 digits or letters; please check it once more.',
  reason: 'We could not find that choice. Please reply with a number from the list.',
  description: 'Please describe briefly, as text, what happened.',
  evidence: 'Please send pictures at this step. Reply “skip” if you have none, or “done” when all are sent.',
  summary:
    'Please check your application: reply “confirm” if it is right, or “edit 1”, “edit 2”, “edit 3” or “edit 4” to change that line.',
};

export const form: FormTexts = {
  orderLabel,
  otherOrder,
  askOrder: (orders, now) =>
    [
      headings.order,
      'Which order would you like refunded?',
      list([...orders.map((order) => `${orderLabel(order, now)}${orderNote(order)}`), otherOrder]),
      'Reply with its number.',
    ].join('\n'),
  orderTaken: (caseNo) =>
    `You already have an application for this order that is not closed yet, case ${caseNo}; please do not apply again. Reply “status” to see where it stands.`,
  orderFullyRefunded:
    'This order has been refunded in full; nothing of it is left to refund. Reply “agent” if you have a question.',
  orderGone: 'Your list of orders has changed. Please choose again.',
  noOrders: 'We could not find any order of yours with this account yet.',
  askOrderNumber: [
    headings.order_number,
    'Please reply with the payment’s transaction number or its merchant order number.',
    'Where to find them: WeChat → Me → Services → Wallet → Transactions. Open the payment; press and hold a number to copy it.',
  ].join('\n'),
  orderForeign:
    'This order was paid for from another WeChat account. To protect the payer, please apply from the account that paid. Reply “agent” if you have a question.',
  orderUnverified: (number) =>
    `We cannot check order ${oneLine(number, 32)} just now. We will take your application, and our staff will check the order first. Please go on.`,
  reasons,
  askReason: (labels) =>
    [headings.reason, 'Why would you like a refund?', list(labels), 'Reply with its number.'].join('\n'),
  askDescription: [
    headings.description,
    `Please tell us what happened, in 1–${String(DESCRIPTION_MAX_CHARS)} characters and in one message.`,
  ].join('\n'),
  askEvidence: (kept) =>
    [
      headings.evidence,
      kept === 0
        ? `Please send screenshots or photos that show it, ${String(EVIDENCE_MAX)} at most.`
        : `We have ${count(kept, 'picture')}, of ${String(EVIDENCE_MAX)} at most. You can send more, or reply “clear” to choose them anew.`,
      'Reply “done” when all are sent, or “skip” if you have none.',
    ].join('\n'),
  evidenceReceived: (received) =>
    `Picture ${String(received)} received (${String(EVIDENCE_MAX)} at most). Send more, or reply “done”.`,
  evidenceFull: `That makes ${String(EVIDENCE_MAX)} pictures, the most we can take.`,
  evidenceCleared: 'The earlier pictures have been removed.',
  askSummary: ({ order, category, text, evidence }, _now, reply) =>
    [
      headings.summary,
      `1. Order: ${order === null ? '—' : orderWords(order, order.amountFen)}${order?.matched === false ? ' (to be checked)' : ''}`,
      `2. Reason: ${category === null ? '—' : reasons[category]}`,
      `3. What happened: ${oneLine(text ?? '—', 120)}`,
      `4. Pictures: ${evidence.length === 0 ? 'none' : String(evidence.length)}`,
      '',
      `If all is right, reply “confirm”: we will answer you ${promisedBy(reply.at, reply.provisional)}.`,
      'To change a line, reply “edit 1”, “edit 2”, “edit 3” or “edit 4”.',
    ].join('\n'),
  retry: (step, chars) =>
    step === 'description' && chars > DESCRIPTION_MAX_CHARS
      ? `Please use at most ${String(DESCRIPTION_MAX_CHARS)} characters: your message has ${String(chars)}. Could you shorten it and send it again?`
      : retries[step],
  wordNotNow: 'That word does nothing at this step.',
  example: (step) => examples[step],
  offerAgent: 'If you would rather not fill this in, reply “agent” and our customer service will help you.',
  tapOfEarlierQuestion: 'You tapped a choice of an earlier question. This is the one to answer now:',
  pictureNotNow: (step, kept) => {
    if (step !== 'summary') return 'Pictures come later, at the step “Pictures”; please send it again then.';
    return kept >= EVIDENCE_MAX
      ? `Your application already has ${String(EVIDENCE_MAX)} pictures, so this one was not added. Reply “edit 4” to choose others.`
      : 'This picture has not been added yet. To add pictures, reply “edit 4” first, then send them.';
  },
  askResume:
    'You have an application that is not submitted yet:\n1. Continue\n2. Start again\nReply with its number.',
  resumeContinue: 'Continue',
  resumeRestart: 'Start again',
  resumeRetry: 'Please reply 1 or 2.',
  restarted: 'All right, let us start again.',
  cancelled:
    'All right, this application is cancelled and nothing you filled in is kept. Reply “refund” whenever you need us.',
  firstStep: 'This is the first step. Reply “cancel” if you do not want to go on.',
  stale: (why) =>
    why === 'age'
      ? 'Your earlier application was left for more than 7 days and has expired. Please fill it in again; we are sorry for the trouble.'
      : 'Our form has changed, and what you filled in before cannot be carried over. Please fill it in again; we are sorry for the trouble.',
  help: (step) =>
    [
      headings[step],
      `What you can do now: ${howToAnswer[step]}.`,
      'At any time you can reply:',
      '“back” (the step before), “cancel” (give up this application), “restart” (from the beginning)',
      '“status”, “policy”, “agent” (customer service)',
    ].join('\n'),
};
