import type { StaffCaseView } from '../../conversation/staff-chat/outcome.ts';
import { possibleCommands } from '../../domain/case/possible.ts';
import type { Case } from '../../domain/case/state.ts';
import type { Language } from '../../domain/reason.ts';
import type { StaffMember } from '../../domain/staff.ts';
import type { Deps } from '../deps.ts';
import { describeCase } from '../describe-case.ts';

/** The case as it is shown to this member on their phone. */
export const viewCase = async (
  deps: Deps,
  staff: StaffMember,
  kase: Case,
  language: Language = 'zh',
): Promise<StaffCaseView> => {
  const { refundableFen, explanation } = await describeCase(deps, kase, language);
  return { kase, refundableFen, explanation, commands: possibleCommands(kase, staff) };
};
