import type { OfferLine } from '../../../domain/case/offer.ts';
import { formatYuan } from '../../../domain/money.ts';
import type { RequestTexts } from '../texts.ts';
import { contactLine } from './contact.ts';
import { inEnglish, orderWords, plainClause, promisedBy, yourDeadline } from './format.ts';

const signed = (amountFen: number): string =>
  amountFen < 0 ? `−${formatYuan(-amountFen)}` : `+${formatYuan(amountFen)}`;

/** What is taken off, be it nothing. */
const less = (amountFen: number): string => `−${formatYuan(-amountFen)}`;

const paidParts: RequestTexts['paidParts'] = (paidFen, payerFen) =>
  payerFen === paidFen ? null : `${formatYuan(payerFen)} paid, ${formatYuan(paidFen - payerFen)} by coupons`;

const partsOf = ({ amountFen, payerFen }: OfferLine): string | null =>
  payerFen === undefined ? null : paidParts(amountFen, payerFen);

const offerLine = (line: OfferLine): string => {
  const { kind, amountFen, quota } = line;
  switch (kind) {
    case 'paid': {
      const parts = partsOf(line);
      return parts === null ? `paid ${formatYuan(amountFen)}` : `price ${formatYuan(amountFen)} (${parts})`;
    }
    case 'used':
      return `used${quota === null ? '' : ` ${String(quota.used)}/${String(quota.total)}`} ${less(amountFen)}`;
    case 'refunded':
      return `refunded before ${less(amountFen)}`;
    case 'adjustment':
      return `adjusted by ${signed(amountFen)}`;
  }
};

const order = (kase: Parameters<RequestTexts['lapsed']>[0]): string =>
  `Order: ${orderWords(kase.order, kase.order.paidFen)}`;

const nextAnswer = (kase: Parameters<RequestTexts['lapsed']>[0]): string =>
  `You will have a new answer ${promisedBy(kase.deadlines.reviewBy, kase.deadlines.provisional)}.`;

const ended = {
  offer_withdrawn: 'We have withdrawn the offer we made you',
  offer_lapsed: 'The offer we made you has lapsed without your answer',
  not_approved: 'We are sorry: the offer you accepted did not pass our internal check and cannot be paid',
} as const;

export const requests: RequestTexts = {
  information: (kase, { message, lapsesAt }, isReminder) =>
    [
      isReminder
        ? `A reminder: your refund application ${kase.caseNo} is still waiting for information from you.`
        : `We need some information from you for your refund application ${kase.caseNo}.`,
      order(kase),
      `What we need: ${message}`,
      `Just reply here with text or pictures, ${yourDeadline(lapsesAt)}. Our review time does not run while we wait for you.`,
    ].join('\n'),
  offer: (kase, { amountFen, lines, lapsesAt }, message, isReminder) =>
    [
      isReminder
        ? `A reminder: our offer for your refund application ${kase.caseNo} is waiting for your answer.`
        : `We can make you this offer for your refund application ${kase.caseNo}.`,
      order(kase),
      `Amount: ${formatYuan(amountFen)}`,
      `Calculation: ${lines.map(offerLine).join(', ')}`,
      ...(lines.some((line) => partsOf(line) !== null)
        ? ['The part that coupons paid is handled by WeChat Pay’s rules and may not come back as money.']
        : []),
      ...(message === '' ? [] : [`A message from our staff: ${message}`]),
      'Reply “accept” to be paid this amount; “decline”, or the amount you have in mind (in yuan, e.g. 88.00), to go on negotiating.',
      `Please answer ${yourDeadline(lapsesAt)}. If you disagree altogether, reply “appeal”.`,
    ].join('\n'),
  offerLines: (lines) => lines.map(offerLine),
  paidParts,
  offerEnded: (kase, outcome, message) =>
    [
      `${ended[outcome]} (application ${kase.caseNo}).`,
      ...(message === '' ? [] : [`From our staff: ${message}`]),
      nextAnswer(kase),
    ].join('\n'),
  lapsed: (kase) =>
    [
      `Your refund application ${kase.caseNo} has ended for now, because the information we asked for did not come.`,
      order(kase),
      'Reply here with it within 30 days, and the application is open again.',
    ].join('\n'),
  upheld: (kase, { clauses, message, contact, url }) =>
    [
      `Your appeal (application ${kase.caseNo}) has been looked at by a supervisor who had no part in the decision, and the decision stands. We are sorry to disappoint you.`,
      order(kase),
      'Clauses of our refund policy it rests on:',
      ...clauses.map((clause) =>
        clause.text === '' ? clause.id : `${clause.id} ${plainClause(clause.text)}`,
      ),
      ...(message === '' ? [] : [`From the supervisor: ${message}`]),
      `If you still disagree, you can ask a third party to mediate, for example the 12315 consumer hotline (policy 8.3). For the complete case file, contact customer service ${contactLine(contact)}.`,
      `The full policy: ${inEnglish(url)}`,
    ].join('\n'),
  settledOutside: (kase, amountFen) =>
    [
      `Your refund ${kase.caseNo} has been paid in another way.`,
      order(kase),
      ...(amountFen === null ? [] : [`Amount: ${formatYuan(amountFen)}`]),
      'It could not go back the way you paid, so our staff have paid you otherwise. If nothing has reached you, reply “agent”.',
    ].join('\n'),
  message: (kase, text) => `${text}\n(Customer service, about refund application ${kase.caseNo})`,
};
