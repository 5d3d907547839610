import type { StaffMember } from '../staff.ts';
import { may } from '../staff.ts';
import type { StaffCommand } from './commands.ts';
import { gates } from './decide.ts';
import type { Case } from './state.ts';

const commands = ['approve', 'second_approve', 'second_decline', 'reject'] as const;

/** Which commands this person may give to the case as it stands, for showing; `decide` has the last word. */
export const possibleCommands = (kase: Case, staff: StaffMember): readonly StaffCommand['type'][] =>
  commands.filter((command) => {
    const gate = gates[command];
    if (gate.in !== kase.status || !may(staff.role, gate.permission)) return false;
    if (command === 'approve') return kase.verified;
    return command !== 'second_approve' || kase.approval?.by !== staff.name;
  });
