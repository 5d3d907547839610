/** A process that dies, or is held up, in the middle of its work. */
import { expect } from '@jest/globals';
import type { OfficialAccount } from '../../src/gateways/official-account/types.ts';
import type { Store } from '../../src/store/store.ts';
import { decideCase } from '../../src/usecases/decide-case.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { staff } from './case.ts';
import type { Desk } from './desk.ts';
import { type Buyer, aBuyer, watched } from './payouts.ts';

class Died extends Error {}

/**
 * The same desk in another process, which dies at its `at`-th step: a write, or a call to WeChat or WeChat Pay.
 * `when` says whether the step itself still takes effect. Nothing it does afterwards has any.
 */
export const dying = (deps: Deps, at: number, when: 'before' | 'after') => {
  let steps = 0;
  const isDead = () => steps >= at;
  const alive = <T>(read: () => Promise<T>): Promise<T> => (isDead() ? Promise.reject(new Died()) : read());
  const step = async <T>(act: () => Promise<T>): Promise<T> => {
    if (isDead()) throw new Died();
    steps += 1;
    const isLast = isDead();
    if (isLast && when === 'before') throw new Died();
    const result = await act();
    if (isLast) throw new Died();
    return result;
  };
  const { store, officialAccount, wechatPay } = deps;
  if (!officialAccount || !wechatPay) throw new Error('a channel is off');
  const dyingStore: Store = {
    get: (...args) => alive(() => store.get(...args)),
    getByKey: (...args) => alive(() => store.getByKey(...args)),
    scan: (...args) => alive(() => store.scan(...args)),
    explain: (...args) => alive(() => store.explain(...args)),
    getBlob: (id) => alive(() => store.getBlob(id)),
    insert: (...args) => step(() => store.insert(...args)),
    replace: (...args) => step(() => store.replace(...args)),
    putBlob: (...args) => step(() => store.putBlob(...args)),
    ping: () => store.ping(),
    close: () => Promise.resolve(),
  };
  const account: OfficialAccount = {
    ...officialAccount,
    sendText: (...args) => step(() => officialAccount.sendText(...args)),
    sendTemplate: (...args) => step(() => officialAccount.sendTemplate(...args)),
  };
  return {
    deps: {
      ...elsewhere(deps),
      store: dyingStore,
      officialAccount: account,
      wechatPay: {
        ...wechatPay,
        refund: (request) => step(() => wechatPay.refund(request)),
        queryRefund: (number) => step(() => wechatPay.queryRefund(number)),
        queryTransaction: (by) => step(() => wechatPay.queryTransaction(by)),
      },
    } satisfies Deps,
    died: isDead,
  };
};

let processes = 0;

/** Another process on the same store; its applications to WeChat Pay are counted by `watched`. */
export const elsewhere = (deps: Deps): Deps => {
  processes += 1;
  return { ...deps, instanceId: `process-${String(processes)}`, wake: () => undefined };
};

/** A process that is held up where `isHere` says so, after a read or before a write, once, until it is let go. */
export const heldUp = (
  deps: Deps,
  isHere: (call: 'get' | 'replace', collection: string, doc: unknown) => boolean,
) => {
  let letGo: () => void = () => undefined;
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  let isOver = false;
  const pass = async (call: 'get' | 'replace', collection: string, doc: unknown): Promise<void> => {
    if (isOver || !isHere(call, collection, doc)) return;
    isOver = true;
    arrive();
    await gate;
  };
  const { store } = deps;
  const { wechatPay, posted } = watched(deps.wechatPay);
  const slowStore: Store = {
    ...store,
    get: async (collection, id) => {
      const read = await store.get(collection, id);
      await pass('get', collection.name, undefined);
      return read;
    },
    replace: async (collection, stored, doc) => {
      await pass('replace', collection.name, doc);
      return store.replace(collection, stored, doc);
    },
    insert: (...args) => store.insert(...args),
    getByKey: (...args) => store.getByKey(...args),
    scan: (...args) => store.scan(...args),
  };
  return { deps: { ...elsewhere(deps), store: slowStore, wechatPay }, posted, arrived, letGo };
};

/** An agent approves in full; asked again it is the same decision. */
export const decide = (deps: Deps, { caseNo, order }: Buyer) =>
  decideCase(deps, {
    caseNo,
    staff: staff('小林'),
    version: null,
    idempotencyKey: 'decision',
    command: { type: 'approve', amountFen: order.amountFen, note: 'n', message: null },
  });
/** Approved and reserved by a process that does no work of its own. */
export const reserved = async (desk: Desk): Promise<Buyer> => {
  const buyer = await aBuyer(desk);
  expect((await decide(elsewhere(desk.app.deps), buyer)).ok).toBe(true);
  return buyer;
};
