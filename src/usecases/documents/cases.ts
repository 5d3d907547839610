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

export const cases: Collection<Case, 'due' | 'queue' | 'customer'> = {
  name: 'cases',
  schemaVersion: 1,
  parse: (raw) => caseSchema.parse(raw),
  keys: (doc) => [`no:${doc.caseNo}`, `draft:${doc.draftId}`, ...(isFinal(doc.status) ? [] : [openKey(doc)])],
  indexes: {
    due: (doc) => (doc.nextActionAt === null ? null : { facets: [''], order: orderKey(doc.nextActionAt) }),
    /** By the date our answer is due, then by number. */
    queue: (doc) => ({ facets: facets(doc), order: orderKey(doc.deadlines.reviewBy, doc.caseNo) }),
    customer: (doc) => ({
      facets: [`${doc.customer.appid}:${doc.customer.openid}`],
      order: orderKey(doc.openedAt, doc.caseNo),
    }),
  },
};
