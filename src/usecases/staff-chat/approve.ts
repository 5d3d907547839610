import type { Confirmation } from '../../conversation/state.ts';
import type { StaffCaseView, StaffOutcome } from '../../conversation/staff-chat/outcome.ts';
import { textsFor } from '../../conversation/messages/texts-for.ts';
import { gateRefusal } from '../../domain/case/decide/gates.ts';
import type { StaffMember } from '../../domain/staff.ts';
import type { Language } from '../../domain/reason.ts';
import { MINUTE_MS } from '../../domain/time.ts';
import { recordAudit } from '../audit.ts';
import { decideAudited } from '../case-access.ts';
import { commandIdOf } from '../decide-case.ts';
import type { Deps } from '../deps.ts';
import { type StaffAccount, memberOf } from '../documents/staff.ts';
import { readCase } from '../read-case.ts';
import { WECHAT_ADDRESS } from './note-binding.ts';
import { viewCase } from './view-case.ts';

const CONFIRM_MINUTES = 5;
const MAX_FAILURES = 3;

type Asked = Pick<Confirmation, 'command' | 'amountFen'>;

/** What can be approved of the case by this member, in full. */
const askedOf = ({ kase, commands, refundableFen }: StaffCaseView): Asked | null => {
  if (commands.includes('second_approve') && kase.approval)
    return { command: 'second_approve', amountFen: kase.approval.amountFen };
  return commands.includes('approve') && refundableFen !== null && refundableFen > 0
    ? { command: 'approve', amountFen: refundableFen }
    : null;
};

const whyNot = ({ kase, refundableFen }: StaffCaseView, staff: StaffMember): string => {
  if (kase.status === 'awaiting_second_approval' && kase.approval?.by === staff.name)
    return 'second_person_required';
  const command = kase.status === 'awaiting_second_approval' ? 'second_approve' : 'approve';
  const refusal = gateRefusal(kase, staff, command);
  if (refusal !== null) return refusal;
  return refundableFen === null ? 'unverified_order' : 'nothing_refundable';
};

/**
 * Asks the member to confirm, with a code of their second factor, that everything that can be refunded is: bound to the
 * case as it stands now. Nothing has been done yet.
 */
export const askToConfirm = async (
  deps: Deps,
  account: StaffAccount,
  { caseNo, changed }: { readonly caseNo: string; readonly changed: boolean },
): Promise<StaffOutcome> => {
  if (account.totp?.confirmedAt == null) return { kind: 'no_second_factor' };
  const kase = await readCase(deps, caseNo);
  if (!kase) return { kind: 'refused', caseNo, code: 'case_not_found' };
  const view = await viewCase(deps, account, kase);
  const asked = askedOf(view);
  if (!asked) return { kind: 'refused', caseNo, code: whyNot(view, account) };
  const confirmation = {
    ...asked,
    caseNo,
    version: kase.version,
    expiresAt: deps.clock.now() + CONFIRM_MINUTES * MINUTE_MS,
    failures: 0,
  };
  return { kind: 'confirm', view, confirmation, changed };
};

/** A code that decides, and the message it came in. */
interface Confirming {
  readonly asked: Confirmation;
  readonly code: string;
  readonly key: string;
  /** Of the conversation; the decision's note is in it. */
  readonly language: Language;
}

const decisionOf = (account: StaffAccount, { asked, key, language }: Confirming) => {
  const { caseNo, version, amountFen } = asked;
  const { note } = textsFor(language).staffChat;
  const command =
    asked.command === 'approve'
      ? ({ type: 'approve', amountFen, note, message: null } as const)
      : ({ type: 'second_approve', note } as const);
  return { caseNo, version, staff: memberOf(account), idempotencyKey: key, command };
};

const decide = async (deps: Deps, account: StaffAccount, confirming: Confirming): Promise<StaffOutcome> => {
  const { caseNo, amountFen } = confirming.asked;
  const decided = await decideAudited(deps, decisionOf(account, confirming), WECHAT_ADDRESS);
  if (decided.ok) return { kind: 'approved', kase: decided.value, amountFen };
  if (decided.code === 'version_conflict') return askToConfirm(deps, account, { caseNo, changed: true });
  return { kind: 'refused', caseNo, code: decided.code };
};

/**
 * The code that the member was asked for: it is used up, then the decision is taken, on the version they were shown. A
 * crash between the two leaves the decision untaken, and the next code takes it; one that was taken is not taken again.
 */
export const confirm = async (
  deps: Deps,
  account: StaffAccount,
  confirming: Confirming,
): Promise<StaffOutcome> => {
  const { asked, code } = confirming;
  const { caseNo } = asked;
  const kase = await readCase(deps, caseNo);
  const commandId = commandIdOf(decisionOf(account, confirming));
  if (kase?.commands.some(({ id }) => id === commandId)) return decide(deps, account, confirming);
  if (deps.clock.now() >= asked.expiresAt) return { kind: 'confirmation_ended', why: 'expired', caseNo };
  const taken = await deps.takeCode(account.name, code);
  if (taken.ok) return decide(deps, account, confirming);
  await recordAudit(deps, {
    staff: account.name,
    action: 'second_factor',
    caseNo,
    address: WECHAT_ADDRESS,
    outcome: taken.code,
  });
  if (taken.code === 'unreadable_secret') return { kind: 'no_second_factor' };
  const failures = asked.failures + 1;
  if (taken.code === 'too_many_attempts' || failures >= MAX_FAILURES)
    return { kind: 'confirmation_ended', why: 'too_many', caseNo };
  return { kind: 'wrong_code', confirmation: { ...asked, failures }, left: MAX_FAILURES - failures };
};
