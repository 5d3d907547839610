import { DESCRIPTION_MAX_CHARS, EVIDENCE_MAX } from '../../../domain/reason.ts';
import { formatYuan } from '../../../domain/money.ts';
import type { Case } from '../../../domain/case/state.ts';
import type { AmountFault } from '../../amount.ts';
import { oneLine } from '../../plain-text.ts';
import type { Ask, AskFlow } from '../../state.ts';
import type { AskTexts } from '../ask-texts.ts';
import { mediationLine } from './contact.ts';
import { byEndOf, count, orderWords, promisedBy, yourDeadline } from './format.ts';

const names: Readonly<Record<AskFlow, string>> = {
  offer: 'answer to our offer',
  information: 'addition to your application',
  withdraw: 'withdrawal',
  appeal: 'appeal',
};

const order = (kase: Case): string => `Order: ${orderWords(kase.order, kase.order.paidFen)}`;

const against = (about: string): string => {
  if (about === 'missed_review') return 'our missing the date of the answer';
  return about.startsWith('offer-') ? 'our offer' : 'the refusal';
};

const said = ({ said: { text, evidence } }: Ask, maxChars: number): string =>
  [
    text === null ? '' : `“${oneLine(text, maxChars)}”`,
    evidence.length === 0 ? '' : count(evidence.length, 'picture'),
  ]
    .filter((part) => part !== '')
    .join(', ');

const answerWords = ({ answer }: Ask): string => {
  switch (answer?.kind) {
    case 'accept':
      return 'Which offer would you like to accept?';
    case 'counter':
      return `Which offer are the ${formatYuan(answer.amountFen)} you have in mind about?`;
    default:
      return 'Which offer would you like to decline?';
  }
};

const which = (ask: Ask): string => {
  switch (ask.flow) {
    case 'offer':
      return answerWords(ask);
    case 'information':
      return `Which application is this for: ${said(ask, 40)}?`;
    case 'withdraw':
      return 'Which application would you like to withdraw?';
    case 'appeal':
      return 'Which application is your appeal about?';
  }
};

const confirm: AskTexts['confirm'] = (ask, kase, offer, reply) => {
  const head = [`Application ${kase.caseNo}`, order(kase)];
  switch (ask.flow) {
    case 'offer':
      return [
        'Is this the offer your answer is about?',
        ...head,
        ...(offer === null
          ? []
          : [`Amount: ${formatYuan(offer.amountFen)}; it stands ${yourDeadline(offer.lapsesAt)}`]),
        `Reply “confirm” to ${ask.answer?.kind === 'accept' ? 'accept it' : 'give your answer'}, or “cancel” to leave it open.`,
      ].join('\n');
    case 'information':
      return [
        'Shall we add this to your application?',
        ...head,
        `You wrote: ${said(ask, 200)}`,
        'Reply “confirm” to add it, or send more first; “cancel” if it was not meant for us.',
      ].join('\n');
    case 'withdraw':
      return [
        'Please confirm that you want to withdraw this application:',
        ...head,
        'We then stop working on it, and it cannot be taken up again; you can still apply anew later.',
        'Reply “confirm” to withdraw it, or “cancel” to keep it.',
      ].join('\n');
    case 'appeal':
      return [
        'Please check your appeal:',
        ...head,
        `Against: ${against(ask.chosen?.about ?? '')}`,
        `Your reasons: ${said(ask, 200)}`,
        ...(ask.chosen?.about?.startsWith('offer-') === true
          ? ['Once you have appealed, the offer no longer stands.']
          : []),
        `If all is right, reply “confirm”: a supervisor who had no part in the decision will answer you ${promisedBy(reply.at, reply.provisional)}. To change your reasons, reply “back”.`,
      ].join('\n');
  }
};

const faults: Readonly<Record<AmountFault, string>> = {
  zero: 'The amount has to be more than 0.',
  negative: 'The amount cannot be negative.',
  decimals: 'The amount can have two decimals at most.',
  too_much: 'That amount is too large.',
  malformed: 'Sorry, we could not read that amount.',
};

