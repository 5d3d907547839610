import { DAY_MS, type Instant } from '../domain/time.ts';
import type { Language } from '../domain/reason.ts';
import { firstStep } from './flow.ts';
import { type Conversation, type Draft, FLOW_VERSION } from './state.ts';
import type { Stale } from './messages/texts.ts';
import type { SubmitApplication, TurnContext } from './types.ts';

const DRAFT_LIFE_MS = 7 * DAY_MS;

export const newDraft = ({ newDraftId, now }: TurnContext): Draft => ({
  id: newDraftId,
  flowVersion: FLOW_VERSION,
  step: firstStep,
  editing: false,
  resuming: false,
  listed: [],
  order: null,
  category: null,
  text: null,
  evidence: [],
  failures: 0,
  updatedAt: now,
});

const staleness = (draft: Draft, now: Instant): Stale | null => {
  if (draft.flowVersion !== FLOW_VERSION) return 'version';
  return now - draft.updatedAt > DRAFT_LIFE_MS ? 'age' : null;
};

/** Lets go of a draft that must not be gone on with, and says why. */
export const withoutStaleDraft = (
  conversation: Conversation,
  now: Instant,
): { conversation: Conversation; stale: Stale | null } => {
  const stale = conversation.draft === null ? null : staleness(conversation.draft, now);
  return { conversation: stale === null ? conversation : { ...conversation, draft: null }, stale };
};

/** The application a draft has become; null where it is not complete. */
export const applicationOf = (draft: Draft, language: Language): SubmitApplication | null => {
  const { id, order, category, text, evidence } = draft;
  if (order === null || category === null || text === null) return null;
  const { outTradeNo, transactionId, matched } = order;
  return {
    type: 'submit_application',
    draftId: id,
    language,
    order: { outTradeNo, transactionId, matched },
    reason: { category, text },
    evidence,
  };
};
