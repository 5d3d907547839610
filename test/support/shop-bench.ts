import { afterEach, beforeEach, expect } from '@jest/globals';
import type { StaffCommand } from '../../src/domain/case/commands.ts';
import { shopEvents } from '../../src/domain/case/shop-events.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { decideCase } from '../../src/usecases/decide-case.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { WorkMemory, shopWork, workDue } from '../../src/usecases/work-due.ts';
import { staff } from './case.ts';
import { Cleanup } from './http-app.ts';
import { type Receiver, shopAt, startReceiver } from './shop.ts';
import { type StaffApi, putCaseWithOrder, staffApi } from './staff-api.ts';

export const caseNo = 'RF20260302ABCDEF';

/** Anew for each test of a file that calls `useShop`: a desk with one case, and a shop that hears of it. */
export let receiver: Receiver;
export let api: StaffApi;
export let deps: Deps;

export const useShop = (): void => {
  let cleanup: Cleanup;
  beforeEach(async () => {
    cleanup = new Cleanup();
    receiver = await startReceiver(cleanup);
    api = await staffApi(cleanup);
    deps = { ...api.deps, shop: shopAt(receiver.url, api.clock, { timeoutMs: 2_000 }) };
    await putCaseWithOrder(api);
  });
  afterEach(async () => {
    await cleanup.run();
    expect(receiver.faults).toEqual([]);
  });
};

export const stored = async (): Promise<Case> => {
  const kase = (await api.store.get(cases, caseNo))?.doc;
  if (!kase) throw new Error('no case');
  return kase;
};
/** The shop's worker, until there is nothing more to do now. */
export const work = async (as = deps): Promise<void> => {
  const memory = new WorkMemory();
  while ((await workDue(as, memory, () => false, shopWork)) > 0);
};
export const command = async (given: StaffCommand, as = deps): Promise<void> => {
  const idempotencyKey = null;
  const member = staff('小王', given.type === 'settle_outside' ? 'finance' : 'agent');
  const decided = await decideCase(as, {
    caseNo,
    staff: member,
    version: null,
    idempotencyKey,
    command: given,
  });
  expect(decided.ok ? 'ok' : decided.code).toBe('ok');
};
export const lines = (from: readonly { line: number }[]): number[] => from.map(({ line }) => line);
export const alarms = () => api.captured.lines().filter(({ level }) => level === 50);
/** Everything of the case that the shop is to hear. */
export const all = async () => shopEvents(await stored(), 0);

/** Of the same customer, with something that the shop is to hear; its number. */
export const anotherCase = async (): Promise<string> => {
  const order = {
    ...(await stored()).order,
    outTradeNo: 'ORDER-2',
    transactionId: '4200000000202602270000000002',
  };
  const { caseNo: other } = await putCaseWithOrder(api, {
    caseNo: 'RF20260302BBBBBB',
    draftId: 'draft-2',
    order,
  });
  return other;
};
