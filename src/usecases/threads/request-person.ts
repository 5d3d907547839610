import { createHash } from 'node:crypto';
import type { RequestPerson } from '../../conversation/types.ts';
import type { Customer } from '../../domain/case/state.ts';
import { isFinal } from '../../domain/case/status.ts';
import { type PersonRequest, type Terms, askAgain, openThread } from '../../domain/thread/thread.ts';
import { change } from '../change.ts';
import type { Deps } from '../deps.ts';
import { openThreadKey, threads } from '../documents/threads.ts';
import { customerCases } from '../find-cases.ts';

/** Each is another request of the same customer, or the end of one, at the same moment. */
const MAX_TRIES = 10;
const ID_DIGITS = 24;

/** Of the message that asked, so that taking it again finds the same thread; the key itself names the customer. */
const requestId = (messageKey: string): string =>
  createHash('sha256').update(messageKey).digest('hex').slice(0, ID_DIGITS);

/**
 * Sees to it that a person answers the customer: once a message, in the thread they have or in a new one. The date
 * of the answer is told by the thread's own worker, for a hand-over carries no text.
 */
export const requestPerson = async (
  deps: Deps,
  customer: Customer,
  messageKey: string,
  command: RequestPerson,
): Promise<void> => {
  const request: PersonRequest = { ...command, id: requestId(messageKey) };
  const terms: Terms = {
    calendar: deps.calendar,
    businessDays: deps.policy.parameters.reviewBusinessDays,
  };
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    if (await deps.store.get(threads, request.id)) return;
    if ((await goOn(deps, customer, request, terms)) || (await begin(deps, customer, request, terms))) {
      deps.wake();
      return;
    }
  }
  throw new Error(`no thread could be opened in ${String(MAX_TRIES)} tries`);
};

/** @returns whether there was a thread to go on with */
const goOn = async (
  { store }: Deps,
  customer: Customer,
  request: PersonRequest,
  terms: Terms,
): Promise<boolean> => {
  const held = await store.getByKey(threads, openThreadKey(customer));
  const asked = held && (await change(store, threads, held.id, (thread) => askAgain(thread, request, terms)));
  return asked?.doc.requests.includes(request.id) === true;
};

const begin = async (
  deps: Deps,
  customer: Customer,
  request: PersonRequest,
  terms: Terms,
): Promise<boolean> => {
  const cases = await customerCases(deps, customer);
  const caseNo = cases.find(({ status }) => !isFinal(status))?.caseNo ?? null;
  const thread = openThread(request, terms, { customer, caseNo });
  const inserted = await deps.store.insert(threads, thread.id, thread);
  if (inserted.ok) deps.log.info({ thread: thread.id, caseNo }, 'a customer has asked for a person');
  return inserted.ok;
};
