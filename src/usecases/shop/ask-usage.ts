import type { StaffCommand } from '../../domain/case/commands.ts';
import type { Order } from '../../domain/order.ts';
import { HOUR_MS, isoChina } from '../../domain/time.ts';
import type { Shop } from '../../gateways/shop/types.ts';
import type { Deps } from '../deps.ts';
import { feedOrder } from '../feed-order.ts';
import { orderFeedSchema } from '../order-feed.ts';
import { type About, orderToDecide } from '../order-to-decide.ts';

/** These decide on money, and the money on what was used. */
const decidesMoney: readonly StaffCommand['type'][] = ['approve', 'second_approve', 'offer', 'decide_appeal'];

/**
 * Before money is decided on: has the order been used since the shop last told of it? Asked where that is too long ago,
 * and taken as its feed is; then the case says so when it is decided on. Whatever goes wrong here is logged, and the
 * decision rests on what is known.
 */
export const askUsage = async (deps: Deps, about: About): Promise<void> => {
  if (!deps.shop || !decidesMoney.includes(about.command)) return;
  try {
    const order = await staleOrder(deps, about);
    const trouble = order && (await ask(deps, deps.shop, order));
    if (trouble !== null)
      deps.log.warn({ caseNo: about.caseNo, trouble }, 'the shop did not say what was used');
  } catch (err) {
    deps.log.warn({ caseNo: about.caseNo, err }, 'the shop did not say what was used');
  }
};

/** The order of a case that this would decide, where the shop told of it too long ago; null: there is nothing to ask. */
const staleOrder = async (deps: Deps, about: About): Promise<Order | null> => {
  const { clock, limits } = deps;
  const order = await orderToDecide(deps, about);
  const isFresh = order?.toldAt != null && clock.now() <= order.toldAt + limits.usageMaxAgeHours * HOUR_MS;
  return isFresh ? null : order;
};

/** @returns what was in the way; null: the order is up to date */
const ask = async (deps: Deps, shop: Shop, { outTradeNo }: Order): Promise<string | null> => {
  const answer = await shop.ask({
    id: `${outTradeNo}-usage-${deps.random.bytes(6).toString('hex')}`,
    content: { type: 'order.usage_requested', at: isoChina(deps.clock.now()), data: { outTradeNo } },
  });
  if (answer.kind !== 'answered') return answer.detail;
  const item = orderFeedSchema(outTradeNo, deps.clock.now()).safeParse(answer.body);
  if (!item.success)
    return item.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  const fed = await feedOrder(deps, item.data);
  return fed.ok ? null : fed.code;
};
