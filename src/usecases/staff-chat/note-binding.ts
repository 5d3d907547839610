import { recordAuditOnce } from '../audit.ts';
import type { Deps } from '../deps.ts';
import type { StaffAccount } from '../documents/staff.ts';

/** Stands for the address of what staff do by chatting with the account. */
export const WECHAT_ADDRESS = 'wechat';

/**
 * Makes sure that the member's binding, where there is one, is in the audit log. Whoever binds does, and whoever ends a
 * binding does so before: a crash after it was bound leaves none out.
 */
export const noteBinding = async (
  deps: Pick<Deps, 'store'>,
  { name, wechat }: Pick<StaffAccount, 'name' | 'wechat'>,
): Promise<void> => {
  if (wechat === null) return;
  await recordAuditOnce(deps, `bind_wechat:${wechat.messageKey}`, {
    at: wechat.boundAt,
    staff: name,
    action: 'bind_wechat',
    address: WECHAT_ADDRESS,
    outcome: 'ok',
  });
};
