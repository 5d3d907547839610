import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Collection } from '../../../src/store/store.ts';
import { staffAccounts } from '../../../src/usecases/documents/staff.ts';
import { authenticateToken, disableStaff, listStaff } from '../../../src/usecases/staff-accounts.ts';
import { resetTotp } from '../../../src/usecases/sign-in/second-factor.ts';
import { dropTestStore, openTestStore } from '../../support/engine.ts';

interface Version1 {
  readonly name: string;
  readonly tokenHash: string;
}

/** The collection as the first version of the program knew it. */
const version1: Collection<Version1> = {
  name: 'staff',
  schemaVersion: 1,
  parse: (raw) => raw as Version1,
  keys: (doc) => [`name:${doc.name.toLowerCase()}`, `token:${doc.tokenHash}`],
  indexes: { name: (doc) => ({ facets: [''], order: doc.name.toLowerCase() }) },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'refund-desk-'));
});
afterEach(async () => {
  await dropTestStore(folder);
  await rm(folder, { recursive: true });
});

it('an account of the first version: read as one without a second factor, and its token still works', async () => {
  const old = {
    name: 'Li',
    role: 'agent',
    passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA',
    // SHA-256 of "token-of-li"
    tokenHash: '71a8082c056476066d8ceef4559f79f5613a89c4b0aece0d30e56e99da57a67e',
    disabled: false,
    createdAt: 1_764_000_000_000,
  };
  const before = await openTestStore(folder, [version1]);
  await before.insert(version1, 'li', old);
  await before.close();
  const store = await openTestStore(folder, [staffAccounts]);
  expect((await store.get(staffAccounts, 'li'))?.doc).toEqual({
    ...old,
    totp: null,
    wechat: null,
    pastWechats: [],
    wechatCode: null,
  });
  expect(await listStaff({ store })).toMatchObject([{ name: 'Li', role: 'agent', hasToken: true }]);
  expect(await authenticateToken({ store }, 'token-of-li')).toEqual({
    name: 'Li',
    role: 'agent',
    wechat: null,
    pastWechats: [],
  });
  expect(await resetTotp({ store }, 'Li')).toEqual({ ok: true, value: { name: 'Li' } });
  await disableStaff({ store }, 'Li');
  expect((await store.get(staffAccounts, 'li'))?.doc).toMatchObject({ disabled: true, totp: null });
  await store.close();
});
