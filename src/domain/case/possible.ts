import { type StaffMember, may } from '../staff.ts';
import { openAppeal, whoHadPart } from './appeal.ts';
import type { StaffCommand } from './commands.ts';
import { mayDecline } from './decide/approve.ts';
import { gateRefusal, gates } from './decide/gates.ts';
import { liveAttempt } from './next-action.ts';
import type { Case } from './state.ts';

const isCommand = (name: string): name is StaffCommand['type'] => name in gates;
const commands = Object.keys(gates).filter(isCommand);

/** What of a case itself stands against a command whose gate is open. */
const makesSense = (kase: Case, staff: StaffMember, command: StaffCommand['type']): boolean => {
  switch (command) {
    case 'approve':
    case 'offer':
      return kase.verified;
    case 'verify':
      return !kase.verified;
    case 'claim':
      return kase.assignee === null;
    case 'release':
      return kase.assignee !== null && (kase.assignee === staff.name || may(staff.role, 'free_claims'));
    case 'second_approve':
      return kase.approval?.by !== staff.name;
    case 'second_decline':
      return mayDecline(kase, staff);
    case 'decide_appeal': {
      const appeal = openAppeal(kase);
      return appeal !== undefined && !whoHadPart(kase, appeal).has(staff.name);
    }
    case 'settle_outside':
      return liveAttempt(kase)?.state === 'needs_person';
    default:
      return true;
  }
};

/** Which commands this person may give to the case as it stands, for showing; `decide` has the last word. */
export const possibleCommands = (kase: Case, staff: StaffMember): readonly StaffCommand['type'][] =>
  commands.filter(
    (command) => gateRefusal(kase, staff, command) === null && makesSense(kase, staff, command),
  );
