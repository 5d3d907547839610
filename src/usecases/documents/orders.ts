import { type Order, orderSchema } from '../../domain/order.ts';
import { type Collection, orderKey } from '../../store/store.ts';

/** The document's id is the shop's order number, `outTradeNo`. */
export const orders: Collection<Order, 'customer'> = {
  name: 'orders',
  /** Version 1 knew nothing of restores. */
  schemaVersion: 2,
  parse: (raw) => orderSchema.parse(raw),
  keys: (doc) => [`trade:${doc.outTradeNo}`, `transaction:${doc.transactionId}`],
  indexes: {
    customer: (doc) => ({
      facets: [`${doc.appid}:${doc.openid}`],
      order: orderKey(doc.paidAt, doc.outTradeNo),
    }),
  },
};
