import { tellCases } from './check-order.ts';
import type { Deps } from './deps.ts';
import { type OrderFeedItem, type PutOrderOutcome, putOrder } from './put-order.ts';

/** Takes an order from the shop's feed, and tells the cases about it; sent again, it tells them again. */
export const feedOrder = async (deps: Deps, item: OrderFeedItem): Promise<PutOrderOutcome> => {
  const outcome = await putOrder(deps, item);
  if (outcome.ok) await tellCases(deps, outcome.order);
  return outcome;
};
