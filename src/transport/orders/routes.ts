import Router from '@koa/router';
import type { Clock } from '../../domain/time.ts';
import { OperationalError } from '../../errors.ts';
import type { Deps } from '../../usecases/deps.ts';
import { orderFeedSchema, outTradeNoSchema } from '../../usecases/order-feed.ts';
import {
  type OrderFeedItem,
  type PutOrderOutcome,
  getOrder,
  refundableOf,
} from '../../usecases/put-order.ts';
import { sharedToken } from '../http/bearer.ts';
import { jsonBody } from '../http/json-body.ts';
import { validate } from '../http/validate.ts';
import { presentOrder } from './presenter.ts';

const refused = (outcome: Extract<PutOrderOutcome, { ok: false }>): OperationalError => {
  if (outcome.code === 'transaction_taken') {
    const holder = outcome.outTradeNo === null ? 'another order' : `order ${outcome.outTradeNo}`;
    const message = `transactionId already belongs to ${holder}; nothing was changed.`;
    return new OperationalError(409, 'order_conflict', message, { fields: ['transactionId'] });
  }
  const fields = outcome.fields.join(', ');
  const message = `${fields} cannot be changed once set; nothing was changed. Check which record of the payment is right.`;
  return new OperationalError(409, 'order_conflict', message, { fields: outcome.fields });
};

/** Which order, and what the shop says of it. @throws OperationalError 400 */
const readOrder = (path: { outTradeNo?: string }, body: unknown, clock: Clock): OrderFeedItem => {
  const outTradeNo = validate(outTradeNoSchema, path.outTradeNo, 'outTradeNo');
  return validate(orderFeedSchema(outTradeNo, clock.now()), body);
};

/** The feed of the shop's own system. `token` null: the feed is off. */
export const orderRoutes = (
  deps: Pick<Deps, 'store' | 'clock'> & {
    token: string | null;
    feed: (item: OrderFeedItem) => Promise<PutOrderOutcome>;
  },
): Router => {
  const router = new Router({ prefix: '/api/orders' });
  if (deps.token === null)
    router.use(() => {
      throw new OperationalError(
        503,
        'order_feed_off',
        'The order feed is off: ORDERS_API_TOKEN is not set.',
      );
    });
  else router.use(sharedToken(deps.token));
  router.use(jsonBody());

  router.put('/:outTradeNo', async (ctx) => {
    const item = readOrder(ctx.params, ctx.request.body, deps.clock);
    const outcome = await deps.feed(item);
    if (!outcome.ok) throw refused(outcome);
    ctx.status = outcome.outcome === 'created' ? 201 : 200;
    ctx.body = presentOrder(outcome.order, refundableOf(outcome.order));
  });

  router.get('/:outTradeNo', async (ctx) => {
    const outTradeNo = validate(outTradeNoSchema, ctx.params.outTradeNo, 'outTradeNo');
    const order = await getOrder(deps, outTradeNo);
    if (!order) throw new OperationalError(404, 'order_not_found', `There is no order ${outTradeNo}.`);
    ctx.body = presentOrder(order, refundableOf(order));
  });

  return router;
};
