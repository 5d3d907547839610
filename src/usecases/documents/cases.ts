import { z } from 'zod';
import { movableSince } from '../../domain/case/deadlines.ts';
import { type Case, caseSchema } from '../../domain/case/state.ts';
import { isFinal } from '../../domain/case/status.ts';
import { type Collection, orderKey } from '../../store/store.ts';

/** The key that only one open case of an order can hold; a stranger's unverified one cannot block the owner's. */
export const openKey = (of: Pick<Case, 'verified' | 'order' | 'customer'>): string =>
  of.verified ? `open:${of.order.outTradeNo}` : `open:${of.order.outTradeNo}:${of.customer.openid}`;

const facets = (doc: Case): string[] => [
  'all',
  `status:${doc.status}`,
  `order:${doc.order.outTradeNo.toLowerCase()}`,
  `no:${doc.caseNo.toLowerCase()}`,
];

const beforeCalendars = z.looseObject({ deadlines: z.looseObject({}) });

/** Version 1 was never written with fewer holidays than those announced through 2026, which came with it. */
const VERSION_1_ANNOUNCED_THROUGH = 2026;

const upgrade = (raw: unknown): unknown => {
  const { deadlines, ...rest } = beforeCalendars.parse(raw);
  return { ...rest, deadlines: { ...deadlines, announcedThrough: VERSION_1_ANNOUNCED_THROUGH } };
};

export const cases: Collection<Case, 'due' | 'queue' | 'customer' | 'movable'> = {
  name: 'cases',
  schemaVersion: 2,
  parse: (raw) => caseSchema.parse(raw),
  /** Version 1 did not say which holidays were known when its dates were computed. */
  upgrade,
  keys: (doc) => [`no:${doc.caseNo}`, `draft:${doc.draftId}`, ...(isFinal(doc.status) ? [] : [openKey(doc)])],
  indexes: {
    due: (doc) => (doc.nextActionAt === null ? null : { facets: [''], order: orderKey(doc.nextActionAt) }),
    /** By the date our answer is due, then by number. */
    queue: (doc) => ({ facets: facets(doc), order: orderKey(doc.deadlines.reviewBy, doc.caseNo) }),
    customer: (doc) => ({
      facets: [`${doc.customer.appid}:${doc.customer.openid}`],
      order: orderKey(doc.openedAt, doc.caseNo),
    }),
    /** Dates that may still move, by the last year announced when they were given. */
    movable: (doc) => {
      const since = movableSince(doc);
      return since === null ? null : { facets: [''], order: orderKey(since) };
    },
  },
};
