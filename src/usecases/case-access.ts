import { CASE_NO_PATTERN, type Case } from '../domain/case/state.ts';
import type { Language } from '../domain/reason.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import type { StaffMember } from '../domain/staff.ts';
import { recordAudit, recordDone } from './audit.ts';
import { type Decision, decideCase } from './decide-case.ts';
import type { Deps } from './deps.ts';
import { type CaseDescription, describeCase } from './describe-case.ts';
import type { AuditAction } from './documents/audit.ts';
import { type CaseQuery, listCases } from './list-cases.ts';
import { type StaffApplication, openForCustomer } from './open-for-customer.ts';
import { type Evidence, type EvidenceRefusal, readCase, readEvidence } from './read-case.ts';
import { type TranscriptLine, readTranscript } from './read-transcript.ts';

/*
 * What staff see of customers and do to their cases, each with its entry in the audit log. The entry is written beside
 * the reading, so that it takes hardly longer; but where it cannot be written, nothing is handed out: customers' data
 * seen without a trace is what the log is there to rule out. What was not handed out needs no entry.
 */

/** Who asks, and from where. */
export interface Reader {
  readonly staff: StaffMember;
  /** null: not known. */
  readonly address: string | null;
}

type Seen = { readonly caseNo: string } | { readonly listed: string[] } | { readonly threads: string[] };

export const noteReading = (deps: Deps, { staff, address }: Reader, action: AuditAction, seen: Seen) =>
  recordAudit(deps, { staff: staff.name, action, address, outcome: 'ok', ...seen });

/** Cases with everything that staff read of them. */
export const openCases = async (
  deps: Deps,
  reader: Reader,
  query: CaseQuery,
  language?: Language,
): Promise<Result<{ cases: readonly CaseDescription[]; next: string | null }, 'invalid_cursor'>> => {
  const page = await listCases(deps, query);
  if (!page.ok) return page;
  const { cases, next } = page.value;
  const [described] = await Promise.all([
    Promise.all(cases.map((kase) => describeCase(deps, kase, language))),
    cases.length === 0
      ? null
      : noteReading(deps, reader, 'list_cases', { listed: cases.map(({ caseNo }) => caseNo) }),
  ]);
  return ok({ cases: described, next });
};

/** One case with everything that staff read of it. */
export const openCase = async (
  deps: Deps,
  reader: Reader,
  caseNo: string,
  language?: Language,
): Promise<Result<CaseDescription, 'case_not_found'>> => {
  const kase = await readCase(deps, caseNo);
  if (!kase) return refuse('case_not_found');
  const [described] = await Promise.all([
    describeCase(deps, kase, language),
    noteReading(deps, reader, 'read_case', { caseNo }),
  ]);
  return ok(described);
};

/** The n-th picture of a case; see `readEvidence`. */
export const openEvidence = async (
  deps: Deps,
  reader: Reader,
  caseNo: string,
  n: number,
): Promise<Result<Evidence, EvidenceRefusal>> => {
  const evidence = await readEvidence(deps, caseNo, n);
  if (evidence.ok) await noteReading(deps, reader, 'read_evidence', { caseNo });
  return evidence;
};

/** The last messages between us and the customer of a case. */
export const openTranscript = async (
  deps: Deps,
  reader: Reader,
  caseNo: string,
): Promise<Result<{ kase: Case; lines: readonly TranscriptLine[] }, 'case_not_found'>> => {
  const kase = await readCase(deps, caseNo);
  if (!kase) return refuse('case_not_found');
  const [lines] = await Promise.all([
    readTranscript(deps, kase.customer),
    noteReading(deps, reader, 'read_transcript', { caseNo }),
  ]);
  return ok({ kase, lines });
};

/** `decideCase`, recorded however it ends. */
export const decideAudited = async (
  deps: Deps,
  decision: Decision,
  address: string | null,
): Promise<Result<Case>> => {
  const decided = await decideCase(deps, decision);
  const { caseNo, staff, command } = decision;
  await recordDone(deps, {
    staff: staff.name,
    action: command.type,
    caseNo: CASE_NO_PATTERN.test(caseNo) ? caseNo : null,
    address,
    outcome: decided.ok ? 'ok' : decided.code,
  });
  return decided;
};

/** `openForCustomer`, recorded in the same way. */
export const openAudited = async (
  deps: Deps,
  application: StaffApplication,
  address: string | null,
): Promise<Result<Case>> => {
  const opened = await openForCustomer(deps, application);
  await recordDone(deps, {
    staff: application.staff.name,
    action: 'open_case',
    caseNo: opened.ok ? opened.value.caseNo : null,
    address,
    outcome: opened.ok ? 'ok' : opened.code,
  });
  return opened;
};

export type { AuditAction };
