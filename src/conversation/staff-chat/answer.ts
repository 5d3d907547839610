import type { Instant } from '../../domain/time.ts';
import { textReply } from '../desk.ts';
import { textsFor } from '../messages/texts-for.ts';
import type { Texts } from '../messages/texts.ts';
import { REPLY_MAX_BYTES, clean, fitBytes } from '../plain-text.ts';
import type { Confirmation, Conversation } from '../state.ts';
import type { Reply, StaffChatCommand } from '../types.ts';
import type { StaffOutcome } from './outcome.ts';

const textOf = (outcome: StaffOutcome, { staffChat }: Texts, now: Instant): string => {
  switch (outcome.kind) {
    case 'bound':
      return staffChat.bound(outcome.staff.name);
    case 'queue':
      return staffChat.queue(outcome.cases, outcome.hasMore, now);
    case 'case':
      return staffChat.case(outcome.view);
    case 'claimed':
    case 'replied':
    case 'text_empty':
    case 'text_too_long':
      return staffChat.said[outcome.kind](outcome.caseNo);
    case 'confirm':
      return staffChat.confirm(outcome.view, outcome.confirmation, outcome.changed);
    case 'wrong_code':
      return staffChat.wrongCode(outcome.left);
    case 'confirmation_ended':
      return staffChat.confirmationEnded(outcome.why, outcome.caseNo);
    case 'approved':
      return staffChat.approved(outcome.kase, outcome.amountFen);
    case 'refused':
      return staffChat.refused(outcome.caseNo, outcome.code);
    default:
      return staffChat.notices[outcome.kind];
  }
};

const confirmationAfter = (outcome: StaffOutcome): Confirmation | null =>
  outcome.kind === 'confirm' || outcome.kind === 'wrong_code' ? outcome.confirmation : null;

/** The answer to a member of staff, and what the conversation then waits for. */
export const answerStaffWord = (
  conversation: Conversation,
  { language }: StaffChatCommand,
  outcome: StaffOutcome,
  now: Instant,
): { readonly conversation: Conversation; readonly reply: Reply } => ({
  conversation: { ...conversation, language, confirmation: confirmationAfter(outcome) },
  reply: textReply(fitBytes(clean(textOf(outcome, textsFor(language), now)), REPLY_MAX_BYTES)),
});
