import { type Permission, type StaffMember, isOwnWechat, may } from '../../staff.ts';
import type { CommandRefusal, StaffCommand } from '../commands.ts';
import type { Case } from '../state.ts';
import { type Status, isFinal, statuses } from '../status.ts';

export interface Gate {
  readonly permission: Permission;
  readonly in: readonly Status[];
  /** A case that somebody else has claimed is left to them. */
  readonly mindsClaim: boolean;
}

const open = statuses.filter((status) => !isFinal(status));
const handling = (...states: readonly Status[]): Gate => ({
  permission: 'handle_case',
  in: states,
  mindsClaim: true,
});
const second: Gate = {
  permission: 'second_approval',
  in: ['awaiting_second_approval'],
  mindsClaim: false,
};

/** What a command needs before it is looked at: who may give it, and where the case must stand. */
export const gates: Readonly<Record<StaffCommand['type'], Gate>> = {
  claim: handling(...open),
  release: { ...handling(...open), mindsClaim: false },
  record_facts: handling('in_review', 'awaiting_customer', 'offered', 'awaiting_second_approval', 'appealed'),
  request_information: handling('in_review'),
  approve: handling('in_review'),
  second_approve: second,
  second_decline: second,
  offer: handling('in_review'),
  withdraw_offer: handling('offered'),
  reject: handling('in_review'),
  decide_appeal: { permission: 'decide_appeal', in: ['appealed'], mindsClaim: false },
  reply: handling(...statuses),
  verify: handling('in_review', 'awaiting_customer', 'rejected', 'appealed'),
  settle_outside: { permission: 'run_payouts', in: ['refunding'], mindsClaim: false },
};

/** Why this person may not give the command to the case as it stands; null: nothing speaks against it. */
export const gateRefusal = (
  kase: Pick<Case, 'status' | 'assignee' | 'customer'>,
  staff: StaffMember,
  command: StaffCommand['type'],
): Extract<CommandRefusal, 'forbidden' | 'own_case' | 'illegal_transition' | 'claimed_by_other'> | null => {
  const gate = gates[command];
  if (!may(staff.role, gate.permission)) return 'forbidden';
  // For colleagues to handle; what they had claimed of it they can still free.
  if (command !== 'release' && isOwnWechat(staff, kase.customer)) return 'own_case';
  if (!gate.in.includes(kase.status)) return 'illegal_transition';
  const isOthers = kase.assignee !== null && kase.assignee !== staff.name;
  return gate.mindsClaim && isOthers ? 'claimed_by_other' : null;
};
