import type { Customer } from '../domain/case/state.ts';
import type { OfficialAccount, Sent } from '../gateways/official-account/types.ts';
import type { Deps } from './deps.ts';
import { type Message, messages } from './documents/messages.ts';
import { returnCredit, shutWindow, takeCredit } from './message-credit.ts';

/** `closed`: this way is shut now, and a message of the customer may open it again. */
export type Tried = Sent | { readonly kind: 'closed'; readonly detail: string };

/** Something said to a customer; `lineId`: of its line in the transcript, the same however often it is sent. */
export interface Outgoing {
  readonly customer: Customer;
  readonly text: string;
  readonly lineId: string;
}

/** Outside 48 hours; too many since the customer's last message. */
const windowErrors: readonly number[] = [45015, 45047];

/** The same thing over the same channel is one line of the transcript. */
export const addOutgoing = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  { customer, text, lineId }: Outgoing,
  type: Message['type'],
): Promise<void> => {
  const line: Message = {
    ...customer,
    at: clock.now(),
    direction: 'out',
    type,
    text,
    reply: null,
    picture: null,
    nextActionAt: null,
  };
  await store.insert(messages, lineId, line);
};

/**
 * Sends a customer message within what the window still allows (official-account reference, "Sending"): the credit is
 * taken before, and given back where WeChat refused without counting it.
 * @param waiting what is told when the customer opens the next window (waiting.ts); null: nothing is
 */
export const sendCustomerMessage = async (
  deps: Pick<Deps, 'store' | 'clock'>,
  account: OfficialAccount,
  outgoing: Outgoing,
  waiting: string | null,
): Promise<Tried> => {
  const credit = await takeCredit(deps, outgoing.customer, waiting);
  if (!credit) return { kind: 'closed', detail: 'the customer has to write first' };
  const sent = await account.sendText(outgoing.customer.openid, outgoing.text);
  if (sent.kind === 'sent') await addOutgoing(deps, outgoing, 'customer_message');
  if (sent.kind !== 'refused') return sent;
  if (windowErrors.includes(sent.errcode)) {
    await shutWindow(deps, credit);
    return { kind: 'closed', detail: sent.detail };
  }
  await returnCredit(deps, credit);
  return sent;
};
