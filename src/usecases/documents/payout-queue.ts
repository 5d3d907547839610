import { z } from 'zod';
import { type PayoutQueue, payoutQueueSchema } from '../../domain/payout-queue.ts';
import type { Collection } from '../../store/store.ts';

const beforeWrongRequests = z.looseObject({});

/** One document, PAYOUT_QUEUE_ID, holds the switch, the cap and what counts against it: they are decided on together. */
export const payoutQueues: Collection<PayoutQueue, never> = {
  name: 'payout_queue',
  schemaVersion: 2,
  parse: (raw) => payoutQueueSchema.parse(raw),
  /** Version 1 did not count what WeChat Pay called wrong. */
  upgrade: (raw) => ({ ...beforeWrongRequests.parse(raw), wrongRequests: [] }),
  keys: (_doc, id) => [id],
  indexes: {},
};

export const PAYOUT_QUEUE_ID = 'queue';
