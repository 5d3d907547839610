import { formatYuan } from '../../../domain/money.ts';
import type { CaseCommand, CaseCommandRefusal } from '../../types.ts';
import type { AnswerTexts } from '../ask-texts.ts';
import { contactLine, mediationLine } from './contact.ts';
import { byEndOf } from './format.ts';

type Contact = Parameters<typeof contactLine>[0];

const tooMuch = (command: CaseCommand): string =>
  command.type === 'answer_offer' &&
  command.answer.kind === 'counter' &&
  command.answer.amountFen !== command.offeredFen
    ? `${formatYuan(command.answer.amountFen)} is more than can be refunded of this order, and has not been passed on. Please reply with a lower amount, or “accept” (${formatYuan(command.offeredFen)}) or “decline”.`
    : 'We are sorry: not enough of this order is left to refund, so this offer cannot be paid, and nothing has been. We will look at it again and let you know; reply “status” to see where it stands.';

const belowOffer = (command: CaseCommand): string =>
  command.type === 'answer_offer' && command.answer.kind === 'counter'
    ? `${formatYuan(command.answer.amountFen)} is less than the ${formatYuan(command.offeredFen)} we offer, and has not been passed on. Reply “accept” to be paid ${formatYuan(command.offeredFen)}, or a higher amount if you hope for more.`
    : 'That is less than we offer, and has not been passed on.';

const tooLate = (command: CaseCommand, contact: Contact): string =>
  `${
    command.type === 'appeal' && command.appealBy !== null
      ? `It could be appealed ${byEndOf(command.appealBy)}, and that time is over`
      : 'The time to appeal is over'
  }; your appeal has not been taken. ${mediationLine(contact)}`;

const why = (command: CaseCommand, code: CaseCommandRefusal, contact: Contact): string => {
  switch (code) {
    case 'no_open_offer':
      return 'This offer no longer stands: it may have lapsed, been withdrawn or been answered already. Your answer has changed nothing. Reply “status” to see where it stands.';
    case 'below_offer':
      return belowOffer(command);
    case 'amount_exceeds_refundable':
      return tooMuch(command);
    case 'refund_window_closed':
      return `The payment is more than a year old, and WeChat Pay can no longer send it back, so the offer has not been carried out. Reply “agent”, or contact customer service ${contactLine(contact)}, and we will find another way.`;
    case 'nothing_asked':
      return 'We need no information for this application at the moment, and what you sent has not been added. Reply “agent” if it matters.';
    case 'cannot_withdraw':
      return 'It is being paid or has ended, and can no longer be withdrawn. Reply “status” to see where it stands.';
    case 'order_has_open_case':
      return 'Another application for this order is open, so this one stays closed and what you sent has not been added. Reply “status” to see where it stands, or “agent” to add something.';
    case 'nothing_to_appeal':
      return 'There is nothing to appeal against at the moment, and your appeal has not been taken. Reply “status” to see where it stands.';
    case 'already_appealed':
      return `You have appealed against this already, which can be done only once; this appeal has not been taken. ${mediationLine(contact)}`;
    case 'appeal_window_closed':
      return tooLate(command, contact);
    case 'case_not_found':
      return 'We could not find this application. Reply “status” to see yours.';
  }
};

export const answers: AnswerTexts = {
  accepted: ({ caseNo, status }, amountFen) =>
    `Thank you: you have accepted our offer of ${formatYuan(amountFen)} for application ${caseNo}.${
      status === 'awaiting_second_approval' ? ' A second colleague has to check it first.' : ''
    }`,
  declined: ({ caseNo }) =>
    `All right, you have declined our offer for application ${caseNo}. We will go on working on it.`,
  countered: ({ caseNo }, amountFen) =>
    `Thank you: you would like ${formatYuan(amountFen)} for application ${caseNo}, and we will consider it carefully. Our earlier offer no longer stands.`,
  informed: ({ caseNo }, isReopened) =>
    isReopened
      ? `Thank you for the information. Application ${caseNo} is open again.`
      : `Thank you for the information about application ${caseNo}. If there is more, just send it.`,
  withdrawn: ({ caseNo }) => `Application ${caseNo} is withdrawn; we have stopped working on it.`,
  appealed: ({ caseNo }) => `Your appeal about application ${caseNo} has been taken.`,
  refused: (command, code, { contact }) => `Application ${command.caseNo}: ${why(command, code, contact)}`,
};
