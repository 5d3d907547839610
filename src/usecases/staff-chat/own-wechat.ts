import type { Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import { recordAudit, recordAuditOnce } from '../audit.ts';
import type { Reader } from '../case-access.ts';
import type { Deps } from '../deps.ts';
import { staffAccounts, staffId } from '../documents/staff.ts';
import { type WechatCode, issueWechatCode, unbindWechat } from './binding.ts';

type OwnDeps = Pick<Deps, 'store' | 'clock' | 'random'>;

/** Since when the member works from their own WeChat; null: they do not. */
export const wechatBoundAt = async ({ store }: Pick<Deps, 'store'>, name: string): Promise<Instant | null> =>
  (await store.get(staffAccounts, staffId(name)))?.doc.wechat?.boundAt ?? null;

/** The code for the member's own WeChat, as they ask for it themselves; in the audit log before they are told it. */
export const issueOwnCode = async (
  deps: OwnDeps,
  { staff, address }: Reader,
): Promise<Result<WechatCode, 'unknown_name' | 'disabled'>> => {
  const issued = await issueWechatCode(deps, staff.name);
  const outcome = issued.ok ? 'ok' : issued.code;
  await recordAudit(deps, { staff: staff.name, action: 'issue_wechat_code', address, outcome });
  return issued;
};

/**
 * The member ends it themselves, wherever they are. Entered in the audit log first: afterwards nobody could tell whose it
 * was, where this is cut short in between.
 * @param key under which it is entered once, however often it is begun
 */
export const unbindOwn = async (
  deps: OwnDeps,
  { staff, address }: Reader,
  key = deps.random.bytes(16).toString('hex'),
): Promise<void> => {
  const entry = { staff: staff.name, action: 'unbind_wechat', address, outcome: 'ok' } as const;
  await recordAuditOnce(deps, `unbind_wechat:${key}`, { ...entry, at: deps.clock.now() });
  await unbindWechat(deps, staff.name);
};
