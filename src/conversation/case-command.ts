import type { CustomerCommand } from '../domain/case/commands.ts';
import type { AnswerOffer, CaseCommand } from './types.ts';

const toOffer = ({ offerId, answer }: AnswerOffer): CustomerCommand => {
  switch (answer.kind) {
    case 'accept':
      return { type: 'accept_offer', offerId };
    case 'decline':
      return { type: 'decline_offer', offerId };
    case 'counter':
      return { type: 'counter_offer', offerId, amountFen: answer.amountFen };
  }
};

/** What the case is asked, as the domain understands it. */
export const customerCommand = (command: CaseCommand): CustomerCommand => {
  switch (command.type) {
    case 'answer_offer':
      return toOffer(command);
    case 'give_information':
      return { type: 'give_information', given: command.given };
    case 'withdraw':
      return { type: 'withdraw' };
    case 'appeal':
      return { type: 'appeal', text: command.text, evidence: command.evidence };
  }
};
