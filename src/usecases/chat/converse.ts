import type { Conversation } from '../../conversation/state.ts';
import { takeTurn } from '../../conversation/take-turn.ts';
import type { AnswerContext, Known, Need, Turn } from '../../conversation/types.ts';
import type { Customer } from '../../domain/case/state.ts';
import type { Deps } from '../deps.ts';
import { openThreadKey, threads } from '../documents/threads.ts';
import { customerCases } from '../find-cases.ts';
import { customerOrders, lookupOrder } from '../find-orders.ts';
import { type InboundMessage, turnInput } from './inbound-message.ts';

/** A turn may ask for each kind of thing once; one that asks for more goes round in circles. */
const MAX_NEEDS = 4;

export const answerContext = (deps: Deps): AnswerContext => ({
  now: deps.clock.now(),
  policy: deps.policy,
  calendar: deps.calendar,
  publicUrl: deps.publicUrl,
});

const fetchNeed = async (deps: Deps, customer: Customer, need: Need): Promise<Known> => {
  switch (need.kind) {
    case 'orders':
      return { orders: await customerOrders(deps, customer) };
    case 'cases':
      return { cases: await customerCases(deps, customer) };
    case 'lookup':
      return {
        lookup: { number: need.number, result: await lookupOrder(deps, customer, need.number) },
      };
    case 'thread':
      return { threadOpen: (await deps.store.getByKey(threads, openThreadKey(customer))) !== undefined };
  }
};

/**
 * Takes the turn, fetching what it asks for, until it is taken.
 * @param hold keeps the customer's next messages waiting, before WeChat Pay is asked; false: another was faster
 * @returns null where it could not be held
 */
export const converse = async (
  deps: Deps,
  message: InboundMessage,
  conversation: Conversation,
  newDraftId: string,
  hold: () => Promise<boolean>,
): Promise<Extract<Turn, { kind: 'turn' }> | null> => {
  const input = turnInput(message);
  let known: Known = {};
  for (let needs = 0; needs <= MAX_NEEDS; needs += 1) {
    const turn = takeTurn(conversation, input, known, { ...answerContext(deps), newDraftId });
    if (turn.kind === 'turn') return turn;
    if (turn.need.kind === 'lookup' && !(await hold())) return null;
    known = { ...known, ...(await fetchNeed(deps, message, turn.need)) };
  }
  throw new Error(`a turn asked for more than ${String(MAX_NEEDS)} things`);
};
