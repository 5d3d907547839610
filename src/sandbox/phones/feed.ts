import type { PaidOrder, WorldState } from '../world/schema.ts';
import { payTime } from '../wechat-pay/signing.ts';

/** An order as the shop's own system tells the desk of it: `PUT /api/orders/{outTradeNo}`. */
export interface FeedOrder {
  readonly outTradeNo: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const feedOrder = (order: PaidOrder, appid: string): FeedOrder => ({
  outTradeNo: order.outTradeNo,
  body: {
    transactionId: order.transactionId,
    appid,
    openid: order.openid,
    description: order.description,
    amountFen: order.amountFen,
    paidAt: payTime(order.paidAt),
    promotional: order.promotional,
    terminatedForViolation: order.terminatedForViolation,
    usage: order.usage,
  },
});

export const feedOrders = (world: WorldState): readonly FeedOrder[] =>
  world.orders.map((order) => feedOrder(order, world.credentials.appid));

/** The desk listens, and asks to be asked again. */
export class DeskNotReady extends Error {}

/**
 * Tells the desk of every order over its real feed; again does no harm. Throws where the desk cannot be reached or
 * refuses one.
 * @returns how many were told of.
 */
export async function seedDesk(world: WorldState, target: string, ordersToken: string): Promise<number> {
  const orders = feedOrders(world);
  for (const { outTradeNo, body } of orders) {
    const response = await fetch(`${target}/api/orders/${outTradeNo}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ordersToken}` },
      body: JSON.stringify(body),
    });
    const answer = await response.text();
    if (/"code":"(starting|store_unavailable)"/.test(answer))
      throw new DeskNotReady(`The desk at ${target} is not ready yet`);
    if (!response.ok) {
      throw new Error(
        `The desk refused ${outTradeNo}: HTTP ${String(response.status)} ${answer.slice(0, 200)}`,
      );
    }
  }
  return orders.length;
}