export const asks: AskTexts = {
  caseLabel: (flow, kase, about, offer) => {
    const { description, outTradeNo, paidFen } = kase.order;
    const name = oneLine(description === '' ? outTradeNo : description, 18);
    const amount = paidFen === null ? '' : ` ${formatYuan(paidFen)}`;
    const more = {
      offer: offer === null ? '' : `: we offer ${formatYuan(offer.amountFen)}`,
      information: kase.information === null ? '' : `: ${oneLine(kase.information.message, 16)}`,
      withdraw: '',
      appeal: about === null ? '' : `: ${against(about)}`,
    };
    return `${kase.caseNo} ${name}${amount}${more[flow]}`;
  },
  whichCase: (ask, labels) =>
    [
      which(ask),
      ...labels.map((label, position) => `${String(position + 1)}. ${label}`),
      'Reply with its number, or “cancel”.',
    ].join('\n'),
  askReason: (kase, about, pictures) =>
    [
      `Appeal: application ${kase.caseNo}, against ${against(about)}`,
      order(kase),
      `Please tell us why you disagree, in 1–${String(DESCRIPTION_MAX_CHARS)} characters and in one message; if you have pictures, send them first.`,
      ...(pictures === 0 ? [] : [`We have ${count(pictures, 'picture')}.`]),
    ].join('\n'),
  confirm,
  retryCase: 'We could not find that application. Please reply with a number from the list.',
  retryConfirm: 'Please reply “confirm” or “cancel”.',
  retryReason: (chars) =>
    chars > DESCRIPTION_MAX_CHARS
      ? `Please use at most ${String(DESCRIPTION_MAX_CHARS)} characters: your message has ${String(chars)}. Could you shorten it and send it again?`
      : 'Please tell us your reasons in words.',
  informationTooLong:
    'That is too long for one go. Reply “confirm” first to add what you have sent so far, then send the rest.',
  pictureNotNow: 'Pictures are not needed at this step.',
  pictureKept: (kept) => `Picture ${String(kept)} received (${String(EVIDENCE_MAX)} at most).`,
  changed: 'Things have changed meanwhile; please check again.',
  gone: 'Your application has changed meanwhile, and nothing has been done. Reply “status” to see where it stands.',
  firstStep: 'This is the first step. Reply “cancel” if you do not want to go on.',
  cancelled: (flow) => `All right, your ${names[flow]} is cancelled and nothing has changed.`,
  stale: (flow) =>
    `Your ${names[flow]} was left unfinished for more than 24 hours and has been dropped; nothing has changed.`,
  help: ({ flow, step }) =>
    [
      `This is about your ${names[flow]}.`,
      {
        case: 'What you can do now: reply with the number before the application, for example 1.',
        reason: `What you can do now: tell us your reasons in 1–${String(DESCRIPTION_MAX_CHARS)} characters; send any pictures first.`,
        confirm: 'What you can do now: reply “confirm”.',
      }[step],
      'At any time you can reply: “back” (the step before), “cancel” (stop), “restart” (from the beginning), “agent” (customer service).',
    ].join('\n'),
  none: (flow, { parameters }) =>
    ({
      offer: 'There is no offer waiting for your answer at the moment.',
      information: 'We are not waiting for any information from you at the moment.',
      withdraw:
        'There is no application you can withdraw at the moment: one that is being paid or has ended cannot be withdrawn.',
      appeal: `There is nothing you can appeal against at the moment. You can appeal within ${count(parameters.appealDays, 'day')} of a refusal, while an offer of ours stands, or when we have missed the date of our answer.`,
    })[flow],
  noAppeal: (why, { contact }) => {
    const { caseNo, deadlines } = why.kase;
    switch (why.kind) {
      case 'in_progress':
        return `Your appeal about application ${caseNo} is with a supervisor, who will answer you ${promisedBy(deadlines.reviewBy, deadlines.provisional)}; there is no need to appeal again.`;
      case 'appealed_before':
        return `You have appealed about application ${caseNo} already, which can be done only once. ${mediationLine(contact)}`;
      case 'too_late':
        return `Application ${caseNo} could be appealed ${byEndOf(why.appealBy)}; that time is over. ${mediationLine(contact)}`;
    }
  },
  amountFault: (fault) =>
    `${faults[fault]} Your answer has not been passed on. Reply with the amount you have in mind (in yuan, e.g. 88.00), or “accept” or “decline”.`,
  offerWaits:
    'An offer of ours is waiting for your answer: reply “accept”, “decline”, or the amount you have in mind (in yuan, e.g. 88.00).',
};
