import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/store/store.ts';
import { SANDBOX_API_BASE, admitting, claimDatabase } from '../../src/usecases/claim-database.ts';
import { collections } from '../../src/usecases/documents/index.ts';
import { settings } from '../../src/usecases/documents/settings.ts';
import { newFolder } from '../support/desk.ts';
import { emptyTestStore, openTestStore } from '../support/engine.ts';

const owner = { mchid: '1900000001', apiBase: 'https://api.mch.weixin.qq.com' };

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = newFolder();
  store = await openTestStore(folder, collections);
});
afterEach(async () => {
  await store.close();
  await emptyTestStore(folder);
  rmSync(folder, { recursive: true });
});

describe('a database that is used for the first time', () => {
  it('belongs to whoever came first, of several at once too', async () => {
    const others = Array.from({ length: 10 }, (_, n) => ({ ...owner, mchid: `190000001${String(n)}` }));
    const outcomes = await Promise.allSettled(others.map((each) => claimDatabase(store, each)));
    const [first, ...more] = others.filter((_, n) => outcomes[n]?.status === 'fulfilled');
    expect(more).toEqual([]);
    expect((await store.get(settings, 'owner'))?.doc).toMatchObject({ kind: 'owner', ...first });
  });
});

describe('a database that belongs to a merchant', () => {
  beforeEach(() => claimDatabase(store, owner));

  it('claimed again by the same one: is theirs', async () => {
    await expect(claimDatabase(store, owner)).resolves.toBeUndefined();
  });

  it.each([
    ['another merchant at the same API', { ...owner, mchid: '1900000002' }],
    ['the same merchant at another API', { ...owner, apiBase: 'http://127.0.0.1:8080' }],
  ])('claimed by %s: refused by both names, and it stays whose it was', async (_who, other) => {
    await expect(claimDatabase(store, other)).rejects.toMatchObject({
      code: 'foreign_database',
      message: expect.stringContaining(
        `belongs to merchant 1900000001 at https://api.mch.weixin.qq.com, not to ${other.mchid} at ${other.apiBase}`,
      ),
    });
    expect((await store.get(settings, 'owner'))?.doc).toMatchObject(owner);
  });
});

describe('who is let at a database, before anything in it is changed', () => {
  const sandboxes = { mchid: '8767412258', apiBase: SANDBOX_API_BASE };
  const ask = (merchant: typeof owner | null, isSandbox = false) =>
    admitting({ merchant, isSandbox })(async (collection, id) => (await store.get(collection, id))?.doc);

  it('while it is nobody’s: everyone', async () => {
    await Promise.all([ask(owner), ask(null), ask(null, true)]);
  });

  it.each([
    ['its merchant', owner, owner, false],
    ['a shop without WeChat Pay, which has no merchant to name', owner, null, false],
    ['a sandbox, of a sandbox’s, whichever its merchant', sandboxes, null, true],
  ])('%s: is', async (_who, whose, merchant, isSandbox) => {
    await claimDatabase(store, whose);
    await expect(ask(merchant, isSandbox)).resolves.toBeUndefined();
  });

  it.each([
    ['another merchant', owner, { ...owner, mchid: '1900000002' }, false],
    ['its merchant at another API', owner, { ...owner, apiBase: 'http://127.0.0.1:8080' }, false],
    ['a sandbox, of a shop’s', owner, null, true],
    ['a shop, of a sandbox’s, where everyone knows the passwords', sandboxes, null, false],
    ['a merchant, of a sandbox’s', sandboxes, owner, false],
  ])('%s: is not', async (_who, whose, merchant, isSandbox) => {
    await claimDatabase(store, whose);
    await expect(ask(merchant, isSandbox)).rejects.toMatchObject({ code: 'foreign_database' });
  });
});
