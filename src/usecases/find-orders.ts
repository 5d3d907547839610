import type { LookupResult, OrderChoice } from '../conversation/types.ts';
import type { Customer } from '../domain/case/state.ts';
import { refundableFen } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import type { TransactionRecord } from '../gateways/wechat-pay/types.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { orders } from './documents/orders.ts';

/** What the form lists at most (INTERFACE, "What customers type"). */
const MAX_ORDERS = 9;

/** The customer's own orders, newest first, each with the case that holds it now. */
export const customerOrders = async (
  { store }: Pick<Deps, 'store'>,
  customer: Customer,
): Promise<readonly OrderChoice[]> => {
  const page = await store.scan(orders, 'customer', {
    facet: `${customer.appid}:${customer.openid}`,
    descending: true,
    limit: MAX_ORDERS,
  });
  return Promise.all(page.items.map((item) => choiceOf({ store }, item.doc)));
};

/** unknown: there is none of that number, as far as anybody can tell. not_told: nobody could be asked. */
export type Learnt =
  | { readonly kind: 'known'; readonly order: Order }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'not_told' };

/**
 * The order of that number, asked of our records, then of WeChat Pay; what it tells becomes an order of ours whose use is
 * not known, unless `keep` says no.
 */
export const learnOrder = async (
  deps: Deps,
  number: string,
  keep: (paid: { readonly appid: string; readonly openid: string }) => boolean = () => true,
): Promise<Learnt> => {
  const known = await findOrder(deps, number);
  if (known) return { kind: 'known', order: known };
  if (!deps.wechatPay) return { kind: 'not_told' };
  const answer = await deps.wechatPay.queryTransaction(
    TRANSACTION_ID.test(number) ? { transactionId: number } : { outTradeNo: number },
  );
  if (answer.kind === 'not_found') return { kind: 'not_found' };
  if (answer.kind !== 'answered') {
    deps.log.warn({ answer }, 'an order could not be checked with WeChat Pay');
    return { kind: 'not_told' };
  }
  const order = orderFrom(answer.record);
  if (!keep(order)) return { kind: 'known', order };
  await deps.store.insert(orders, order.outTradeNo, order);
  const learnt = await findOrder(deps, order.outTradeNo);
  return learnt ? { kind: 'known', order: learnt } : { kind: 'not_told' };
};

/**
 * Whose order is it? "No such order" and "nobody could be asked" are both `unknown` here: either way the application is
 * accepted unverified. What somebody else paid is none of this customer's business, and is not kept.
 */
export const lookupOrder = async (deps: Deps, customer: Customer, number: string): Promise<LookupResult> => {
  const learnt = await learnOrder(deps, number, (paid) => isPayer(customer, paid));
  return learnt.kind === 'known' ? judge(deps, customer, learnt.order) : { kind: 'unknown' };
};

/** WeChat Pay's transaction numbers are 28 digits. */
const TRANSACTION_ID = /^\d{28}$/;

const findOrder = async ({ store }: Pick<Deps, 'store'>, number: string): Promise<Order | undefined> =>
  (
    (await store.getByKey(orders, `trade:${number}`)) ??
    (await store.getByKey(orders, `transaction:${number}`))
  )?.doc;

const judge = async (deps: Deps, customer: Customer, order: Order): Promise<LookupResult> =>
  isPayer(customer, order) ? { kind: 'mine', order: await choiceOf(deps, order) } : { kind: 'foreign' };

export const isPayer = (
  customer: Customer,
  paid: { readonly appid: string; readonly openid: string },
): boolean => paid.appid === customer.appid && paid.openid === customer.openid;

const choiceOf = async ({ store }: Pick<Deps, 'store'>, order: Order): Promise<OrderChoice> => {
  const open = await store.getByKey(cases, `open:${order.outTradeNo}`);
  const { outTradeNo, transactionId, description, amountFen, paidAt } = order;
  return {
    outTradeNo,
    transactionId,
    description,
    amountFen,
    paidAt,
    refundableFen: refundableFen(order),
    openCaseNo: open?.doc.caseNo ?? null,
  };
};

/** WeChat Pay does not tell what was bought: the order goes by its number until the shop's feed says. */
const orderFrom = (record: TransactionRecord): Order => ({
  outTradeNo: record.outTradeNo,
  transactionId: record.transactionId,
  appid: record.appid,
  openid: record.openid,
  unionid: null,
  email: null,
  description: record.outTradeNo,
  amountFen: record.amountFen,
  ...(record.payerTotalFen === null ? {} : { payerTotalFen: record.payerTotalFen }),
  paidAt: record.successTime,
  promotional: null,
  terminatedForViolation: null,
  usage: null,
  source: 'wechatpay',
  toldAt: null,
  comparedAt: null,
  ledger: [],
});
