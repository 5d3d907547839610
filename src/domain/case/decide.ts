import { type Calendar, addBusinessDays, addDays } from '../calendar.ts';
import { refusalClauses } from '../policy/types.ts';
import type { Policy } from '../policy/types.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type Permission, may } from '../staff.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { outRefundNoOf } from './case-no.ts';
import type { CommandRefusal, Commander, StaffCommand } from './commands.ts';
import type { CaseEvent } from './events.ts';
import type { Case } from './state.ts';
import type { Status } from './status.ts';

export interface DecideContext {
  readonly now: Instant;
  readonly calendar: Calendar;
  /** The version of the policy the case is pinned to. */
  readonly policy: Policy;
  readonly fourEyesAboveFen: number;
  /** What the payer reads on the refund at WeChat Pay: at most 80 bytes. */
  readonly refundReason: string;
  /** What the order's ledger still allows; null: the order is not known. */
  readonly refundableFen: number | null;
}

type Decision = Result<readonly CaseEvent[], CommandRefusal>;

/** WeChat Pay refunds within 365 days of the payment. */
const REFUND_WINDOW_DAYS = 365;

/** What a command needs before it is looked at: who may give it, and where the case must stand. */
export const gates: Record<StaffCommand['type'], { permission: Permission; in: Status }> = {
  approve: { permission: 'handle_case', in: 'in_review' },
  second_approve: { permission: 'second_approval', in: 'awaiting_second_approval' },
  second_decline: { permission: 'second_approval', in: 'awaiting_second_approval' },
  reject: { permission: 'handle_case', in: 'in_review' },
};

/** Decides what follows from a command: events, or a refusal that changes nothing. */
export const decide = (
  kase: Case,
  command: StaffCommand,
  commander: Commander,
  context: DecideContext,
): Decision => {
  const gate = gates[command.type];
  if (!may(commander.staff.role, gate.permission)) return refuse('forbidden');
  if (commander.version !== null && commander.version !== kase.version) return refuse('version_conflict');
  if (kase.status !== gate.in) return refuse('illegal_transition');
  switch (command.type) {
    case 'approve':
      return approve(kase, command, context);
    case 'second_approve':
      return secondApprove(kase, command.note, commander, context);
    case 'second_decline':
      return ok([{ type: 'SecondDeclined', note: command.note }]);
    case 'reject':
      return reject(command, context);
  }
};

const isWindowClosed = ({ order }: Case, now: Instant): boolean =>
  order.paidAt !== null && now > order.paidAt + REFUND_WINDOW_DAYS * DAY_MS;

const approve = (
  kase: Case,
  command: Extract<StaffCommand, { type: 'approve' }>,
  context: DecideContext,
): Decision => {
  if (!kase.verified || context.refundableFen === null) return refuse('unverified_order');
  if (command.amountFen > context.refundableFen) return refuse('amount_exceeds_refundable');
  if (command.amountFen < context.refundableFen) return refuse('partial_needs_offer');
  if (isWindowClosed(kase, context.now)) return refuse('refund_window_closed');
  const needsSecond = command.amountFen > context.fourEyesAboveFen;
  const approved: CaseEvent = {
    type: 'Approved',
    amountFen: command.amountFen,
    note: command.note,
    message: command.message,
    needsSecond,
  };
  return ok(needsSecond ? [approved] : [approved, plan(kase, command.amountFen, context.now, context)]);
};

const secondApprove = (kase: Case, note: string, { staff }: Commander, context: DecideContext): Decision => {
  if (kase.approval === null) return refuse('illegal_transition');
  if (kase.approval.by === staff.name) return refuse('second_person_required');
  if (isWindowClosed(kase, context.now)) return refuse('refund_window_closed');
  const { amountFen } = kase.approval;
  return ok([{ type: 'SecondApproved', note }, plan(kase, amountFen, context.now, context)]);
};

const reject = (
  command: Extract<StaffCommand, { type: 'reject' }>,
  { now, calendar, policy }: DecideContext,
): Decision => {
  const known: readonly string[] = refusalClauses;
  if (command.clauses.length === 0 || !command.clauses.every((clause) => known.includes(clause)))
    return refuse('unknown_clause');
  const appealBy = addDays(calendar, now, policy.parameters.appealDays).at;
  const clauses = [...new Set(command.clauses)].sort();
  return ok([{ type: 'Rejected', clauses, note: command.note, message: command.message, appealBy }]);
};

/** Freezes the next attempt's number and request. Throws where the case has no known order: a fault, checked before. */
export const plan = (
  kase: Case,
  amountFen: number,
  notBefore: Instant,
  {
    now,
    calendar,
    policy,
    refundReason,
  }: Pick<DecideContext, 'now' | 'calendar' | 'policy' | 'refundReason'>,
): CaseEvent => {
  const { paidFen, transactionId } = kase.order;
  if (paidFen === null || transactionId === null)
    throw new Error(`${kase.caseNo} has no paid order to refund`);
  const number = kase.attempts.length + 1;
  const refundBy = addBusinessDays(calendar, now, policy.parameters.refundBusinessDays);
  const arrivalBy = addBusinessDays(calendar, refundBy.at, policy.parameters.arrivalBusinessDaysMax);
  return {
    type: 'PayoutPlanned',
    outRefundNo: outRefundNoOf(kase.caseNo, number),
    number,
    amountFen,
    totalFen: paidFen,
    transactionId,
    reason: refundReason,
    refundBy: refundBy.at,
    arrivalBy: arrivalBy.at,
    provisional: refundBy.provisional || arrivalBy.provisional,
    notBefore,
  };
};
