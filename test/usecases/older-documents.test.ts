import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chinaDate } from '../../src/domain/time.ts';
import { leases } from '../../src/store/lease.ts';
import type { AnyCollection } from '../../src/store/collection.ts';
import { type Collection, type Store, orderKey } from '../../src/store/store.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { collections } from '../../src/usecases/documents/index.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { orders } from '../../src/usecases/documents/orders.ts';
import { payoutQueues } from '../../src/usecases/documents/payout-queue.ts';
import { sessions } from '../../src/usecases/documents/sessions.ts';
import { settings } from '../../src/usecases/documents/settings.ts';
import { staffAccounts, tokenKey } from '../../src/usecases/documents/staff.ts';
import { rootDir } from '../support/desk.ts';
import { dropTestStore, openTestStore } from '../support/engine.ts';

/** What the program stored under the first version of each schema, as it was stored; people and tokens are invented. */
const folder = join(rootDir, 'test/store/formats/v1');
const names = readdirSync(folder).map((file) => file.replace('.json', ''));

interface Kept {
  readonly id: string;
  readonly document: Readonly<Record<string, unknown>>;
}
const kept = (name: string): readonly Kept[] =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Kept[];

/** Stores whatever it is given, as the first version's. */
const asVersion1 = (name: string): Collection<unknown> & AnyCollection => ({
  name,
  schemaVersion: 1,
  parse: (raw: unknown) => raw,
  keys: (_doc: unknown, id: string) => [id],
  indexes: {},
});

const current: readonly AnyCollection[] = collections;
const read = {
  cases,
  orders,
  sessions,
  messages,
  staff: staffAccounts,
  settings,
  leases,
  payout_queue: payoutQueues,
};

let database: string;
let store: Store;
beforeEach(async () => {
  database = mkdtempSync(join(tmpdir(), 'refund-desk-'));
  const first = names.map(asVersion1);
  const before = await openTestStore(database, first);
  for (const collection of first)
    for (const { id, document } of [...kept(collection.name), ...crashedIn(collection.name)])
      expect((await before.insert(collection, id, document)).ok).toBe(true);
  await before.close();
  store = await openTestStore(database, current);
});
afterEach(async () => {
  await store.close();
  await dropTestStore(database);
  rmSync(database, { recursive: true });
});

/** A customer whose 确认 met a crash; none of those kept did. */
const crashed = {
  id: 'wx1234567890abcdef:oCrashed',
  pending: {
    key: 'k-1',
    message: '确认',
    command: {
      type: 'submit_application',
      draftId: 'd-1',
      language: 'zh',
      order: { outTradeNo: 'SHOP-1', transactionId: null, matched: false },
      reason: { category: 'other', text: '坏了' },
      evidence: ['m-1'],
    },
  },
};

const crashedIn = (name: string): readonly Kept[] => {
  const [session] = kept('sessions');
  const document = { ...session?.document, openid: 'oCrashed', pending: crashed.pending };
  return name === 'sessions' ? [{ id: crashed.id, document }] : [];
};

/** What has another shape now: no turn was pending when these were stored. */
const reshaped: Readonly<Record<string, object>> = { sessions: { pending: [] } };

const everyOne = <T>(collection: Collection<T>) =>
  Promise.all(
    kept(collection.name).map(async ({ id, document }) => {
      const found = await store.get(collection, id);
      if (!found) throw new Error(`${collection.name} ${id} is not there`);
      return { id, document, found };
    }),
  );

describe('a database of version 1', () => {
  it('holds every collection there was then', () => {
    expect(names.sort()).toEqual(Object.keys(read).sort());
  });

  it.each(Object.values(read) as Collection<unknown>[])(
    '$name: every document can be read, loses nothing, and can be written again',
    async (collection) => {
      const all = await everyOne(collection);
      expect(all.length).toBeGreaterThan(0);
      for (const { id, document, found } of all) {
        expect(found.doc).toMatchObject({ ...document, ...reshaped[collection.name] });
        expect((await store.replace(collection, found, found.doc)).ok).toBe(true);
        expect((await store.get(collection, id))?.doc).toEqual(found.doc);
      }
    },
  );

  it('cases: are found as they were, and say since when their dates may move', async () => {
    const all = await everyOne(cases);
    const queue = await store.scan(cases, 'queue', { facet: 'all', limit: 10 });
    expect(queue.items.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
    for (const { id, found } of all) {
      expect((await store.getByKey(cases, `no:${id}`))?.id).toBe(id);
      expect(found.doc.deadlines.announcedThrough).toBe(2026);
      expect(chinaDate(found.doc.openedAt)).toBe('2026-11-24');
    }
    const due = await store.scan(cases, 'due', {
      facet: '',
      to: orderKey(Number.MAX_SAFE_INTEGER / 10),
      limit: 10,
    });
    expect(due.items.length).toBe(all.filter(({ found }) => found.doc.nextActionAt !== null).length);
    expect(all.map(({ found }) => found.doc.status).sort()).toEqual([
      'awaiting_second_approval',
      'refunded',
      'refunding',
      'rejected',
    ]);
  });

  it('an open case: goes on holding its order', async () => {
    const [open] = (await everyOne(cases)).filter(({ found }) => found.doc.status === 'refunding');
    const key = `open:${open?.found.doc.order.outTradeNo ?? ''}`;
    expect((await store.getByKey(cases, key))?.id).toBe(open?.id);
  });

  it('orders: their ledgers as they were, and compared with WeChat Pay before any restore; when they were told of is not known', async () => {
    const all = await everyOne(orders);
    expect(all.filter(({ found }) => found.doc.ledger.length > 0).length).toBeGreaterThan(1);
    expect(all.filter(({ found }) => found.doc.comparedAfter !== undefined)).toEqual([]);
    expect(all.filter(({ found }) => found.doc.toldAt !== null)).toEqual([]);
  });

  it('staff: get in by the token they had, with no second factor yet', async () => {
    for (const { found } of await everyOne(staffAccounts)) {
      expect(found.doc.totp).toBeNull();
      const byToken = await store.getByKey(staffAccounts, tokenKey(found.doc.tokenHash ?? ''));
      expect(byToken?.doc.name).toBe(found.doc.name);
    }
  });

  it('a turn that was pending: still is, with what the customer had said', async () => {
    const found = await store.get(sessions, crashed.id);
    expect(found?.doc.pending).toEqual([
      { key: 'k-1', command: crashed.pending.command, said: { type: 'text', text: '确认', mediaId: null } },
    ]);
  });

  it('a customer in the middle of the form: stands where they stood', async () => {
    const all = await everyOne(sessions);
    expect(all.filter(({ found }) => found.doc.conversation.draft !== null)).toHaveLength(1);
    for (const { found } of all) expect(found.doc.noticesWaiting).toEqual([]);
  });
});
