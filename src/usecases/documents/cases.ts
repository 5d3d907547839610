import { z } from 'zod';
import { movableSince } from '../../domain/case/deadlines.ts';
import { type Case, caseSchema } from '../../domain/case/state.ts';
import { nothingRecorded } from '../../domain/case/facts.ts';
import { isFinal } from '../../domain/case/status.ts';
import { type Collection, orderKey } from '../../store/store.ts';
import { staffId } from './staff.ts';

/** The key that only one open case of an order can hold; a stranger's unverified one cannot block the owner's. */
export const openKey = (of: {
  readonly verified: boolean;
  readonly order: Pick<Case['order'], 'outTradeNo'>;
  readonly customer: Case['customer'];
}): string =>
  of.verified ? `open:${of.order.outTradeNo}` : `open:${of.order.outTradeNo}:${of.customer.openid}`;

/** Whose cases; null: nobody's. */
export const assigneeFacet = (name: string | null): string =>
  name === null ? 'unassigned' : `assignee:${staffId(name)}`;

const facets = (doc: Case): string[] => [
  'all',
  `status:${doc.status}`,
  `order:${doc.order.outTradeNo.toLowerCase()}`,
  `no:${doc.caseNo.toLowerCase()}`,
  assigneeFacet(doc.assignee),
];

const beforeCalendars = z.looseObject({ deadlines: z.looseObject({}) });

/** Version 1 was never written with fewer holidays than those announced through 2026, which came with it. */
const VERSION_1_ANNOUNCED_THROUGH = 2026;

/** Version 1 did not say which holidays were known when its dates were computed. */
const withCalendar = (raw: unknown): unknown => {
  const { deadlines, ...rest } = beforeCalendars.parse(raw);
  return { ...rest, deadlines: { ...deadlines, announcedThrough: VERSION_1_ANNOUNCED_THROUGH } };
};

const beforeNegotiation = z.looseObject({
  openedAt: z.number(),
  version: z.int(),
  approval: z.looseObject({}).nullable(),
  attempts: z.array(z.looseObject({})),
  outbox: z.array(z.looseObject({})),
});

/** All that version 2 reviewed had three business days from the application. */
const VERSION_2_REVIEW_BUSINESS_DAYS = 3;

/** Version 2 knew only approval and refusal. */
const withNegotiation = (raw: unknown): unknown => {
  const { approval, attempts, outbox, ...rest } = beforeNegotiation.parse(raw);
  return {
    ...rest,
    email: null,
    assignee: null,
    orderCheck: { failures: 0, nextAt: null },
    recorded: nothingRecorded,
    review: { from: rest.openedAt, businessDays: VERSION_2_REVIEW_BUSINESS_DAYS, daysLeft: null },
    warnedOf: null,
    information: null,
    offers: [],
    appeals: [],
    settlement: null,
    shop: null,
    approval: approval && { ...approval, offerId: null, boundVersion: rest.version },
    attempts: attempts.map((attempt) => ({ ...attempt, needsPersonAt: null })),
    outbox: outbox.map((notice) => ({ ...notice, text: null })),
  };
};

const upgrade = (raw: unknown, from: number): unknown => withNegotiation(from < 2 ? withCalendar(raw) : raw);

export const cases: Collection<Case, 'due' | 'queue' | 'customer' | 'movable' | 'shop'> = {
  name: 'cases',
  schemaVersion: 3,
  parse: (raw) => caseSchema.parse(raw),
  upgrade,
  keys: (doc) => [`no:${doc.caseNo}`, `draft:${doc.draftId}`, ...(isFinal(doc.status) ? [] : [openKey(doc)])],
  indexes: {
    due: (doc) => (doc.nextActionAt === null ? null : { facets: [''], order: orderKey(doc.nextActionAt) }),
    /** By the date our answer is due, then by number. */
    queue: (doc) => ({ facets: facets(doc), order: orderKey(doc.deadlines.reviewBy, doc.caseNo) }),
    customer: (doc) =>
      doc.customer.openid === ''
        ? null
        : {
            facets: [`${doc.customer.appid}:${doc.customer.openid}`],
            order: orderKey(doc.openedAt, doc.caseNo),
          },
    /** Dates that may still move, by the last year announced when they were given. */
    movable: (doc) => {
      const since = movableSince(doc);
      return since === null ? null : { facets: [''], order: orderKey(since) };
    },
    /** What the shop is to be told, the longest waiting first. */
    shop: ({ shop }) => (shop?.nextAt == null ? null : { facets: [''], order: orderKey(shop.nextAt) }),
  },
};
