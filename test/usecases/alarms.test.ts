import { describe, expect, it } from '@jest/globals';
import { type Alert, alertKey } from '../../src/domain/alerts/alert.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { nextActionAt } from '../../src/domain/case/next-action.ts';
import { DAY_MS, morningOf } from '../../src/domain/time.ts';
import type { AlertChannel } from '../../src/gateways/alerts/types.ts';
import type { Store } from '../../src/store/store.ts';
import { askCase } from '../../src/usecases/ask-case.ts';
import { decideCase } from '../../src/usecases/decide-case.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { alerts } from '../../src/usecases/documents/alerts.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { incidents } from '../../src/usecases/documents/incidents.ts';
import { workCase } from '../../src/usecases/work-case.ts';
import { WorkMemory, workDue } from '../../src/usecases/work-due.ts';
import { aCase, staff } from '../support/case.ts';
import { big, bigContext, does, offer } from '../support/case-states.ts';
import { failingAt } from '../support/chat-desk.ts';
import { Cleanup } from '../support/http-app.ts';
import { type StaffApi, putOrderOf, staffApi } from '../support/staff-api.ts';
import { refundingCase } from '../support/wechatpay-notice.ts';

const channel: AlertChannel = {
  name: 'webhook',
  fits: () => true,
  send: () => Promise.reject(new Error('nothing is sent here')),
};

/** A process of its own on a database with this case in it; what it knows of, and when it dies. */
const processWith = async (
  cleanup: Cleanup,
  kase: Case,
  wrap: (store: Store) => Store = (store) => store,
) => {
  const api = await staffApi(cleanup);
  await api.store.insert(cases, kase.caseNo, kase);
  const alerting = { channels: [channel], toWechat: false, language: 'zh', quietMs: 0 } as const;
  const deps = { ...api.deps, store: wrap(api.store), alerting };
  const raised = async (): Promise<Alert[]> => {
    const page = await api.store.scan(alerts, 'webhook', { facet: '', limit: 100 });
    return page.items.map(({ doc }) => doc.alert);
  };
  const opened = async () => (await api.store.scan(incidents, 'list', { facet: 'open', limit: 100 })).items;
  return { api, deps, raised, opened };
};

const withCleanup = async (test: (cleanup: Cleanup) => Promise<void>): Promise<void> => {
  const cleanup = new Cleanup();
  try {
    await test(cleanup);
  } finally {
    await cleanup.run();
  }
};

const overdue = () => {
  const kase = aCase({ outbox: [] });
  return { ...kase, nextActionAt: kase.deadlines.reviewBy + 1 };
};

describe('what staff must hear of a case', () => {
  it('is kept for them before the case says that it happened: a crash at any write loses nothing', () =>
    withCleanup(async (cleanup) => {
      for (let at = 1; at <= 4; at += 1) {
        let writes = 0;
        const dies = (store: Store): Store => {
          const step = <T>(act: () => Promise<T>): Promise<T> => {
            writes += 1;
            return writes >= at ? Promise.reject(new Error('died')) : act();
          };
          return {
            ...store,
            insert: (...all) => step(() => store.insert(...all)),
            replace: (...all) => step(() => store.replace(...all)),
          };
        };
        const { api, deps, raised } = await processWith(cleanup, overdue(), dies);
        api.clock.set(overdue().deadlines.reviewBy + 1);
        await workCase(deps, overdue().caseNo).catch(() => undefined);
        const stored = (await api.store.get(cases, overdue().caseNo))?.doc;
        if (stored?.missed.review === true) expect(await raised()).toHaveLength(1);
      }
    }));

  it('an answer due today is raised in the morning, once, under the name of whoever has the case', () =>
    withCleanup(async (cleanup) => {
      const kase = aCase({ outbox: [], assignee: '小林' });
      const { caseNo, deadlines } = kase;
      const { api, deps, raised } = await processWith(cleanup, { ...kase, nextActionAt: nextActionAt(kase) });
      const workAt = async (at: number): Promise<readonly Alert[]> => {
        api.clock.set(at);
        await workDue(deps, new WorkMemory());
        return raised();
      };
      const morning = morningOf(deadlines.reviewBy);
      expect(await workAt(morning - 1)).toEqual([]);
      const warning = { kind: 'review_due_soon', caseNo, assignee: '小林', reviewBy: deadlines.reviewBy };
      for (const at of [morning, morning + 1, deadlines.reviewBy])
        expect(await workAt(at)).toEqual([warning]);
      expect((await api.store.get(alerts, `review_due_soon:${caseNo}`))?.doc.count).toBe(1);
      const { warnedOf, missed } = (await api.store.get(cases, caseNo))?.doc ?? {};
      expect([warnedOf, missed?.review]).toEqual([deadlines.reviewBy, false]);
    }));

  it('a review overdue for three days is raised each day, as one alert', () =>
    withCleanup(async (cleanup) => {
      const { api, deps } = await processWith(cleanup, overdue());
      for (let day = 0; day < 3; day += 1) {
        api.clock.set(overdue().deadlines.reviewBy + 1 + day * DAY_MS);
        await workDue(deps, new WorkMemory());
      }
      const record = await api.store.get(alerts, `review_overdue:${overdue().caseNo}`);
      expect(record?.doc).toMatchObject({ count: 3 });
    }));

  it('a refund overdue is an incident the first day, and an alert every day', () =>
    withCleanup(async (cleanup) => {
      const kase = refundingCase({ state: 'PROCESSING', nextAt: Number.MAX_SAFE_INTEGER });
      const refundBy = kase.deadlines.reviewBy;
      const { api, deps, opened } = await processWith(cleanup, { ...kase, outbox: [], nextActionAt: 1 });
      for (let day = 0; day < 3; day += 1) {
        api.clock.set(refundBy + 1 + day * DAY_MS);
        await workCase(deps, kase.caseNo);
      }
      expect(await opened()).toMatchObject([{ id: `refund_overdue:${kase.caseNo}`, doc: { count: 1 } }]);
      const record = await api.store.get(alerts, `refund_overdue:${kase.caseNo}`);
      expect(record?.doc).toMatchObject({ count: 3 });
    }));
});

