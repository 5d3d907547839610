import { generateSecret, generateURI, verify } from 'otplib';
import { type Result, ok, refuse } from '../../domain/result.ts';
import { type Clock, type Instant, SECOND_MS } from '../../domain/time.ts';
import { change } from '../change.ts';
import type { Deps } from '../deps.ts';
import { type Totp, staffAccounts, staffId } from '../documents/staff.ts';
import type { Limiter } from './limiter.ts';
import { type StaffKeys, seal, unseal } from './staff-keys.ts';

/** What signing in needs. `wallClock`: the time as phones and authenticators have it, in the sandbox too. */
export interface SignInDeps extends Pick<Deps, 'store' | 'random' | 'clock' | 'log'> {
  readonly wallClock: Clock;
  readonly keys: StaffKeys;
  readonly limiter: Limiter;
}

const ISSUER = 'Refund Desk';
const STEP_SECONDS = 30;
const CODE_PATTERN = /^\d{6}$/;

/** An enrolment under way, for the eyes of its owner alone. */
export interface Enrolment {
  /** Base32. */
  readonly secret: string;
  /** `otpauth://totp/…` */
  readonly uri: string;
}

/** Makes a secret, in place of one that was never confirmed. One that is in use stays: only an administrator ends it. */
export const beginEnrolment = async (
  deps: SignInDeps,
  name: string,
): Promise<Result<null, 'unknown_name' | 'already_enrolled'>> => {
  const owner = staffId(name);
  const secret = seal(deps.keys.totp, owner, generateSecret(), deps.random);
  const changed = await change(deps.store, staffAccounts, owner, (account) =>
    account.totp?.confirmedAt == null
      ? { ...account, totp: { secret, confirmedAt: null, lastStep: null } }
      : account,
  );
  if (!changed) return refuse('unknown_name');
  return changed.doc.totp?.secret === secret ? ok(null) : refuse('already_enrolled');
};

/** The enrolment under way; null: there is none. */
export const enrolmentOf = async (deps: SignInDeps, name: string): Promise<Enrolment | null> => {
  const account = (await deps.store.get(staffAccounts, staffId(name)))?.doc;
  if (!account?.totp || account.totp.confirmedAt !== null) return null;
  const secret = unseal(deps.keys.totp, staffId(name), account.totp.secret);
  return secret === null
    ? null
    : { secret, uri: generateURI({ issuer: ISSUER, label: account.name, secret }) };
};

export type CodeRefusal = 'wrong_code' | 'unreadable_secret' | 'too_many_attempts';
export type CodeCheck =
  | { readonly ok: true }
  /** `waitMs` and `first` where there were too many attempts; see `Taken`. */
  | { readonly ok: false; readonly code: CodeRefusal; readonly waitMs: number; readonly first: boolean };

const wrong = (code: CodeRefusal, { waitMs, first } = { waitMs: 0, first: false }): CodeCheck => ({
  ok: false,
  code,
  waitMs,
  first,
});

/** The step a code stands for, one either way allowed; null: it is none of these. */
const stepOf = async (secret: string, token: string, now: Instant): Promise<number | null> => {
  if (!CODE_PATTERN.test(token)) return null;
  const epoch = Math.floor(now / SECOND_MS);
  const found = await verify({ secret, token, epoch, epochTolerance: STEP_SECONDS, period: STEP_SECONDS });
  return found.valid && 'timeStep' in found ? found.timeStep : null;
};

const takeStep = (totp: Totp, step: number, now: Instant): Totp =>
  totp.lastStep !== null && totp.lastStep >= step
    ? totp
    : { ...totp, lastStep: step, confirmedAt: totp.confirmedAt ?? now };

/**
 * Takes a code: at the first one the enrolment is confirmed. A code that was taken before, or is older than one that
 * was, is wrong. Written by compare-and-swap: of two at once only one comes in, and the other waits for the next code.
 */
export const takeCode = async (deps: SignInDeps, name: string, typed: string): Promise<CodeCheck> => {
  const owner = staffId(name);
  const allowed = await deps.limiter.take('code', owner);
  if (!allowed.ok) return wrong('too_many_attempts', allowed);
  const stored = await deps.store.get(staffAccounts, owner);
  const totp = stored?.doc.totp;
  if (!stored || !totp) return wrong('wrong_code');
  const secret = unseal(deps.keys.totp, owner, totp.secret);
  if (secret === null) return wrong('unreadable_secret');
  const now = deps.wallClock.now();
  const step = await stepOf(secret, typed.replaceAll(/\s/g, ''), now);
  if (step === null) return wrong('wrong_code');
  const taken = takeStep(totp, step, now);
  const written =
    taken === totp ? null : await deps.store.replace(staffAccounts, stored, { ...stored.doc, totp: taken });
  if (written?.ok !== true) return wrong('wrong_code');
  await deps.limiter.clear('code', owner);
  return { ok: true };
};

/** An administrator takes the second factor away: the phone is lost. The next sign-in asks for the password alone. */
export const resetTotp = async (
  { store }: Pick<Deps, 'store'>,
  name: string,
): Promise<Result<{ name: string }, 'unknown_name'>> => {
  const changed = await change(store, staffAccounts, staffId(name), (account) =>
    account.totp === null ? account : { ...account, totp: null },
  );
  return changed ? ok({ name: changed.doc.name }) : refuse('unknown_name');
};
