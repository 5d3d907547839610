import { verify } from '@node-rs/argon2';
import type { StaffMember } from '../../domain/staff.ts';
import { recordAudit } from '../audit.ts';
import { memberOf, staffAccounts, staffId } from '../documents/staff.ts';
import { type CodeCheck, type SignInDeps, takeCode } from './second-factor.ts';

/** Verified against where there is no such account, so that known and unknown names take the same time. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$nJNU70LbV/fUqPzlQuDkQw$ablREC9fyTcEp+ArxvwZS3BjMEY4tKW79IzQh/gC8qM';

export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly address: string;
}

export type SignIn =
  | { readonly ok: true; readonly staff: StaffMember; readonly needsCode: boolean }
  | { readonly ok: false; readonly code: 'wrong_credentials' | 'disabled' }
  | { readonly ok: false; readonly code: 'too_many_attempts'; readonly waitMs: number };

/**
 * Checks a name and a password. `disabled` is said only to who knows the password. Every outcome goes to the audit
 * log; of the tries beyond a limit only the first does, for the others are without number and nobody looked at them.
 * `signed_in` is recorded here where no code is needed, else by `signInWithCode`.
 */
export const signIn = async (deps: SignInDeps, given: Credentials): Promise<SignIn> => {
  const owner = staffId(given.name);
  const account = (await deps.store.get(staffAccounts, owner))?.doc;
  const audited = (outcome: string) =>
    recordAudit(deps, {
      staff: account?.name ?? null,
      action: 'signed_in',
      address: given.address,
      outcome,
    });
  for (const [kind, value] of [
    ['address', given.address],
    ['name', owner],
  ] as const) {
    const taken = await deps.limiter.take(kind, value);
    if (taken.ok) continue;
    if (taken.first) await audited('too_many_attempts');
    return { ok: false, code: 'too_many_attempts', waitMs: taken.waitMs };
  }
  const right = await verify(account?.passwordHash ?? NOBODYS_HASH, given.password);
  if (!account || !right) {
    await audited('wrong_credentials');
    return { ok: false, code: 'wrong_credentials' };
  }
  await deps.limiter.clear('name', owner);
  await deps.limiter.giveBack('address', given.address);
  if (account.disabled) {
    await audited('disabled');
    return { ok: false, code: 'disabled' };
  }
  const needsCode = account.totp?.confirmedAt != null;
  await audited(needsCode ? 'code_needed' : 'ok');
  return { ok: true, staff: memberOf(account), needsCode };
};

/** The second half, for whom `signIn` has said that a code is needed. */
export const signInWithCode = async (
  deps: SignInDeps,
  given: { readonly name: string; readonly code: string; readonly address: string },
): Promise<CodeCheck> => {
  const taken = await takeCode(deps, given.name, given.code);
  const outcome = taken.ok ? 'ok' : taken.code;
  const isRepeat = !taken.ok && taken.code === 'too_many_attempts' && !taken.first;
  if (!isRepeat)
    await recordAudit(deps, { staff: given.name, action: 'signed_in', address: given.address, outcome });
  return taken;
};
