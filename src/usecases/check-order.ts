import { system, wechatpay } from '../domain/case/actor.ts';
import { refreshFacts, verified } from '../domain/case/decide/facts.ts';
import { evolveAll } from '../domain/case/evolve.ts';
import { hintOrderCheck } from '../domain/case/hint.ts';
import type { Case } from '../domain/case/state.ts';
import { isFinal } from '../domain/case/status.ts';
import { refundableFen } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { change } from './change.ts';
import type { Deps } from './deps.ts';
import { cases, openKey } from './documents/cases.ts';
import { isPayer, learnOrder } from './find-orders.ts';
import type { Step } from './payout/step.ts';
import { policyOf } from './policy-of.ts';

/** More applications than this for one order are no mistake of a customer. */
const MAX_CASES = 50;

/** Whose order is it? Asked again for a case that nobody could tell of when the customer applied. */
export const checkOrder = async (deps: Deps, kase: Case): Promise<Step> => {
  const learnt = await learnOrder(deps, kase.order.outTradeNo, (paid) => isPayer(kase.customer, paid));
  if (learnt.kind !== 'known') {
    const found = learnt.kind === 'not_found' ? 'not_found' : 'unknown';
    return { events: [{ type: 'OrderNotVerified', found }], actor: system };
  }
  const actor = learnt.order.source === 'wechatpay' ? wechatpay : system;
  if (!isPayer(kase.customer, learnt.order))
    return { events: [{ type: 'OrderNotVerified', found: 'foreign' }], actor };
  // Another case of the customer's has the order: staff are to see which of the two it is.
  const held = await deps.store.getByKey(cases, openKey({ ...kase, verified: true, order: learnt.order }));
  if (held && held.id !== kase.caseNo)
    return { events: [{ type: 'OrderNotVerified', found: 'unknown' }], actor: system };
  return { events: [verified(kase, learnt.order, null, contextOf(deps, kase))], actor };
};

const contextOf = (deps: Deps, kase: Case) => ({
  now: deps.clock.now(),
  calendar: deps.calendar,
  policy: policyOf(deps, kase),
});

/**
 * The shop's feed has said something of an order: the open case about it is assessed anew, and applications that nobody
 * could match to it are looked at at once. May be done again at any time; what a crash leaves out is done when the case
 * is next decided on, or checked.
 */
export const tellCases = async (deps: Deps, order: Order): Promise<void> => {
  const facets = [`order:${order.outTradeNo.toLowerCase()}`, `order:${order.transactionId.toLowerCase()}`];
  const pages = await Promise.all(
    facets.map((facet) => deps.store.scan(cases, 'queue', { facet, descending: true, limit: MAX_CASES })),
  );
  for (const { id } of pages.flatMap(({ items }) => items)) await tellCase(deps, id, order);
  deps.wake();
};

const tellCase = (deps: Deps, caseNo: string, order: Order) =>
  change(deps.store, cases, caseNo, (kase) => {
    if (isFinal(kase.status)) return kase;
    const now = deps.clock.now();
    if (!kase.verified) return hintOrderCheck(kase, now);
    return evolveAll(
      kase,
      refreshFacts(kase, { ...contextOf(deps, kase), order, refundableFen: refundableFen(order) }),
      now,
      system,
    );
  });
