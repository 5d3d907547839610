import { z } from 'zod';
import { fenSchema, positiveFenSchema } from '../money.ts';
import type { Usage } from '../order.ts';
import type { Instant } from '../time.ts';

/**
 * One line of the calculation behind an offer; the lines add up to the amount.
 * paid: what was paid. used: taken off for what was used of it. refunded: taken off for earlier refunds.
 * adjustment: what people added or took off.
 */
export const offerLineSchema = z.object({
  kind: z.enum(['paid', 'used', 'refunded', 'adjustment']),
  /** May be negative. */
  amountFen: z.int(),
  /** `used` only: so much of so much. */
  quota: z.object({ used: z.int(), total: z.int() }).nullable(),
  /** `paid` only: what of it the customer paid, the rest by coupons; absent: not known. */
  payerFen: fenSchema.optional(),
});
export type OfferLine = z.infer<typeof offerLineSchema>;

export const offerEndings = [
  'declined',
  'countered',
  'withdrawn',
  'lapsed',
  'appealed',
  'not_approved',
] as const;
export type OfferEnding = (typeof offerEndings)[number];

/** A part of the money that we offer and the customer may take (clause 5.2). */
export const offerSchema = z.object({
  /** `offer-<n>`, counted within the case. */
  id: z.string(),
  amountFen: positiveFenSchema,
  lines: z.array(offerLineSchema),
  note: z.string(),
  message: z.string().nullable(),
  by: z.string(),
  at: z.number(),
  /** The last millisecond at which it can be accepted. */
  lapsesAt: z.number(),
  /** When the customer is reminded once; null: they have been, or there is no time to. */
  remindAt: z.number().nullable(),
  /** Where the case goes on when the offer comes to nothing. */
  returnTo: z.enum(['in_review', 'appealed']),
  state: z.enum(['open', 'accepted', ...offerEndings]),
  /** What the customer asked for instead. */
  counterFen: fenSchema.nullable(),
  endedAt: z.number().nullable(),
});
export type Offer = z.infer<typeof offerSchema>;

/** The only offer that can be answered: there is never more than one. */
export const openOffer = (offers: readonly Offer[]): Offer | undefined => {
  const last = offers.at(-1);
  return last?.state === 'open' ? last : undefined;
};

const line = (kind: OfferLine['kind'], amountFen: number, quota: OfferLine['quota'] = null): OfferLine => ({
  kind,
  amountFen,
  quota,
});

export interface Suggestion {
  readonly amountFen: number;
  readonly lines: readonly OfferLine[];
}

/** Fen are whole: what is used of a fen counts as unused, so that the customer never loses by rounding. */
const usedFen = (paidFen: number, used: number, total: number): number =>
  Number((BigInt(paidFen) * BigInt(Math.min(used, total))) / BigInt(total));

/**
 * What clause 5.2 comes to by actual usage: what was paid, less what was used of it in proportion, less what has
 * gone back already. null: how much was used of how much is not known.
 */
export const suggestOffer = (
  paidFen: number,
  refundableFen: number,
  usage: Pick<Usage, 'quotaUsed' | 'quotaTotal'> | null,
): Suggestion | null => {
  if (usage === null || usage.quotaTotal === 0) return null;
  const taken = usedFen(paidFen, usage.quotaUsed, usage.quotaTotal);
  const refundedFen = paidFen - refundableFen;
  const lines = [
    line('paid', paidFen),
    line('used', -taken, { used: usage.quotaUsed, total: usage.quotaTotal }),
    ...(refundedFen > 0 ? [line('refunded', -Math.min(refundedFen, paidFen - taken))] : []),
  ];
  return { amountFen: lines.reduce((sum, each) => sum + each.amountFen, 0), lines };
};

/** The calculation of an offer of another amount: what people made of the suggestion is a line of its own. */
export const linesFor = (
  amountFen: number,
  paidFen: number,
  refundableFen: number,
  suggestion: Suggestion | null,
): OfferLine[] => {
  const refundedFen = paidFen - refundableFen;
  const base: Suggestion = suggestion ?? {
    amountFen: refundableFen,
    lines: [line('paid', paidFen), ...(refundedFen > 0 ? [line('refunded', -refundedFen)] : [])],
  };
  const difference = amountFen - base.amountFen;
  return difference === 0 ? [...base.lines] : [...base.lines, line('adjustment', difference)];
};

/** The calculation, with what coupons paid of the price told apart; undefined: nobody has said. */
export const withPayerPart = (lines: readonly OfferLine[], payerFen: number | undefined): OfferLine[] =>
  lines.map((each) => (payerFen === undefined || each.kind !== 'paid' ? each : { ...each, payerFen }));

/** Whether an offer can still be answered; it lapses by the clock, whoever has noticed. */
export const isLapsed = ({ lapsesAt }: Offer, now: Instant): boolean => now > lapsesAt;
