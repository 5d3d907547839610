import type { Conversation } from '../../conversation/state.ts';
import { isSixDigits, understandStaff } from '../../conversation/staff-chat/understand.ts';
import type { Turn } from '../../conversation/types.ts';
import type { InboundInput, InboundMessage } from '../chat/inbound-message.ts';
import type { Deps } from '../deps.ts';
import { boundMember } from './binding.ts';

const isTyped = (input: InboundInput): input is Extract<InboundInput, { type: 'text' }> =>
  input.type === 'text' && input.menuId === null;

/** A decision is confirmed by the very next message, or not at all. */
export const withoutConfirmation = (conversation: Conversation, input: InboundInput): Conversation =>
  conversation.confirmation === null || input.type === 'event'
    ? conversation
    : { ...conversation, confirmation: null };

/** Six digits where a code was asked for, or of a member of staff at any time: a second factor's code. */
export const isStaffCode = async (
  deps: Pick<Deps, 'store'>,
  { appid, openid, input }: InboundMessage,
  { confirmation }: Conversation,
): Promise<boolean> => {
  if (!isTyped(input) || !isSixDigits(input.text)) return false;
  return confirmation !== null || (await boundMember(deps, { appid, openid })) !== null;
};

/**
 * The turn of a member of staff who writes from their own WeChat what only staff say; null: it is a customer's. Who
 * somebody is is only looked up where the text looks like it, so that customers' turns cost nothing more.
 */
export const staffTurn = async (
  deps: Pick<Deps, 'store'>,
  { appid, openid, input }: InboundMessage,
  conversation: Conversation,
): Promise<Extract<Turn, { kind: 'turn' }> | null> => {
  if (!isTyped(input)) return null;
  const understood = understandStaff(input.text, conversation.confirmation);
  if (!understood) return null;
  const { word } = understood;
  // Asked which of their own cases they mean, they are a customer.
  if (word.kind === 'open' && conversation.ask !== null) return null;
  if (word.kind !== 'bind' && !(await boundMember(deps, { appid, openid }))) return null;
  const language = understood.language ?? conversation.language;
  return {
    kind: 'turn',
    conversation: withoutConfirmation(conversation, input),
    reply: { type: 'none' },
    command: { type: 'staff_word', language, word },
  };
};
