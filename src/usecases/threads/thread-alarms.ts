import type { Delivery, Thread } from '../../domain/thread/state.ts';
import { ALARM_AFTER_FAILURES } from '../../domain/case/outbox.ts';
import type { Log } from '../log.ts';

const failedOften = ({ state, failures }: Delivery): boolean =>
  state === 'pending' && failures === ALARM_AFTER_FAILURES;

/** Says in the log what a person must look at, once each time a step has led there. */
export const raiseThreadAlarms = (log: Log, before: Thread, after: Thread): void => {
  const fields = { thread: after.id, caseNo: after.caseNo };
  if (after.alarmedAt !== null && after.alarmedAt !== before.alarmedAt)
    log.error(
      { ...fields, respondBy: after.respondBy },
      'a customer still waits for a person, and the date promised has passed: answer the thread',
    );
  for (const reply of after.replies) {
    const was = before.replies.find(({ id }) => id === reply.id);
    if (reply.state === 'undeliverable' && was?.state === 'pending')
      log.error({ ...fields, reply: reply.id }, 'a reply will not reach the customer: see the thread');
    if (failedOften(reply) && was && !failedOften(was))
      log.error({ ...fields, reply: reply.id }, 'a reply could still not be sent; trying goes on');
  }
};
