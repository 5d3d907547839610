import type { Store } from '../store/store.ts';
import { systemClock, systemRandom } from '../system.ts';
import { addStaff, disableStaff, issueToken, listStaff } from '../usecases/staff-accounts.ts';
import { issueWechatCode, unbindWechat } from '../usecases/staff-chat/binding.ts';
import { resetTotp } from '../usecases/sign-in/second-factor.ts';
import type { Accounts } from './staff-command.ts';

/** The staff accounts kept in this store. */
export const accountsIn = (store: Store): Accounts => {
  const deps = { store, clock: systemClock, random: systemRandom };
  return {
    add: (name, role) => addStaff(deps, { name, role }),
    issueToken: (name) => issueToken(deps, name),
    disable: (name) => disableStaff(deps, name),
    resetTotp: (name) => resetTotp(deps, name),
    issueWechatCode: (name) => issueWechatCode(deps, name),
    unbindWechat: (name) => unbindWechat(deps, name),
    list: () => listStaff(deps),
  };
};