describe('what staff must hear of what a person asks of a case', () => {
  const accept = { type: 'accept_offer', offerId: 'offer-1' } as const;
  const accepts = (deps: Deps, { customer, caseNo }: Case) =>
    askCase(deps, { customer, caseNo, commandId: 'message-1', command: accept });
  const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
  /** A case with an offer above the four-eyes limit, and its order; the n-th of a database. */
  const putOffered = async ({ store }: StaffApi, n = 0): Promise<Case> => {
    const serial = `${LETTERS[Math.floor(n / LETTERS.length)] ?? ''}${LETTERS[n % LETTERS.length] ?? ''}`;
    const kase = does(big(aCase()), offer(150_000), staff('小林'), bigContext);
    const caseNo = `RF20260302AAAA${serial}`;
    const order = {
      ...kase.order,
      outTradeNo: caseNo,
      transactionId: `42000000000000000000000000${String(n)}`,
    };
    const put: Case = { ...kase, caseNo, draftId: caseNo, order, outbox: [] };
    expect((await store.insert(cases, caseNo, put)).ok).toBe(true);
    await putOrderOf({ store }, put);
    return put;
  };
  const waits = ({ caseNo }: Case): Alert => ({ kind: 'second_approval_waits', caseNo });

  it('it was done: they hear of it; another was faster, so that it was refused: they hear nothing', () =>
    withCleanup(async (cleanup) => {
      let rival: (() => Promise<unknown>) | null = null;
      const { api, deps, raised } = await processWith(cleanup, aCase({ outbox: [] }), (store) => ({
        ...store,
        replace: async (...all) => {
          const first = rival;
          rival = null;
          await first?.();
          return store.replace(...all);
        },
      }));
      const lost = await putOffered(api, 0);
      const withdraw = { type: 'withdraw_offer', note: '算错了', message: '我们重新计算。' } as const;
      rival = () =>
        decideCase(api.deps, {
          caseNo: lost.caseNo,
          staff: staff('小林'),
          version: null,
          idempotencyKey: null,
          command: withdraw,
        });
      expect(await accepts(deps, lost)).toEqual({ ok: false, code: 'no_open_offer' });
      await workDue(deps, new WorkMemory());
      expect(await raised()).toEqual([]);
      const won = await putOffered(api, 1);
      expect((await accepts(deps, won)).ok).toBe(true);
      await workDue(deps, new WorkMemory());
      await workDue(deps, new WorkMemory());
      expect(await raised()).toEqual([waits(won)]);
      expect((await api.store.get(alerts, alertKey(waits(won))))?.doc.count).toBe(1);
    }));

  it.each(['before', 'after'] as const)(
    'a crash %s any operation took effect: they hear of it where it was done, and only there',
    (when) =>
      withCleanup(async (cleanup) => {
        const { api, deps, raised } = await processWith(cleanup, aCase({ outbox: [] }));
        const done: Alert[] = [];
        let undone = 0;
        for (let at = 0, isReached = true; isReached; at += 1) {
          const kase = await putOffered(api, at);
          const { wrap, arm, reached } = failingAt(at, when);
          const dying = { ...deps, store: wrap(deps.store) };
          arm();
          await accepts(dying, kase)
            .then(() => workDue(dying, new WorkMemory()))
            .catch(() => undefined);
          isReached = reached();
          api.clock.set(api.clock.now() + deps.limits.leaseMs + 1);
          await workDue(deps, new WorkMemory());
          const stored = (await api.store.get(cases, kase.caseNo))?.doc;
          if (stored?.status === 'awaiting_second_approval') done.push(waits(kase));
          else undone += 1;
          expect(stored?.alerts).toEqual([]);
        }
        const names = (of: readonly Alert[]) => of.map(alertKey).sort();
        expect(names(await raised())).toEqual(names(done));
        expect(Math.min(done.length, undone)).toBeGreaterThan(2);
      }),
  );
});

describe('work that fails again and again', () => {
  it('the eighth time is an incident and an alert, which name the case; then once a day, as the same', () =>
    withCleanup(async (cleanup) => {
      const kase = { ...overdue(), policyVersion: 7 as never, nextActionAt: 1 };
      const { api, deps, opened, raised } = await processWith(cleanup, kase);
      const memory = new WorkMemory();
      for (let hours = 1; hours <= 8 + 24; hours += 1) {
        api.clock.set(api.clock.now() + 61 * 60_000);
        await workDue(deps, memory);
        if (hours === 7) expect([await opened(), await raised()]).toEqual([[], []]);
        if (hours === 8) expect(await opened()).toHaveLength(1);
      }
      expect(await opened()).toMatchObject([
        { id: `work_failing:cases-${kase.caseNo}`, doc: { count: 2, about: { failures: 32 } } },
      ]);
      expect(await raised()).toMatchObject([{ kind: 'work_failing', work: 'cases', ref: kase.caseNo }]);
    }));
});
