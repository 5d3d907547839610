import type { StaffCommand } from '../domain/case/commands.ts';
import type { NoticeOutcome } from '../domain/case/notice.ts';
import type { Case } from '../domain/case/state.ts';
import { type NoticeContext, saysAll } from './notices.ts';

const appealOutcomes = { refund: 'approved', offer: 'offer', uphold: 'upheld' } as const;

/** What the words of a command for the customer stand in; null: it has none. */
const toldIn = (command: StaffCommand): NoticeOutcome | null => {
  switch (command.type) {
    case 'approve':
      return command.message === null ? null : 'approved';
    case 'offer':
      return command.message === null ? null : 'offer';
    case 'decide_appeal':
      return appealOutcomes[command.outcome];
    case 'reject':
      return 'rejected';
    case 'withdraw_offer':
      return 'offer_withdrawn';
    case 'request_information':
      return 'information';
    default:
      return null;
  }
};

const results: readonly NoticeOutcome[] = ['approved', 'rejected', 'upheld'];

/**
 * Whether the customer reads all that staff wrote to them with a decision: one message carries so much.
 * @param after the case as the decision leaves it
 */
export const wordsFit = (after: Case, command: StaffCommand, context: NoticeContext): boolean => {
  const outcome = toldIn(command);
  if (outcome === null) return true;
  const kind = results.includes(outcome) ? 'result' : 'request';
  return saysAll(after, { kind, outcome, text: null }, context);
};
