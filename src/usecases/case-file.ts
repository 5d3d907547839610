import { isArrival } from '../domain/case/arrival.ts';
import type { CaseEvent } from '../domain/case/events.ts';
import { isNoticeEvent } from '../domain/case/outbox.ts';
import type { Case } from '../domain/case/state.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { Language } from '../domain/reason.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import { DAY_MS, type Instant } from '../domain/time.ts';
import type { Blob } from '../store/store.ts';
import { recordAudit } from './audit.ts';
import type { Reader } from './case-access.ts';
import type { Deps } from './deps.ts';
import { type CaseDescription, describeCase } from './describe-case.ts';
import { policyOf } from './policy-of.ts';
import { readCase, readEvidence } from './read-case.ts';
import { type Transcript, readTranscriptBetween } from './read-transcript.ts';

/** Everything that belongs to a case, for a third party who mediates (policy 8.3). */
export interface CaseFile {
  readonly described: CaseDescription;
  /** The version the case was decided under. */
  readonly policy: Policy;
  /** From when on the conversation is in it, up to now. */
  readonly transcriptFrom: Instant;
  readonly transcript: Transcript;
  /** null: the picture is not, or no longer, to be had. */
  readonly pictures: readonly (Blob | null)[];
}

/** What colleagues noted for each other is no part of what a third party reads. */
const withoutNotes = (event: CaseEvent): CaseEvent => ('note' in event ? { ...event, note: '' } : event);

/** Who works on it and which way a notice takes is ours alone; whether it reached the customer is not. */
const isOurs = (event: CaseEvent): boolean =>
  event.type === 'Claimed' || event.type === 'Released' || (isNoticeEvent(event) && !isArrival(event));

const forThirdParties = (kase: Case): Case => ({
  ...kase,
  timeline: kase.timeline
    .filter(({ event }) => !isOurs(event))
    .map((entry) => ({ ...entry, event: withoutNotes(entry.event) })),
});

/** A form may have been begun, and asked about, long before the case was there. */
const BEFORE_MS = 30 * DAY_MS;

/** The complete file of a case; handing it out is recorded first. */
export const openCaseFile = async (
  deps: Deps,
  { staff, address }: Reader,
  caseNo: string,
  language: Language,
): Promise<Result<CaseFile, 'case_not_found'>> => {
  const kase = await readCase(deps, caseNo);
  if (!kase) return refuse('case_not_found');
  const transcriptFrom = kase.openedAt - BEFORE_MS;
  const [described, transcript, ...pictures] = await Promise.all([
    describeCase(deps, forThirdParties(kase), language),
    // What was written after the case had ended belongs to it as well.
    readTranscriptBetween(deps, kase.customer, { from: transcriptFrom, to: deps.clock.now() + 1 }),
    ...kase.evidence.map(async (_id, index) => {
      const picture = await readEvidence(deps, caseNo, index + 1);
      return picture.ok ? picture.value : null;
    }),
  ]);
  await recordAudit(deps, { staff: staff.name, action: 'read_file', caseNo, address, outcome: 'ok' });
  return ok({ described, policy: policyOf(deps, kase), transcriptFrom, transcript, pictures });
};
