import type { Attempt } from '../../domain/case/payout.ts';
import { type LedgerEntry, findEntry, mark, reserve } from '../../domain/ledger.ts';
import { changeExisting } from '../change.ts';
import type { Deps } from '../deps.ts';
import { orders } from '../documents/orders.ts';

type Ledger = Pick<Deps, 'store' | 'clock'>;

/** Asks the order's ledger; it answers once per number, for good. */
export const reserveAttempt = async (
  { store, clock }: Ledger,
  caseNo: string,
  { outTradeNo, outRefundNo, amountFen }: Attempt,
): Promise<LedgerEntry> => {
  const request = { outRefundNo, caseNo, amountFen };
  const at = clock.now();
  const { doc } = await changeExisting(
    store,
    orders,
    outTradeNo,
    (order) => reserve(order, request, at).order,
  );
  return reserve(doc, request, at).entry;
};

/**
 * Writes a verified end into the ledger; done before the case is told of it.
 * @returns the entry as it then stands, which is another where that end could no longer become of it
 */
export const markAttempt = async (
  { store, clock }: Ledger,
  { outTradeNo, outRefundNo }: Attempt,
  state: 'closed' | 'settled' | 'outside',
): Promise<LedgerEntry | undefined> => {
  const { doc } = await changeExisting(store, orders, outTradeNo, (order) =>
    mark(order, outRefundNo, state, clock.now()),
  );
  return findEntry(doc, outRefundNo);
};

/** Whether the ledger permits a POST under this number now. */
export const permitsPost = async ({ store }: Ledger, attempt: Attempt): Promise<boolean> => {
  const order = await store.get(orders, attempt.outTradeNo);
  const entry = order && findEntry(order.doc, attempt.outRefundNo);
  return entry?.state === 'reserved' && entry.amountFen === attempt.amountFen;
};
