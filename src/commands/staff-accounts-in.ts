import type { Result } from '../domain/result.ts';
import type { Store } from '../store/store.ts';
import { systemClock, systemRandom } from '../system.ts';
import { recordAudit } from '../usecases/audit.ts';
import type { AuditAction } from '../usecases/documents/audit.ts';
import { addStaff, disableStaff, issueToken, listStaff } from '../usecases/staff-accounts.ts';
import { issueWechatCode, unbindWechat } from '../usecases/staff-chat/binding.ts';
import { resetTotp } from '../usecases/sign-in/second-factor.ts';
import type { Accounts } from './staff-command.ts';

/** Stands for the address of what is done here; who did it, this machine alone could tell. */
const COMMAND_LINE = 'command line';

/** The staff accounts kept in this store; what is done to one, or refused, is in its audit log before it is answered. */
export const accountsIn = (store: Store): Accounts => {
  const deps = { store, clock: systemClock, random: systemRandom };
  const audited = async <T, Code extends string>(
    action: AuditAction,
    account: string,
    doing: Promise<Result<T, Code>>,
  ): Promise<Result<T, Code>> => {
    const done = await doing;
    const outcome = done.ok ? 'ok' : done.code;
    await recordAudit(deps, { staff: null, action, detail: account, address: COMMAND_LINE, outcome });
    return done;
  };
  return {
    add: (name, role) => audited('add_staff', `${name} (${role})`, addStaff(deps, { name, role })),
    issueToken: (name) => audited('issue_token', name, issueToken(deps, name)),
    disable: (name) => audited('disable_staff', name, disableStaff(deps, name)),
    resetTotp: (name) => audited('reset_second_factor', name, resetTotp(deps, name)),
    issueWechatCode: (name) => audited('issue_wechat_code', name, issueWechatCode(deps, name)),
    unbindWechat: (name) => audited('unbind_wechat', name, unbindWechat(deps, name)),
    list: () => listStaff(deps),
  };
};
