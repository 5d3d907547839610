import { ok, refuse } from '../../result.ts';
import type { CommandRefusal, StaffCommand } from '../commands.ts';
import { whoHadPart } from '../appeal.ts';
import type { CaseEvent } from '../events.ts';
import type { Case } from '../state.ts';
import type { StaffMember } from '../../staff.ts';
import type { DecideContext, Decision } from './context.ts';
import { needsSecond } from './four-eyes.ts';
import { isWindowClosed, plan } from './plan.ts';

type Approve = Extract<StaffCommand, { type: 'approve' }>;

/** What can be paid out of the case's order now, and could be by WeChat Pay; or why nothing can. */
export const payableFen = (
  kase: Case,
  { refundableFen, now }: DecideContext,
): { readonly ok: true; readonly value: number } | { readonly ok: false; readonly code: CommandRefusal } => {
  if (!kase.verified || refundableFen === null) return refuse('unverified_order');
  if (isWindowClosed(kase, now)) return refuse('refund_window_closed');
  return ok(refundableFen);
};

/** The whole of what can be refunded, in favour of the customer: at once, or after a second person has agreed. */
export const fullRefund = (
  kase: Case,
  given: Pick<Approve, 'note' | 'message'> & { readonly amountFen: number },
  context: DecideContext,
): readonly CaseEvent[] => {
  const { amountFen, note, message } = given;
  const waits = needsSecond(kase, amountFen, context);
  const approved: CaseEvent = { type: 'Approved', amountFen, note, message, needsSecond: waits };
  return waits ? [approved] : [approved, plan(kase, amountFen, context.now, context)];
};

export const approve = (kase: Case, command: Approve, context: DecideContext): Decision => {
  const payable = payableFen(kase, context);
  if (!payable.ok) return payable;
  if (command.amountFen > payable.value) return refuse('amount_exceeds_refundable');
  if (command.amountFen < payable.value) return refuse('partial_needs_offer');
  return ok(fullRefund(kase, command, context));
};

/** Bound to exactly what was approved: any change of the case in between has voided it, and the ledger has the last word. */
export const secondApprove = (
  kase: Case,
  note: string,
  staff: StaffMember,
  context: DecideContext,
): Decision => {
  const { approval } = kase;
  if (approval === null) return refuse('illegal_transition');
  if (approval.by === staff.name) return refuse('second_person_required');
  if (approval.boundVersion !== kase.version) return refuse('version_conflict');
  const payable = payableFen(kase, context);
  if (!payable.ok) return payable;
  if (approval.amountFen > payable.value) return refuse('amount_exceeds_refundable');
  return ok([{ type: 'SecondApproved', note }, plan(kase, approval.amountFen, context.now, context)]);
};

/**
 * Whether this person may decline what has been approved. Whoever approved it may take it back as well; whoever had a
 * part in what an appeal was won against may not undo that.
 */
export const mayDecline = (kase: Case, staff: StaffMember): boolean => {
  const { approval, appeals } = kase;
  const appeal = approval?.returnTo === 'appealed' ? appeals.at(-1) : undefined;
  return appeal === undefined || approval?.by === staff.name || !whoHadPart(kase, appeal).has(staff.name);
};
