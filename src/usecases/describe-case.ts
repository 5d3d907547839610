import { explainAssessment, timelineText, troubleText } from '../conversation/timeline.ts';
import type { Actor } from '../domain/case/actor.ts';
import { liveAttempt } from '../domain/case/next-action.ts';
import type { Case } from '../domain/case/state.ts';
import { refundableFen } from '../domain/ledger.ts';
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
  readonly explanation: string;
  readonly timeline: readonly {
    readonly at: Instant;
    readonly actor: Actor;
    readonly type: string;
    readonly text: string;
  }[];
  readonly evidence: readonly EvidenceItem[];
  /** What stands in the live payout's way; null: nothing. */
  readonly trouble: string | null;
}

type DescribeDeps = Pick<Deps, 'store' | 'policies'>;

const refundableOf = async ({ store }: DescribeDeps, kase: Case): Promise<number | null> => {
  const order = kase.verified ? await store.get(orders, kase.order.outTradeNo) : undefined;
  return order ? refundableFen(order.doc) : null;
};

const evidenceOf = async ({ store }: DescribeDeps, kase: Case): Promise<readonly EvidenceItem[]> =>
  Promise.all(
    kase.evidence.map(async (messageId, index): Promise<EvidenceItem> => {
      const picture = (await store.get(messages, messageId))?.doc.picture;
      return { n: index + 1, state: picture?.state ?? 'gone', contentType: picture?.contentType ?? null };
    }),
  );

/** What staff read of a case; in Chinese where they have not chosen. */
export const describeCase = async (
  deps: DescribeDeps,
  kase: Case,
  language: Language = 'zh',
): Promise<CaseDescription> => {
  const [refundable, evidence] = await Promise.all([refundableOf(deps, kase), evidenceOf(deps, kase)]);
  return {
    kase,
    refundableFen: refundable,
    explanation: explainAssessment(kase.assessment, policyOf(deps, kase), language),
    timeline: kase.timeline.map(({ at, actor, event }) => ({
      at,
      actor,
      type: event.type,
      text: timelineText({ actor, event }, language),
    })),
    evidence,
    trouble: troubleText(liveAttempt(kase)?.trouble ?? null, language),
  };
};
