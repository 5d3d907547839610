import { CASE_NO_PATTERN, type Case } from '../domain/case/state.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import type { Blob } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { messages } from './documents/messages.ts';

export { CASE_NO_PATTERN };

type StoreDeps = Pick<Deps, 'store'>;

export const readCase = async ({ store }: StoreDeps, caseNo: string): Promise<Case | undefined> =>
  CASE_NO_PATTERN.test(caseNo) ? (await store.get(cases, caseNo))?.doc : undefined;

/** A file a customer sent, as it was stored. */
export type Evidence = Blob;
export type EvidenceRefusal = 'case_not_found' | 'evidence_not_found' | 'evidence_pending' | 'evidence_gone';

/**
 * The n-th picture of a case, counted from 1. pending: WeChat has not given it to us yet; gone: it never will.
 * Only what the case itself lists can be had this way, never a blob by its name.
 */
export const readEvidence = async (
  deps: StoreDeps,
  caseNo: string,
  n: number,
): Promise<Result<Evidence, EvidenceRefusal>> => {
  const kase = await readCase(deps, caseNo);
  if (!kase) return refuse('case_not_found');
  const messageId = kase.evidence[n - 1];
  const picture =
    messageId === undefined ? undefined : (await deps.store.get(messages, messageId))?.doc.picture;
  if (messageId === undefined || !picture) return refuse('evidence_not_found');
  if (picture.state !== 'stored') return refuse(`evidence_${picture.state}`);
  const blob = await deps.store.getBlob(messageId);
  if (!blob)
    throw new Error(`${caseNo}: the picture of message ${messageId} is marked stored but is not there`);
  return ok(blob);
};
