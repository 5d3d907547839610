import { createHash } from 'node:crypto';
import type { StaffOutcome } from '../../conversation/staff-chat/outcome.ts';
import { signsFrom } from '../../domain/case/case-no.ts';
import type { Customer } from '../../domain/case/state.ts';
import { type Result, ok, refuse } from '../../domain/result.ts';
import { type Instant, MINUTE_MS } from '../../domain/time.ts';
import { recordAudit } from '../audit.ts';
import { change } from '../change.ts';
import type { Deps } from '../deps.ts';
import {
  type StaffAccount,
  staffAccounts,
  staffId,
  wechatCodeKey,
  wechatKey,
  withoutWechat,
} from '../documents/staff.ts';
import { createLimiter } from '../sign-in/limiter.ts';
import { WECHAT_ADDRESS, noteBinding } from './note-binding.ts';

const CODE_SIGNS = 8;
const CODE_MINUTES = 10;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface WechatCode {
  readonly name: string;
  readonly code: string;
  readonly expiresAt: Instant;
}

/**
 * Issues the code that binds the member's WeChat, once, within ten minutes, in place of any before it; only its SHA-256
 * is kept.
 */
export const issueWechatCode = async (
  deps: Pick<Deps, 'store' | 'clock' | 'random'>,
  name: string,
): Promise<Result<WechatCode, 'unknown_name' | 'disabled'>> => {
  const code = signsFrom(deps.random.bytes(CODE_SIGNS));
  const expiresAt = deps.clock.now() + CODE_MINUTES * MINUTE_MS;
  const changed = await change(deps.store, staffAccounts, staffId(name), (account) =>
    account.disabled ? account : { ...account, wechatCode: { hash: sha256(code), expiresAt } },
  );
  if (!changed) return refuse('unknown_name');
  return changed.doc.disabled ? refuse('disabled') : ok({ name: changed.doc.name, code, expiresAt });
};

/** Their WeChat is nobody's from now on, and no code is out; done again it changes nothing. */
export const unbindWechat = async (
  { store }: Pick<Deps, 'store'>,
  name: string,
): Promise<Result<{ name: string }, 'unknown_name'>> => {
  const before = await store.get(staffAccounts, staffId(name));
  if (before) await noteBinding({ store }, before.doc);
  const changed = await change(store, staffAccounts, staffId(name), (account) =>
    account.wechat === null && account.wechatCode === null
      ? account
      : { ...withoutWechat(account), wechatCode: null },
  );
  return changed ? ok({ name: changed.doc.name }) : refuse('unknown_name');
};

/** Whose WeChat this is; null: nobody's, or that of one who has been shut out. */
export const boundMember = async (
  { store }: Pick<Deps, 'store'>,
  customer: Customer,
): Promise<StaffAccount | null> => {
  const account = (await store.getByKey(staffAccounts, wechatKey(customer)))?.doc;
  return account && !account.disabled ? account : null;
};

/** Whose code it is; null: nobody's, or it has run out. */
const ownerOf = async ({ store, clock }: Deps, hash: string): Promise<StaffAccount | null> => {
  const account = (await store.getByKey(staffAccounts, wechatCodeKey(hash)))?.doc;
  if (!account?.wechatCode || account.disabled) return null;
  return account.wechatCode.expiresAt > clock.now() ? account : null;
};

/**
 * Makes this WeChat the own one of whoever's code it is, in place of the one they had; whoever else had this one loses
 * it. The try is counted before anything is looked at, and what is wrong with a code is never said.
 * @param messageKey of the message; its repeat is answered as it was
 */
export const bindWechat = async (
  deps: Deps,
  customer: Customer,
  code: string,
  messageKey: string,
): Promise<StaffOutcome> => {
  const before = await boundMember(deps, customer);
  if (before?.wechat?.messageKey === messageKey) {
    await noteBinding(deps, before);
    return { kind: 'bound', staff: before };
  }
  const taken = await createLimiter(deps.store, deps.clock).take('binding', wechatKey(customer));
  const hash = sha256(code);
  const owner = taken.ok ? await ownerOf(deps, hash) : null;
  if (!owner) {
    const outcome = taken.ok ? 'wrong_code' : 'too_many_attempts';
    if (taken.ok || taken.first)
      await recordAudit(deps, { staff: null, action: 'bind_wechat', address: WECHAT_ADDRESS, outcome });
    return { kind: 'code_not_valid' };
  }
  await noteBinding(deps, owner);
  if (before && before.name !== owner.name) await unbindWechat(deps, before.name);
  const bound = await change(deps.store, staffAccounts, staffId(owner.name), (account) =>
    account.disabled || account.wechatCode?.hash !== hash
      ? account
      : {
          ...withoutWechat(account),
          wechatCode: null,
          wechat: {
            appid: customer.appid,
            openid: customer.openid,
            boundAt: deps.clock.now(),
            messageKey,
          },
        },
  );
  if (bound?.doc.wechat?.messageKey !== messageKey) return { kind: 'code_not_valid' };
  await noteBinding(deps, bound.doc);
  return { kind: 'bound', staff: owner };
};
