import type { Customer } from '../../domain/case/state.ts';
import { type Thread, threadSchema } from '../../domain/thread/state.ts';
import { type Collection, orderKey } from '../../store/store.ts';

/** The key that only one thread of a customer can hold: the one that is not closed. */
export const openThreadKey = ({ appid, openid }: Customer): string => `open:${appid}:${openid}`;

/** The facet of the queue that holds the threads of one state, or all. */
export const threadFacet = (state: Thread['state'] | null): string =>
  state === null ? 'all' : `state:${state}`;

export const threads: Collection<Thread, 'due' | 'queue' | 'customer'> = {
  name: 'threads',
  schemaVersion: 1,
  parse: (raw) => threadSchema.parse(raw),
  keys: (doc) => [`id:${doc.id}`, ...(doc.state === 'closed' ? [] : [openThreadKey(doc.customer)])],
  indexes: {
    due: (doc) => (doc.nextActionAt === null ? null : { facets: [''], order: orderKey(doc.nextActionAt) }),
    /** By the date of our answer. */
    queue: (doc) => ({
      facets: [threadFacet(null), threadFacet(doc.state)],
      order: orderKey(doc.respondBy, doc.id),
    }),
    customer: (doc) => ({
      facets: [`${doc.customer.appid}:${doc.customer.openid}`],
      order: orderKey(doc.openedAt, doc.id),
    }),
  },
};
