import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/logger.ts';
import { start } from '../../src/start.ts';
import type { AnyCollection } from '../../src/store/collection.ts';
import { acquireLease, leases } from '../../src/store/lease.ts';
import { systemClock, systemRandom } from '../../src/system.ts';
import { SANDBOX_API_BASE, claimDatabase } from '../../src/usecases/claim-database.ts';
import { collections } from '../../src/usecases/documents/index.ts';
import { settings } from '../../src/usecases/documents/settings.ts';
import { staffAccounts } from '../../src/usecases/documents/staff.ts';
import { addStaff } from '../../src/usecases/staff-accounts.ts';
import { newFolder, sandboxConfig } from '../support/desk.ts';
import { dropTestStore, openTestStore, storeEnvironment } from '../support/engine.ts';
import { installedWith } from '../support/installed.ts';
import { policyWithout } from '../support/policy.ts';
import { startServerProcess } from '../support/server-process.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(async () => {
  await dropTestStore(folder, 'sandbox');
  rmSync(folder, { recursive: true });
});

/** The same collections, as a program `by` schema versions on has them; these ones as they are. */
const versionsOn = (by: number, ...kept: readonly AnyCollection[]): AnyCollection[] =>
  collections.map((collection) =>
    kept.includes(collection) ? collection : { ...collection, schemaVersion: collection.schemaVersion + by },
  );

const opensFor = async (known: readonly AnyCollection[]): Promise<void> => {
  await (await openTestStore(folder, known, 'sandbox')).close();
};

describe('a server that must not start', () => {
  it('with a holiday that does not exist and a policy that lacks a clause: names both, and has left the database to the version before it', async () => {
    await opensFor(versionsOn(-1));
    const day = { name: '元旦', date: '2027-02-30', isOffDay: true };
    const rootDir = installedWith(folder, {
      holidays: { '2027.json': { year: 2027, days: [day] } },
      policies: { '2026-01.json': policyWithout('3.2') },
    });
    const config = { ...sandboxConfig(folder), rootDir };
    const starting = start({ config, log: createLogger({ level: 'silent' }), random: systemRandom });
    await expect(starting).rejects.toThrow(/2026-01\.json: clause 3\.2 is missing/);
    await expect(starting).rejects.toThrow(/2027\.json: day 1 \(2027-02-30\), date: /);
    await opensFor(versionsOn(-1));
  });

  it('as a sandbox on a shop’s database: says whose it is, and nobody can sign in there by the password everyone knows', async () => {
    const before = await openTestStore(folder, collections, 'sandbox');
    const shop = { mchid: '1900000001', apiBase: 'https://api.mch.weixin.qq.com' };
    await claimDatabase(before, shop);
    await addStaff(
      { store: before, clock: systemClock, random: systemRandom },
      { name: '小林', role: 'agent' },
    );
    const hired = await before.get(staffAccounts, '小林');
    await before.close();
    await expect(startServerProcess(storeEnvironment(folder, 'sandbox'))).rejects.toThrow(
      /ended \(1\)[\s\S]*belongs to merchant 1900000001/,
    );
    const after = await openTestStore(folder, collections, 'sandbox');
    expect(await after.get(staffAccounts, '小林')).toEqual(hired);
    const { items } = await after.scan(staffAccounts, 'name', { facet: '', limit: 10 });
    expect(items.map(({ doc }) => doc.name)).toEqual(['小林']);
    await after.close();
  }, 30_000);

  it('on another merchant’s database of an older version: has left it to that one, which goes on writing', async () => {
    const older = versionsOn(-1, settings, leases);
    const before = await openTestStore(folder, older, 'sandbox');
    await claimDatabase(before, { mchid: '1900000001', apiBase: 'https://api.mch.weixin.qq.com' });
    await expect(startServerProcess(storeEnvironment(folder, 'sandbox'))).rejects.toThrow(
      /ended \(1\)[\s\S]*belongs to merchant 1900000001/,
    );
    const lease = { name: 'still', holder: 'the older one', now: 0, ttlMs: 1 };
    expect((await acquireLease(before, lease)).ok).toBe(true);
    await before.close();
    await opensFor(older);
  }, 30_000);

  it('for a shop’s Official Account alone, on a sandbox’s database: says so, for everyone knows the passwords there', async () => {
    const before = await openTestStore(folder, collections, 'sandbox');
    await claimDatabase(before, { mchid: '1900000001', apiBase: SANDBOX_API_BASE });
    await before.close();
    const account = {
      WECHAT_APPID: 'wx0123456789abcdef',
      WECHAT_APPSECRET: 'secret-of-the-account',
      WECHAT_TOKEN: 'Token123',
    };
    const env = { ...account, ...storeEnvironment(folder, 'sandbox') };
    await expect(startServerProcess(env)).rejects.toThrow(
      /ended \(1\)[\s\S]*belongs to merchant \d+ at sandbox, not to a shop/,
    );
  }, 30_000);

  it('on a database that a newer version has taken over: says so, ends with 1, and the newer one goes on', async () => {
    await opensFor(versionsOn(1));
    await expect(startServerProcess(storeEnvironment(folder, 'sandbox'))).rejects.toThrow(
      /ended \(1\)[\s\S]*cannot start:\s+- .* was written by a newer version/,
    );
    await opensFor(versionsOn(1));
  }, 30_000);
});
