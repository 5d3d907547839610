import type { Attempt } from '../../domain/case/payout.ts';
import type { Order } from '../../domain/order.ts';
import type { TransactionRecord, WechatPay } from '../../gateways/wechat-pay/types.ts';
import { changeExisting } from '../change.ts';
import type { Deps } from '../deps.ts';
import { orders } from '../documents/orders.ts';
import { lastRestore } from '../restored.ts';
import { inWords, isOurFault } from './answers.ts';

export type Comparison =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'differs'; readonly detail: string }
  /** We are refused rather than answered: our settings or our standing are wrong. */
  | { readonly kind: 'our_fault'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

/**
 * Before an order's first payout, and its first after a restore, its record at WeChat Pay is held against ours:
 * amount, payer, merchant. A record that is already refunded while our ledger is empty means a refund made elsewhere;
 * after a restore, whatever the ledger says, that what was paid since the backup is not in it.
 */
export const compareOrder = async (deps: Deps, pay: WechatPay, attempt: Attempt): Promise<Comparison> => {
  const stored = await deps.store.get(orders, attempt.outTradeNo);
  if (!stored) return { kind: 'differs', detail: `order ${attempt.outTradeNo} is not in our records` };
  const restored = await lastRestore(deps.store);
  const { comparedAt, comparedAfter = null } = stored.doc;
  if (comparedAt !== null && comparedAfter === restored) return { kind: 'agrees' };
  const answer = await pay.queryTransaction({ transactionId: attempt.transactionId });
  if (answer.kind === 'unknown')
    return { kind: answer.contradicts ? 'differs' : 'unknown', detail: answer.detail };
  if (answer.kind === 'not_found')
    return { kind: 'differs', detail: `WeChat Pay knows no transaction ${attempt.transactionId}` };
  if (answer.kind === 'refused')
    return { kind: isOurFault(answer) ? 'our_fault' : 'unknown', detail: inWords(answer) };
  const isRestored = comparedAfter !== restored;
  const difference =
    differenceOf(stored.doc, answer.record, deps.mchid) ??
    refundedElsewhere(stored.doc, answer.record, attempt.outRefundNo, isRestored);
  if (difference !== null) return { kind: 'differs', detail: difference };
  const at = deps.clock.now();
  const { payerTotalFen } = answer.record;
  await changeExisting(deps.store, orders, stored.id, (order) => ({
    ...order,
    comparedAt: at,
    ...(payerTotalFen === null ? {} : { payerTotalFen }),
    ...(restored === null ? {} : { comparedAfter: restored }),
  }));
  return { kind: 'agrees' };
};

/** Where WeChat Pay's record of an order is not about what ours says; null: it is. */
export const differenceOf = (order: Order, record: TransactionRecord, mchid: string): string | null => {
  const ours: readonly (readonly [string, unknown, unknown])[] = [
    ['merchant', mchid, record.mchid],
    ['out_trade_no', order.outTradeNo, record.outTradeNo],
    ['amount', order.amountFen, record.amountFen],
    ['appid', order.appid, record.appid],
    ['payer', order.openid, record.openid],
  ];
  const differing = ours.filter(([, mine, theirs]) => mine !== theirs).map(([name]) => name);
  return differing.length > 0 ? `WeChat Pay's record of the order differs in ${differing.join(', ')}` : null;
};

const refundedElsewhere = (
  order: Order,
  { tradeState }: TransactionRecord,
  outRefundNo: string,
  isRestored: boolean,
): string | null => {
  if (tradeState !== 'REFUND') return null;
  // How much was refunded, its record does not say: an earlier refund in the ledger need not be all.
  if (isRestored)
    return 'WeChat Pay has refunded this order before, and since this database was restored from a backup our ledger may not know of it';
  const earlier = order.ledger.some(
    (entry) => entry.outRefundNo !== outRefundNo && entry.state !== 'refused',
  );
  return earlier ? null : 'WeChat Pay has refunded this order before, and our ledger knows nothing of it';
};
