import { type PayoutQueue, payoutQueueSchema } from '../../domain/payout-queue.ts';
import type { Collection } from '../../store/store.ts';

/** One document, PAYOUT_QUEUE_ID, holds the switch, the cap and what counts against it: they are decided on together. */
export const payoutQueues: Collection<PayoutQueue, never> = {
  name: 'payout_queue',
  schemaVersion: 1,
  parse: (raw) => payoutQueueSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {},
};

export const PAYOUT_QUEUE_ID = 'queue';
