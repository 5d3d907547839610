import type { Reply } from '../conversation/types.ts';
import type { Customer } from '../domain/case/state.ts';
import { MINUTE_MS } from '../domain/time.ts';
import { change } from './change.ts';
import type { InboundMessage } from './chat/inbound-message.ts';
import type { Deps } from './deps.ts';
import { lateAnswers } from './documents/late-answers.ts';
import { sessionId, sessions } from './documents/sessions.ts';
import { finishPendingTurns } from './handle-message.ts';
import { takeCredit } from './message-credit.ts';

/*
 * WeChat redelivers only what got no answer. What is answered with nothing, because its turn takes longer than WeChat
 * waits, is therefore noted first: should the process end with the turn, the worker still answers the customer.
 */

/** Longer than any turn takes. */
const GIVEN_UP_AFTER_MS = 2 * MINUTE_MS;

/** Durable when it resolves. */
export const noteLate = async (
  { store, clock }: Deps,
  { appid, openid, key }: InboundMessage,
  busyText: string,
): Promise<void> => {
  // Delivered again, it is noted already.
  await store.insert(lateAnswers, key, {
    appid,
    openid,
    busyText,
    nextActionAt: clock.now() + GIVEN_UP_AFTER_MS,
  });
};

/** The customer has their answer. */
export const endLate = async ({ store }: Deps, key: string): Promise<void> => {
  await change(store, lateAnswers, key, (late) => ({ ...late, nextActionAt: null }));
};

/**
 * Sends a reply as a customer message; `none` sends nothing. Only a passive reply can hand over: there the customer is
 * asked to send the message again, and it will get one.
 * @returns false where it may be tried again
 */
export const sendLate = async (
  deps: Deps,
  customer: Customer,
  reply: Reply,
  busyText: string,
): Promise<boolean> => {
  if (reply.type === 'none' || !deps.officialAccount) return true;
  const sent = await deps.officialAccount.sendText(
    customer.openid,
    reply.type === 'text' ? reply.text : busyText,
  );
  if (sent.kind === 'sent') await takeCredit(deps, customer, null);
  else deps.log.error({ sent }, 'a late reply did not reach the customer');
  return sent.kind !== 'unknown';
};

/**
 * The worker's: the process that took the message has ended. What it had stored of the turn is finished and answered;
 * where it had stored nothing, the customer is asked to send the message again: by now they may have written others.
 */
export const answerLate = async (deps: Deps, key: string): Promise<void> => {
  const late = (await deps.store.get(lateAnswers, key))?.doc;
  if (!late || late.nextActionAt === null) return;
  const id = sessionId(late);
  await finishPendingTurns(deps, id);
  const session = (await deps.store.get(sessions, id))?.doc;
  const taken = session?.inbound.find((each) => each.key === key);
  if (taken && !taken.reply) throw new Error(`the command of ${key} could not be carried out`);
  const reply: Reply = taken?.reply ?? { type: 'text', text: late.busyText };
  if (!(await sendLate(deps, late, reply, late.busyText))) throw new Error('a late reply could not be sent');
  await endLate(deps, key);
};
