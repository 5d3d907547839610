import { verify } from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/store/store.ts';
import { staffAccounts, staffId } from '../../src/usecases/documents/staff.ts';
import {
  addStaff,
  authenticateToken,
  disableStaff,
  issueToken,
  listStaff,
} from '../../src/usecases/staff-accounts.ts';
import { Cleanup, countingRandom, temporaryStore } from '../support/http-app.ts';

const NOW = Date.parse('2026-03-02T10:00:00+08:00');

let cleanup: Cleanup;
let deps: { store: Store; clock: { now: () => number }; random: ReturnType<typeof countingRandom> };

beforeEach(async () => {
  cleanup = new Cleanup();
  const store = await temporaryStore(cleanup, [staffAccounts]);
  deps = { store, clock: { now: () => NOW }, random: countingRandom() };
});
afterEach(() => cleanup.run());

const tokenOf = async (name: string): Promise<string> => {
  const issued = await issueToken(deps, name);
  if (!issued.ok) throw new Error(issued.code);
  return issued.value.token;
};

describe('addStaff', () => {
  it('a new name: a password whose argon2id hash alone is kept', async () => {
    const added = await addStaff(deps, { name: '王小明', role: 'agent' });
    if (!added.ok) throw new Error(added.code);
    const { password } = added.value;
    expect(password).toMatch(/^[\w-]{20}$/);
    const account = (await deps.store.get(staffAccounts, staffId('王小明')))?.doc;
    expect(account).toMatchObject({ name: '王小明', role: 'agent', tokenHash: null, createdAt: NOW });
    expect(account?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(account?.passwordHash ?? '', password)).toBe(true);
    expect(JSON.stringify(account)).not.toContain(password);
  });

  it.each(['Li', 'li', ' LI ', 'Ｌｉ'])('%j where "Li" exists: name_taken', async (name) => {
    await addStaff(deps, { name: 'Li', role: 'agent' });
    expect(await addStaff(deps, { name, role: 'admin' })).toEqual({ ok: false, code: 'name_taken' });
    expect(await listStaff(deps)).toHaveLength(1);
  });

  it('the same name twice at once: one is added, one is name_taken', async () => {
    const both = await Promise.all(
      (['agent', 'admin'] as const).map((role) => addStaff(deps, { name: 'Li', role })),
    );
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  it.each(['王', "O'Brien", 'Ana María', '欧阳·娜', 'li.wei-2', 'x'.repeat(40)])(
    'the name %j: taken',
    async (name) => {
      expect((await addStaff(deps, { name, role: 'agent' })).ok).toBe(true);
    },
  );

  it.each([
    '',
    '   ',
    'x'.repeat(41),
    '-li',
    'a  b',
    'a\u0000b',
    '<b>',
    'a/b',
    'a\nb',
    'system',
    'Customer',
    'me',
    'none',
  ])('the name %j: invalid_name, nothing added', async (name) => {
    expect(await addStaff(deps, { name, role: 'agent' })).toEqual({ ok: false, code: 'invalid_name' });
    expect(await listStaff(deps)).toEqual([]);
  });
});

describe('a bearer token', () => {
  beforeEach(async () => {
    await addStaff(deps, { name: 'Li', role: 'supervisor' });
  });

  it('issued: names its holder and role, and is kept as a digest only', async () => {
    const token = await tokenOf('li');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await authenticateToken(deps, token)).toEqual({
      name: 'Li',
      role: 'supervisor',
      wechat: null,
      pastWechats: [],
    });
    expect(JSON.stringify((await deps.store.get(staffAccounts, 'li'))?.doc)).not.toContain(token);
  });

  it('issued anew: the one before ends', async () => {
    const first = await tokenOf('Li');
    const second = await tokenOf('Li');
    expect(await authenticateToken(deps, first)).toBeNull();
    expect(await authenticateToken(deps, second)).toMatchObject({ name: 'Li' });
  });

  it.each(['', 'nobody', 'x'.repeat(43)])('%j, of nobody: null', async (token) => {
    expect(await authenticateToken(deps, token)).toBeNull();
  });

  it('its digest in its place: null', async () => {
    await tokenOf('Li');
    const digest = (await deps.store.get(staffAccounts, 'li'))?.doc.tokenHash ?? '';
    expect(await authenticateToken(deps, digest)).toBeNull();
  });

  it('of someone disabled: null, and there is no new one', async () => {
    const token = await tokenOf('Li');
    expect(await disableStaff(deps, 'Li')).toEqual({ ok: true, value: { name: 'Li' } });
    expect(await authenticateToken(deps, token)).toBeNull();
    expect(await issueToken(deps, 'Li')).toEqual({ ok: false, code: 'disabled' });
  });

  it('of an account marked disabled by other means: null', async () => {
    const token = await tokenOf('Li');
    const stored = await deps.store.get(staffAccounts, 'li');
    if (!stored) throw new Error('no account');
    await deps.store.replace(staffAccounts, stored, { ...stored.doc, disabled: true });
    expect(await authenticateToken(deps, token)).toBeNull();
  });

  it('for a name nobody has: unknown_name', async () => {
    expect(await issueToken(deps, 'Wu')).toEqual({ ok: false, code: 'unknown_name' });
    expect(await disableStaff(deps, 'Wu')).toEqual({ ok: false, code: 'unknown_name' });
  });
});

it('listStaff over more than one page: everyone once, by name, and nothing secret', async () => {
  const account = {
    role: 'agent' as const,
    passwordHash: 'hash',
    tokenHash: null,
    disabled: false,
    totp: null,
    wechat: null,
    pastWechats: [],
    wechatCode: null,
    createdAt: NOW,
  };
  const names = Array.from({ length: 205 }, (_, n) => `staff${String(n).padStart(3, '0')}`);
  for (const name of names.toReversed()) await deps.store.insert(staffAccounts, name, { ...account, name });
  const listed = await listStaff(deps);
  expect(listed.map(({ name }) => name)).toEqual(names);
  expect(listed[0]).toEqual({
    name: 'staff000',
    role: 'agent',
    disabled: false,
    hasToken: false,
    createdAt: NOW,
  });
});
