import { parseArgs } from 'node:util';
import type { Result } from '../domain/result.ts';
import { type Role, roleSchema, roles } from '../domain/staff.ts';
import { type Instant, isoChina } from '../domain/time.ts';
import type { StaffSummary } from '../usecases/staff-accounts.ts';
import { type Outcome, type Print, failed, report } from './outcome.ts';

/** The accounts, as the command needs them. */
export interface Accounts {
  add(
    name: string,
    role: Role,
  ): Promise<Result<{ name: string; role: Role; password: string }, 'invalid_name' | 'name_taken'>>;
  issueToken(name: string): Promise<Result<{ name: string; token: string }, 'unknown_name' | 'disabled'>>;
  disable(name: string): Promise<Result<{ name: string }, 'unknown_name'>>;
  resetTotp(name: string): Promise<Result<{ name: string }, 'unknown_name'>>;
  issueWechatCode(
    name: string,
  ): Promise<Result<{ name: string; code: string; expiresAt: Instant }, 'unknown_name' | 'disabled'>>;
  unbindWechat(name: string): Promise<Result<{ name: string }, 'unknown_name'>>;
  list(): Promise<readonly StaffSummary[]>;
}

export const usage = `Usage:
  npm run staff -- add NAME --role ROLE   adds a member of staff and prints the password, once
  npm run staff -- token NAME             issues a bearer token and prints it, once; the one before ends
  npm run staff -- disable NAME           shuts a member of staff out
  npm run staff -- reset-totp NAME        takes the second factor away, for one whose phone is lost
  npm run staff -- wechat-code NAME       issues a code, valid for 10 minutes, to work from one's own WeChat
  npm run staff -- unbind NAME            ends that: the WeChat is no longer the member's
  npm run staff -- list                   lists all of them
  --json                                  machine-readable output
Roles: ${roles.join(', ')}`;

const misused = (problem: string): Outcome => failed('usage', `${problem}\n${usage}`);
const unknownName = (name: string): Outcome =>
  failed('unknown_name', `There is no member of staff called ${name}.`);

const add = async (accounts: Accounts, name: string, role: string | undefined): Promise<Outcome> => {
  if (role === undefined) return misused('add needs --role ROLE.');
  const parsed = roleSchema.safeParse(role);
  if (!parsed.success)
    return failed('unknown_role', `There is no role ${role}; roles are ${roles.join(', ')}.`);
  const added = await accounts.add(name, parsed.data);
  if (!added.ok)
    return added.code === 'name_taken'
      ? failed('name_taken', `The name ${name} is taken; names that differ only in case count as the same.`)
      : failed(
          'invalid_name',
          `${JSON.stringify(name)} cannot be a name: 1 to 40 letters or digits of any script, with . _ - ' · or single spaces between them.`,
        );
  const { value } = added;
  const lines = [
    `Added ${value.name} (${value.role}).`,
    `Password: ${value.password}`,
    'It is shown only this once.',
  ];
  return { ok: true, data: value, lines };
};

const token = async (accounts: Accounts, name: string): Promise<Outcome> => {
  const issued = await accounts.issueToken(name);
  if (!issued.ok)
    return issued.code === 'disabled'
      ? failed('disabled', `${name} is disabled and gets no token.`)
      : unknownName(name);
  const { value } = issued;
  const lines = [
    `Token of ${value.name}: ${value.token}`,
    'It is shown only this once; any earlier one has ended.',
  ];
  return { ok: true, data: value, lines };
};

const disable = async (accounts: Accounts, name: string): Promise<Outcome> => {
  const disabled = await accounts.disable(name);
  if (!disabled.ok) return unknownName(name);
  const data = { name: disabled.value.name, disabled: true };
  return { ok: true, data, lines: [`${data.name} is disabled.`] };
};

const reset = async (accounts: Accounts, name: string): Promise<Outcome> => {
  const done = await accounts.resetTotp(name);
  if (!done.ok) return unknownName(name);
  const data = { name: done.value.name, totp: false };
  return {
    ok: true,
    data,
    lines: [`${data.name} signs in with the password alone until a new code is set up.`],
  };
};

const wechatCode = async (accounts: Accounts, name: string): Promise<Outcome> => {
  const issued = await accounts.issueWechatCode(name);
  if (!issued.ok)
    return issued.code === 'disabled'
      ? failed('disabled', `${name} is disabled and gets no code.`)
      : unknownName(name);
  const { value } = issued;
  const data = { ...value, expiresAt: isoChina(value.expiresAt) };
  const lines = [
    `${data.name} sends this to the Official Account from their own WeChat: bind ${data.code}`,
    `It works once, until ${data.expiresAt}; any earlier one has ended.`,
  ];
  return { ok: true, data, lines };
};

const unbind = async (accounts: Accounts, name: string): Promise<Outcome> => {
  const done = await accounts.unbindWechat(name);
  if (!done.ok) return unknownName(name);
  const data = { name: done.value.name, wechat: false };
  return { ok: true, data, lines: [`No WeChat works as ${data.name} any more.`] };
};

const list = async (accounts: Accounts): Promise<Outcome> => {
  const staff = await accounts.list();
  const data = staff.map((member) => ({ ...member, createdAt: isoChina(member.createdAt) }));
  const lines = data.map(({ name, role, disabled, hasToken, createdAt }) =>
    [name, role, disabled ? 'disabled' : 'active', hasToken ? 'token' : 'no token', createdAt].join('\t'),
  );
  return { ok: true, data, lines: lines.length === 0 ? ['No staff yet.'] : lines };
};

interface Arguments {
  readonly json: boolean;
  readonly role: string | undefined;
  readonly words: readonly string[];
}

const readArguments = (args: readonly string[]): Arguments | string => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { role: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    return { json: values.json, role: values.role, words: positionals };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const verbs = ['add', 'token', 'disable', 'reset-totp', 'wechat-code', 'unbind', 'list'] as const;
const isVerb = (word: string): word is (typeof verbs)[number] => verbs.some((verb) => verb === word);

const run = async (accounts: Accounts, { words, role }: Arguments): Promise<Outcome> => {
  const [verb, name, ...rest] = words;
  if (verb === undefined) return misused('Say what to do.');
  if (!isVerb(verb)) return misused(`There is no command ${verb}.`);
  if (role !== undefined && verb !== 'add') return misused(`${verb} takes no --role.`);
  if (verb === 'list') return name === undefined ? list(accounts) : misused('list takes no NAME.');
  if (name === undefined) return misused(`${verb} needs a NAME.`);
  if (rest.length > 0) return misused('Give one NAME; put quotes around one that has spaces.');
  switch (verb) {
    case 'add':
      return add(accounts, name, role);
    case 'token':
      return token(accounts, name);
    case 'disable':
      return disable(accounts, name);
    case 'reset-totp':
      return reset(accounts, name);
    case 'wechat-code':
      return wechatCode(accounts, name);
    case 'unbind':
      return unbind(accounts, name);
  }
};

/** Runs `npm run staff -- ARGS`. Answers go to `out`, faults to `err`. @returns the exit code: 0, or 1 for any fault */
export const runStaffCommand = async (
  args: readonly string[],
  accounts: Accounts,
  print: Print,
): Promise<0 | 1> => {
  const parsed = readArguments(args);
  const json = args.includes('--json');
  const outcome = typeof parsed === 'string' ? misused(parsed) : await run(accounts, parsed);
  return report(outcome, json, print);
};
