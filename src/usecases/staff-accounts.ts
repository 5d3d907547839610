import { createHash, timingSafeEqual } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { type Result, ok, refuse } from '../domain/result.ts';
import type { Role, StaffMember } from '../domain/staff.ts';
import { pagesOf } from '../store/pages.ts';
import { change } from './change.ts';
import type { Deps } from './deps.ts';
import {
  type StaffAccount,
  memberOf,
  staffAccounts,
  staffId,
  tokenKey,
  withoutWechat,
} from './documents/staff.ts';
import { noteBinding } from './staff-chat/note-binding.ts';

/** argon2id, the library's default algorithm, at OWASP's smallest recommended cost (memory in KiB). */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const PASSWORD_BYTES = 15;
const TOKEN_BYTES = 32;
const PAGE = 100;
/** Far above any team; a bound on the loop, not a rule. */
const MAX_PAGES = 100;

/** 1 to 40 characters: letters of any script, digits, and `. _ - ' ·` or single spaces between them. */
const NAME_PATTERN =
  /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._'·-]| (?! )){0,38}[\p{L}\p{M}\p{N}.]$|^[\p{L}\p{N}]$/u;

/** Who else acts in a timeline, and what else an assignee can be. */
const reservedNames: readonly string[] = ['customer', 'system', 'wechatpay', 'me', 'none'];

/** The name as it is kept, or null where it is none. */
const parseName = (raw: string): string | null => {
  const name = raw.normalize('NFKC').trim();
  return NAME_PATTERN.test(name) && !reservedNames.includes(staffId(name)) ? name : null;
};

type StoreDeps = Pick<Deps, 'store'>;
type AccountDeps = Pick<Deps, 'store' | 'clock' | 'random'>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const hashOf = ({ random }: AccountDeps, password: string): Promise<string> =>
  hash(password, { ...ARGON2, salt: random.bytes(16) });

/** Adds a member of staff, with a password of its own where none is given. It is told this once; only its argon2id hash is kept. */
export const addStaff = async (
  deps: AccountDeps,
  command: { name: string; role: Role; password?: string },
): Promise<Result<{ name: string; role: Role; password: string }, 'invalid_name' | 'name_taken'>> => {
  const name = parseName(command.name);
  if (name === null) return refuse('invalid_name');
  if (await deps.store.get(staffAccounts, staffId(name))) return refuse('name_taken');
  const password = command.password ?? deps.random.bytes(PASSWORD_BYTES).toString('base64url');
  const passwordHash = await hashOf(deps, password);
  const inserted = await deps.store.insert(staffAccounts, staffId(name), {
    name,
    role: command.role,
    passwordHash,
    tokenHash: null,
    disabled: false,
    totp: null,
    wechat: null,
    pastWechats: [],
    wechatCode: null,
    createdAt: deps.clock.now(),
  });
  return inserted.ok ? ok({ name, role: command.role, password }) : refuse('name_taken');
};

/** Gives the member this password in place of the one before. */
export const setPassword = async (
  deps: AccountDeps,
  name: string,
  password: string,
): Promise<Result<{ name: string }, 'unknown_name'>> => {
  const passwordHash = await hashOf(deps, password);
  const changed = await change(deps.store, staffAccounts, staffId(name), (account) => ({
    ...account,
    passwordHash,
  }));
  return changed ? ok({ name: changed.doc.name }) : refuse('unknown_name');
};

/** Issues the member's bearer token, told this once, in place of any before it. Only its SHA-256 is kept. */
export const issueToken = async (
  deps: AccountDeps,
  name: string,
): Promise<Result<{ name: string; token: string }, 'unknown_name' | 'disabled'>> => {
  const token = deps.random.bytes(TOKEN_BYTES).toString('base64url');
  const tokenHash = sha256(token);
  const changed = await change(deps.store, staffAccounts, staffId(name), (account) =>
    account.disabled ? account : { ...account, tokenHash },
  );
  if (!changed) return refuse('unknown_name');
  return changed.doc.disabled ? refuse('disabled') : ok({ name: changed.doc.name, token });
};

/** Shuts the member out at once; done again it changes nothing. The account stays, for the sake of what they decided. */
export const disableStaff = async (
  deps: StoreDeps,
  name: string,
): Promise<Result<{ name: string }, 'unknown_name'>> => {
  const before = await deps.store.get(staffAccounts, staffId(name));
  if (before) await noteBinding(deps, before.doc);
  const changed = await change(deps.store, staffAccounts, staffId(name), (account) =>
    account.disabled
      ? account
      : { ...withoutWechat(account), disabled: true, tokenHash: null, wechatCode: null },
  );
  return changed ? ok({ name: changed.doc.name }) : refuse('unknown_name');
};

/** A member of staff as administrators see one. */
export interface StaffSummary extends Pick<StaffMember, 'name' | 'role'> {
  readonly disabled: boolean;
  readonly hasToken: boolean;
  readonly createdAt: number;
}

/** Every account, by name. */
export const allStaff = async ({ store }: StoreDeps): Promise<readonly StaffAccount[]> => {
  const found: StaffAccount[] = [];
  for await (const { items } of pagesOf(store, staffAccounts, 'name', { facet: '', limit: PAGE }, MAX_PAGES))
    found.push(...items.map(({ doc }) => doc));
  return found;
};

export const listStaff = async (deps: StoreDeps): Promise<readonly StaffSummary[]> =>
  (await allStaff(deps)).map(({ name, role, disabled, tokenHash, createdAt }) => ({
    name,
    role,
    disabled,
    hasToken: tokenHash !== null,
    createdAt,
  }));

/**
 * Who holds this bearer token; null: nobody who may come in. Known, unknown and disabled take the same steps,
 * and the token is only ever looked up by its digest, so that time tells nothing of it.
 */
export const authenticateToken = async ({ store }: StoreDeps, token: string): Promise<StaffMember | null> => {
  const digest = sha256(token);
  const account = (await store.getByKey(staffAccounts, tokenKey(digest)))?.doc;
  const kept = account?.tokenHash ?? sha256('');
  const same = timingSafeEqual(Buffer.from(kept, 'hex'), Buffer.from(digest, 'hex'));
  if (!account || !same || account.disabled) return null;
  return memberOf(account);
};
