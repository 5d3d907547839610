import { z } from 'zod';
import { type Order, orderSchema } from '../../domain/order.ts';
import { type Collection, orderKey } from '../../store/store.ts';

const beforeToldAt = z.looseObject({});

/** Version 2 did not say when it was told of an order: so long ago that it is asked again. */
const upgrade = (raw: unknown): unknown => ({ ...beforeToldAt.parse(raw), toldAt: null });

/** The document's id is the shop's order number, `outTradeNo`. */
export const orders: Collection<Order, 'customer'> = {
  name: 'orders',
  /** Version 1 knew nothing of restores. */
  schemaVersion: 3,
  parse: (raw) => orderSchema.parse(raw),
  upgrade,
  keys: (doc) => [`trade:${doc.outTradeNo}`, `transaction:${doc.transactionId}`],
  indexes: {
    customer: (doc) => ({
      facets: [`${doc.appid}:${doc.openid}`],
      order: orderKey(doc.paidAt, doc.outTradeNo),
    }),
  },
};
