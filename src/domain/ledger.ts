import { z } from 'zod';
import { positiveFenSchema } from './money.ts';

/**
 * The order's ledger of refunds. It answers once per number, for good; an entry is never removed.
 * reserved: may be posted to WeChat Pay. refused: never may. closed: WeChat Pay verified that it failed.
 * settled: WeChat Pay verified that it was paid. outside: paid another way.
 */
export const ledgerStates = ['reserved', 'refused', 'closed', 'settled', 'outside'] as const;
export const ledgerEntrySchema = z.object({
  outRefundNo: z.string(),
  caseNo: z.string(),
  amountFen: positiveFenSchema,
  state: z.enum(ledgerStates),
  at: z.number(),
  /** WeChat Pay paid it after it had been paid another way: the amount is gone twice. */
  paidTwice: z.literal(true).optional(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** What was paid, and every refund that was ever asked of it. */
export interface Ledgered {
  readonly amountFen: number;
  readonly ledger: readonly LedgerEntry[];
}

/** What an entry takes away from what can still be refunded. */
const holds = (entry: LedgerEntry): boolean => entry.state !== 'refused' && entry.state !== 'closed';

const heldFen = ({ amountFen, paidTwice }: LedgerEntry): number => (paidTwice ? 2 * amountFen : amountFen);

/** More than was paid for the order only where money has left twice. */
export const committedFen = (order: Ledgered): number =>
  order.ledger.filter(holds).reduce((sum, entry) => sum + heldFen(entry), 0);

/** What may still be refunded of an order. */
export const refundableFen = (order: Ledgered): number => Math.max(0, order.amountFen - committedFen(order));

export const findEntry = (order: Ledgered, outRefundNo: string): LedgerEntry | undefined =>
  order.ledger.find((entry) => entry.outRefundNo === outRefundNo);

/**
 * Asks for a reservation. Asked again with the same number it gives the first answer, whatever has
 * happened since (reference: wechat-pay, "Never twice, never lost", 2).
 */
export const reserve = <Order extends Ledgered>(
  order: Order,
  request: { outRefundNo: string; caseNo: string; amountFen: number },
  at: number,
): { order: Order; entry: LedgerEntry } => {
  const known = findEntry(order, request.outRefundNo);
  if (known) return { order, entry: known };
  const entry: LedgerEntry = {
    ...request,
    state: request.amountFen <= refundableFen(order) ? 'reserved' : 'refused',
    at,
  };
  return { order: { ...order, ledger: [...order.ledger, entry] }, entry };
};

/**
 * What may still become of an entry. SUCCESS is absorbing, a refused number never becomes anything else, and
 * what was paid another way is not freed by WeChat Pay's closing its own refund.
 */
const next: Readonly<Record<LedgerEntry['state'], readonly LedgerEntry['state'][]>> = {
  reserved: ['closed', 'settled', 'outside'],
  closed: ['settled', 'outside'],
  outside: ['settled'],
  settled: [],
  refused: [],
};

/** Marks what became of a reservation; the same order comes back where that can no longer become of it. */
export const mark = <Order extends Ledgered>(
  order: Order,
  outRefundNo: string,
  state: 'closed' | 'settled' | 'outside',
  at: number,
): Order => {
  const entry = findEntry(order, outRefundNo);
  if (!entry || !next[entry.state].includes(state)) return order;
  const marked: LedgerEntry = {
    ...entry,
    state,
    at,
    ...(entry.state === 'outside' && state === 'settled' ? { paidTwice: true } : {}),
  };
  return { ...order, ledger: order.ledger.map((each) => (each === entry ? marked : each)) };
};
