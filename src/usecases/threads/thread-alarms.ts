import { ALARM_AFTER_FAILURES } from '../../domain/case/outbox.ts';
import type { StaffHear } from '../../domain/thread/next-action.ts';
import type { Delivery, Thread } from '../../domain/thread/state.ts';
import { type AlertDeps, raiseAlert } from '../alerts/raise-alert.ts';

const failedOften = ({ state, failures }: Delivery): boolean =>
  state === 'pending' && failures === ALARM_AFTER_FAILURES;

const isLost = (was: Delivery | undefined, reply: Delivery): boolean =>
  (reply.state === 'undeliverable' && was?.state === 'pending') ||
  (was !== undefined && failedOften(reply) && !failedOften(was));

const kinds = { waits: 'person_waits', due_soon: 'person_due_soon' } as const;

/**
 * Tells staff of a customer who waits for them. Called before the thread says so: after a crash in between they are told
 * once more, whereas afterwards it could be lost.
 */
export const tellOfWait = (deps: AlertDeps, { id, respondBy }: Thread, { kind }: StaffHear): Promise<void> =>
  raiseAlert(deps, { kind: kinds[kind], thread: id, respondBy });

/**
 * Tells staff what a person must look at, once each time a step has led there. Called before the thread is written, for the
 * same reason.
 */
export const raiseThreadAlarms = async (deps: AlertDeps, before: Thread, after: Thread): Promise<void> => {
  const { id: thread, respondBy } = after;
  if (after.alarmedAt !== null && after.alarmedAt !== before.alarmedAt)
    await raiseAlert(deps, { kind: 'person_overdue', thread, respondBy });
  const lost = after.replies.some((reply) =>
    isLost(
      before.replies.find(({ id }) => id === reply.id),
      reply,
    ),
  );
  if (lost) await raiseAlert(deps, { kind: 'person_not_reached', thread });
};
