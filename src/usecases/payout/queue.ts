import type { Attempt } from '../../domain/case/payout.ts';
import {
  type PayoutHold,
  type PayoutQueue,
  SYSTEM,
  countSent,
  countWrongRequest,
  freePayoutQueue,
  holdOf,
} from '../../domain/payout-queue.ts';
import { chinaDate } from '../../domain/time.ts';
import type { Store } from '../../store/store.ts';
import { type AlertDeps, raiseAlert } from '../alerts/raise-alert.ts';
import { changeOrInsert } from '../change.ts';
import type { Deps } from '../deps.ts';
import { PAYOUT_QUEUE_ID, payoutQueues } from '../documents/payout-queue.ts';

type QueueDeps = Pick<Deps, 'store' | 'clock'>;

export const readPayoutQueue = async (store: Store): Promise<PayoutQueue> =>
  (await store.get(payoutQueues, PAYOUT_QUEUE_ID))?.doc ?? freePayoutQueue;

export const changePayoutQueue = async (
  store: Store,
  apply: (queue: PayoutQueue) => PayoutQueue,
): Promise<PayoutQueue> => {
  const changed = await changeOrInsert(store, payoutQueues, PAYOUT_QUEUE_ID, (queue) =>
    apply(queue ?? freePayoutQueue),
  );
  return changed.doc;
};

const wantedBy = ({ outRefundNo, amountFen }: Attempt) => ({ outRefundNo, amountFen });

/** Why this attempt would not be posted now; null: it would. Nothing is counted. */
export const heldBack = async ({ store, clock }: QueueDeps, attempt: Attempt): Promise<PayoutHold | null> =>
  holdOf(await readPayoutQueue(store), wantedBy(attempt), chinaDate(clock.now()));

/**
 * Counts the attempt against the day's cap, once, and says why it may not be posted after all; null: it may, now. One
 * write decides both, so that of several processes none can pass a switch that was thrown or a cap that was reached.
 */
export const countPost = async (
  { store, clock }: QueueDeps,
  attempt: Attempt,
): Promise<PayoutHold | null> => {
  const day = chinaDate(clock.now());
  let hold: PayoutHold | null = null;
  await changePayoutQueue(store, (queue) => {
    const counted = countSent(queue, wantedBy(attempt), day);
    hold = counted.hold;
    return counted.queue;
  });
  return hold;
};

/**
 * Counts what WeChat Pay has called wrong; of several cases at once it stops everything. Alerted before that is done, so
 * that no crash in between leaves it untold; afterwards only where another process counted meanwhile.
 */
export const countWrong = async (deps: AlertDeps, caseNo: string, detail: string): Promise<void> => {
  const at = deps.clock.now();
  const count = (queue: PayoutQueue): PayoutQueue => countWrongRequest(queue, caseNo, at);
  const tell = ({ wrongRequests }: PayoutQueue): Promise<void> =>
    raiseAlert(deps, {
      kind: 'payouts_stopped_as_wrong',
      caseNos: wrongRequests.map((each) => each.caseNo),
      detail,
      at,
    });
  const before = await readPayoutQueue(deps.store);
  const expected = count(before);
  const isExpected = expected.stopped && !before.stopped;
  if (isExpected) await tell(expected);
  const after = await changePayoutQueue(deps.store, count);
  if (after.stoppedBy === SYSTEM && after.stoppedAt === at && !isExpected) await tell(after);
};
