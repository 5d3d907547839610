import { explainAssessment, offerLines, timelineText, troubleText } from '../conversation/timeline.ts';
import type { Actor } from '../domain/case/actor.ts';
import { suggestOffer, withPayerPart } from '../domain/case/offer.ts';
import type { Case } from '../domain/case/state.ts';
import { refundableFen } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import type { Language } from '../domain/reason.ts';
import type { Instant } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { messages } from './documents/messages.ts';
import { orders } from './documents/orders.ts';
import { policyOf } from './policy-of.ts';

/** A picture of a case; `n` counts from 1. */
export interface EvidenceItem {
  readonly n: number;
  readonly state: 'pending' | 'stored' | 'gone';
  readonly contentType: string | null;
}

/** A case with what people read beside it. */
export interface CaseDescription {
  readonly kase: Case;
  /** null: the order is not known, or not proven to be the customer's. */
  readonly refundableFen: number | null;
  /** What of the price the customer paid, the rest by coupons; null: not known. */
  readonly payerPaidFen: number | null;
  /** When the shop's own system last told of the order; null: never, or as above. */
  readonly orderToldAt: Instant | null;
  readonly explanation: string;
  readonly timeline: readonly {
    readonly at: Instant;
    readonly actor: Actor;
    readonly type: string;
    readonly text: string;
  }[];
  readonly evidence: readonly EvidenceItem[];
  /** What clause 5.2 comes to by actual usage; null: the usage is not known, or nothing can be refunded. */
  readonly suggestion: { readonly amountFen: number; readonly calculation: readonly string[] } | null;
  /** The calculation of the last offer. */
  readonly offerLines: readonly string[];
  /** What the last payout meets; null: nothing. */
  readonly trouble: string | null;
}

type DescribeDeps = Pick<Deps, 'store' | 'policies'>;

const orderOf = async ({ store }: DescribeDeps, kase: Case): Promise<Order | undefined> =>
  kase.verified ? (await store.get(orders, kase.order.outTradeNo))?.doc : undefined;

const evidenceOf = async ({ store }: DescribeDeps, kase: Case): Promise<readonly EvidenceItem[]> =>
  Promise.all(
    kase.evidence.map(async (messageId, index): Promise<EvidenceItem> => {
      const picture = (await store.get(messages, messageId))?.doc.picture;
      return { n: index + 1, state: picture?.state ?? 'gone', contentType: picture?.contentType ?? null };
    }),
  );

const suggestionOf = (
  { order, assessment }: Case,
  stored: Order | undefined,
  language: Language,
): CaseDescription['suggestion'] => {
  const { quotaUsed, quotaTotal } = assessment.facts;
  const refundable = stored ? refundableFen(stored) : 0;
  if (refundable === 0 || order.paidFen === null) return null;
  if (quotaUsed === null || quotaTotal === null) return null;
  const suggested = suggestOffer(order.paidFen, refundable, { quotaUsed, quotaTotal });
  if (!suggested) return null;
  const lines = withPayerPart(suggested.lines, stored?.payerTotalFen);
  return { amountFen: suggested.amountFen, calculation: offerLines(lines, language) };
};

/** What staff read of a case; in Chinese where they have not chosen. */
export const describeCase = async (
  deps: DescribeDeps,
  kase: Case,
  language: Language = 'zh',
): Promise<CaseDescription> => {
  const trouble = kase.attempts.at(-1)?.trouble ?? null;
  const [order, evidence] = await Promise.all([orderOf(deps, kase), evidenceOf(deps, kase)]);
  return {
    kase,
    refundableFen: order ? refundableFen(order) : null,
    orderToldAt: order?.toldAt ?? null,
    payerPaidFen: order?.payerTotalFen ?? null,
    explanation: explainAssessment(kase.assessment, policyOf(deps, kase), language),
    timeline: kase.timeline.map(({ at, actor, event }) => ({
      at,
      actor,
      type: event.type,
      text: timelineText({ actor, event }, language),
    })),
    evidence,
    suggestion: suggestionOf(kase, order, language),
    offerLines: offerLines(kase.offers.at(-1)?.lines ?? [], language),
    trouble: trouble === null ? null : troubleText(trouble, language),
  };
};
