import type { Role, StaffMember } from '../staff.ts';
import type { Case } from '../case/state.ts';
import type { Alert, AlertKind, DigestTopic } from './alert.ts';

const supervisors: readonly Role[] = ['supervisor', 'admin'];
const answering: readonly Role[] = ['agent', 'supervisor', 'admin'];
const money: readonly Role[] = ['finance', 'admin'];
const admins: readonly Role[] = ['admin'];

/** Whose business each alert is, beside that of whoever has claimed its case. */
const rolesFor: Readonly<Record<AlertKind, readonly Role[]>> = {
  morning_digest: [],
  payouts_stopped: money,
  payouts_stopped_as_wrong: money,
  payouts_released: money,
  daily_cap_set: money,
  payouts_paused: money,
  balance_short: money,
  late_refund_result: money,
  notification_quarantined: money,
  payout_needs_person: money,
  payout_abnormal: money,
  payout_unknown: money,
  payout_closed: money,
  payout_refused: money,
  refund_overdue: ['supervisor', 'finance', 'admin'],
  payouts_held: money,
  daily_cap_reached: money,
  refund_above_cap: money,
  review_overdue: supervisors,
  person_overdue: supervisors,
  person_not_reached: supervisors,
  shop_not_told: admins,
  refund_due_soon: money,
  review_due_soon: [],
  person_due_soon: supervisors,
  appeal_filed: supervisors,
  second_approval_waits: ['supervisor', 'finance', 'admin'],
  customer_answered: [],
  person_waits: answering,
  work_failing: admins,
  notices_held_back: admins,
  notice_faulty: admins,
  notice_undeliverable: [],
  notice_delayed: [],
};

/** What of a case its assignee can do something about. */
const forAssignee: readonly AlertKind[] = [
  'review_overdue',
  'review_due_soon',
  'customer_answered',
  'refund_overdue',
  'payout_refused',
  'notice_faulty',
  'notice_undeliverable',
];

/** The case whose assignee is to hear of the alert; null: nobody is, for having claimed one. */
export const caseOfAssignee = (alert: Alert): string | null =>
  'caseNo' in alert && forAssignee.includes(alert.kind) ? alert.caseNo : null;

/** Whether this member is told in their own WeChat. */
export const concerns = (alert: Alert, member: StaffMember, assignee: string | null): boolean =>
  alert.kind === 'morning_digest'
    ? alert.member === member.name
    : rolesFor[alert.kind].includes(member.role) || assignee === member.name;

/** A heading of the morning's digest under which cases stand. */
export type CaseTopic = Exclude<DigestTopic, 'people'>;

/** Whose morning a topic is: theirs who are alerted of the like during the day. */
const rolesAbout = (topic: CaseTopic, { status }: Pick<Case, 'status'>): readonly Role[] => {
  switch (topic) {
    case 'overdue':
      return status === 'refunding' ? rolesFor.refund_overdue : rolesFor.review_overdue;
    case 'due_today':
      return supervisors;
    case 'second_approval':
      return rolesFor.second_approval_waits;
    case 'appeals':
      return rolesFor.appeal_filed;
    case 'payouts':
      return money;
  }
};

/** Whether the case, under this heading of the morning's digest, waits for this member. */
export const awaits = (
  topic: CaseTopic,
  kase: Pick<Case, 'status' | 'assignee' | 'approval'>,
  { name, role }: StaffMember,
): boolean => {
  // Never for whoever approved it first.
  if (topic === 'second_approval' && kase.approval?.by === name) return false;
  const isTheirs = kase.assignee === name && (topic === 'overdue' || topic === 'due_today');
  return isTheirs || rolesAbout(topic, kase).includes(role);
};

/** Whether customers who wait for a person wait for this member. */
export const answersPeople = ({ role }: StaffMember): boolean => rolesFor.person_waits.includes(role);
