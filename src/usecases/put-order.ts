import { refundableFen } from '../domain/ledger.ts';
import { type Order, type Usage, orderSchema } from '../domain/order.ts';
import { HOUR_MS, type Instant, SECOND_MS } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { orders } from './documents/orders.ts';

/** An order as the shop's own system tells it; it says nothing of refunds, the ledger is ours alone. */
export interface OrderFeedItem {
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly appid: string;
  readonly openid: string;
  readonly unionid: string | null;
  readonly email: string | null;
  readonly description: string;
  readonly amountFen: number;
  readonly paidAt: number;
  readonly promotional: boolean;
  readonly terminatedForViolation: boolean;
  /** null: not known. */
  readonly usage: Usage | null;
}

/** What was paid, by whom and when: once set it stays, refunds rest on it. */
const paymentFacts = ['transactionId', 'appid', 'openid', 'amountFen', 'paidAt'] as const;
export type PaymentFact = (typeof paymentFacts)[number];

export type PutOrderOutcome =
  | { readonly ok: true; readonly outcome: 'created' | 'changed' | 'same'; readonly order: Order }
  /** `fields`: what would have changed. */
  | { readonly ok: false; readonly code: 'order_conflict'; readonly fields: readonly PaymentFact[] }
  /** The transaction already belongs to another order. */
  | { readonly ok: false; readonly code: 'transaction_taken'; readonly outTradeNo: string | null };

/** Every conflict means that someone else's write went through, so that few are ever needed. */
const MAX_TRIES = 50;

const newOrder = (item: OrderFeedItem, now: Instant): Order => ({
  ...item,
  source: 'feed',
  toldAt: now,
  comparedAt: null,
  ledger: [],
});

/** WeChat Pay tells the time of payment to the second; a shop's own record may be finer. */
const samePaidAt = (left: number, right: number): boolean =>
  Math.trunc(left / SECOND_MS) === Math.trunc(right / SECOND_MS);

const conflicts = (known: Order, item: OrderFeedItem): readonly PaymentFact[] =>
  paymentFacts.filter((fact) =>
    fact === 'paidAt' ? !samePaidAt(known.paidAt, item.paidAt) : known[fact] !== item[fact],
  );

/** The known order with what the feed may change; ledger, source and comparison stay as they are. */
const updated = (known: Order, item: OrderFeedItem): Order => ({ ...known, ...item, paidAt: known.paidAt });

/** A feed that says the same again every few minutes is not written down each time. */
const SAME_AGAIN_MS = HOUR_MS;

const wasToldLately = ({ toldAt }: Order, now: Instant): boolean =>
  toldAt !== null && now < toldAt + SAME_AGAIN_MS;

/** Both come out of the same schema, hence with their fields in the same order. */
const isSame = (left: Order, right: Order): boolean =>
  JSON.stringify(orderSchema.parse(left)) === JSON.stringify(orderSchema.parse(right));

const transactionTaken = async (
  { store }: Pick<Deps, 'store'>,
  transactionId: string,
): Promise<PutOrderOutcome> => {
  const holder = await store.getByKey(orders, `transaction:${transactionId}`);
  return { ok: false, code: 'transaction_taken', outTradeNo: holder?.id ?? null };
};

/**
 * Takes an order from the shop's feed: a new one, or a change of one known, whoever told us of it first.
 * Refunds that are being reserved or settled on it meanwhile are kept.
 */
export const putOrder = async (
  deps: Pick<Deps, 'store' | 'clock'>,
  item: OrderFeedItem,
): Promise<PutOrderOutcome> => {
  const { store } = deps;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const now = deps.clock.now();
    const stored = await store.get(orders, item.outTradeNo);
    if (!stored) {
      const order = newOrder(item, now);
      const inserted = await store.insert(orders, item.outTradeNo, order);
      if (inserted.ok) return { ok: true, outcome: 'created', order };
      if (inserted.code === 'key_taken') return transactionTaken(deps, item.transactionId);
      continue;
    }
    const fields = conflicts(stored.doc, item);
    if (fields.length > 0) return { ok: false, code: 'order_conflict', fields };
    const unchanged = isSame(stored.doc, updated(stored.doc, item));
    if (unchanged && wasToldLately(stored.doc, now)) return { ok: true, outcome: 'same', order: stored.doc };
    const order = { ...updated(stored.doc, item), toldAt: now };
    const replaced = await store.replace(orders, stored, order);
    if (replaced.ok) return { ok: true, outcome: unchanged ? 'same' : 'changed', order };
  }
  throw new Error(`order ${item.outTradeNo} kept changing while it was written`);
};

export const getOrder = async (
  { store }: Pick<Deps, 'store'>,
  outTradeNo: string,
): Promise<Order | undefined> => (await store.get(orders, outTradeNo))?.doc;

/** What may still be refunded of it, in fen. */
export const refundableOf = (order: Order): number => refundableFen(order);
