import { limits } from './case.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from '../../src/domain/case/state.ts';
import type { OfficialAccount } from '../../src/gateways/official-account/types.ts';
import type { Store } from '../../src/store/store.ts';
import type { InboundInput, InboundMessage } from '../../src/usecases/chat/inbound-message.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { audit } from '../../src/usecases/documents/audit.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { lateAnswers } from '../../src/usecases/documents/late-answers.ts';
import { loginLimits } from '../../src/usecases/documents/login-limits.ts';
import { type Message, messages } from '../../src/usecases/documents/messages.ts';
import { orders } from '../../src/usecases/documents/orders.ts';
import { type Session, sessionId, sessions } from '../../src/usecases/documents/sessions.ts';
import { staffAccounts } from '../../src/usecases/documents/staff.ts';
import { templateResults } from '../../src/usecases/documents/template-results.ts';
import { threads } from '../../src/usecases/documents/threads.ts';
import { loadCalendar } from '../../src/usecases/load-calendar.ts';
import { china } from './calendar.ts';
import { emptyTestStore, openTestStore } from './engine.ts';
import { noAlerts } from './no-alerts.ts';
import { noSecondFactor } from './no-second-factor.ts';
import { publishedPolicy } from './policy.ts';
import { account, type LogEntry, memoryLog, seededRandom } from './wechat-server.ts';

export const NOW = china('2026-03-05 12:00');
const policy = publishedPolicy();
const calendar = loadCalendar(null);

export interface ChatDesk {
  readonly deps: Deps;
  readonly clock: { now: () => number; advance: (ms: number) => void };
  /** What was sent as customer messages, and what WeChat is to answer. */
  readonly sent: { openid: string; text: string }[];
  readonly logged: LogEntry[];
  readonly wakes: () => number;
}

export interface Held {
  readonly session: Session | undefined;
  /** The transcript, oldest first. */
  readonly lines: (Message & { id: string })[];
  readonly cases: readonly Case[];
}

/** A database that any number of processes open; everything they hold of a customer can be looked at. */
export const chatDatabase = () => {
  const folder = mkdtempSync(join(tmpdir(), 'refund-desk-chat-'));
  const opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const collections = [
      cases,
      messages,
      orders,
      sessions,
      threads,
      staffAccounts,
      audit,
      loginLimits,
      lateAnswers,
      templateResults,
    ];
    const store = await openTestStore(folder, collections);
    opened.push(store);
    return store;
  };
  /** A process of its own: another connection, another memory. `wrap` puts faults in its way. */
  const startDesk = async (
    changes: Partial<Deps> = {},
    wrap: (store: Store) => Store = (store) => store,
  ): Promise<ChatDesk> => {
    let now = NOW;
    let wakes = 0;
    const sent: { openid: string; text: string }[] = [];
    const clock = {
      now: () => now,
      advance: (ms: number) => {
        now += ms;
      },
    };
    const officialAccount: OfficialAccount = {
      sendText: (openid, text) => {
        sent.push({ openid, text });
        return Promise.resolve({ kind: 'sent', messageId: null });
      },
      sendTemplate: () => Promise.reject(new Error('no template is sent here')),
      downloadMedia: () => Promise.reject(new Error('nothing is downloaded here')),
    };
    const { log, entries } = memoryLog();
    const deps: Deps = {
      store: wrap(await open()),
      clock,
      random: seededRandom(`process ${String(opened.length)}`),
      log,
      calendar,
      policy,
      policies: new Map([[policy.version, policy]]),
      officialAccount,
      wechatPay: null,
      appid: account.appid,
      mchid: '1900000001',
      publicUrl: 'https://shop.example',
      limits: { ...limits, leaseMs: 60_000, usageMaxAgeHours: 24 },
      shop: null,
      alerting: noAlerts,
      templates: {},
      takeCode: noSecondFactor,
      wake: () => {
        wakes += 1;
      },
      instanceId: `process-${String(opened.length)}`,
      ...changes,
    };
    return { deps, clock, sent, logged: entries, wakes: () => wakes };
  };
  return {
    startDesk,
    remove: async (): Promise<void> => {
      for (const store of opened) await store.close();
      await emptyTestStore(folder);
      rmSync(folder, { recursive: true });
    },
  };
};

export const customer = (openid = 'oCustomer') => ({ appid: account.appid, openid });

export const held = async ({ store }: Pick<Deps, 'store'>, openid = 'oCustomer'): Promise<Held> => {
  const range = { facet: `${account.appid}:${openid}`, limit: 1_000 };
  const lines = await store.scan(messages, 'customer', range);
  const found = await store.scan(cases, 'customer', range);
  return {
    session: (await store.get(sessions, sessionId(customer(openid))))?.doc,
    lines: lines.items.map(({ id, doc }) => ({ ...doc, id })),
    cases: found.items.map(({ doc }) => doc),
  };
};

/** An order of the customer's, paid three days ago and untouched. */
export const putOrder = (store: Store, outTradeNo = 'SHOP-1', openid = 'oCustomer') =>
  store.insert(orders, outTradeNo, {
    outTradeNo,
    transactionId: `42000000000000000000${outTradeNo.replace(/\D/g, '').padStart(8, '0')}`,
    ...customer(openid),
    unionid: null,
    email: null,
    description: '年度会员',
    amountFen: 19_900,
    paidAt: china('2026-03-02 10:00'),
    promotional: false,
    terminatedForViolation: false,
    usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
    source: 'feed',
    toldAt: null,
    comparedAt: null,
    ledger: [],
  });

let numbers = 0;

/** A message as it stands when the transport has read it. */
export const inbound = (input: InboundInput | string, openid = 'oCustomer'): InboundMessage => {
  numbers += 1;
  return {
    key: `${openid}:${String(numbers).padStart(16, '0')}:0123456789abcdef`,
    ...customer(openid),
    at: NOW,
    input: typeof input === 'string' ? { type: 'text', text: input, menuId: null } : input,
  };
};

/** Up to the summary; 确认 comes next. */
export const formAnswers = ['退款', '1', '8', '不再需要了', '跳过'];

export type Operation = 'get' | 'getByKey' | 'insert' | 'replace' | 'scan';

/**
 * A store whose n-th operation (from 0) fails, before it takes effect or after, as a crash or a lost connection
 * would have it; and everything after it too, where the process is gone for good.
 */
export const failingAt = (
  at: number,
  when: 'before' | 'after',
): { wrap: (store: Store) => Store; reached: () => boolean; arm: () => void } => {
  let operations = -1;
  let armed = false;
  const fault = new Error('the connection to the store is lost');
  const around = async <R>(work: () => Promise<R>): Promise<R> => {
    if (armed) operations += 1;
    const turn = operations;
    if (armed && (turn > at || (turn === at && when === 'before'))) throw fault;
    const result = await work();
    if (armed && turn === at) throw fault;
    return result;
  };
  return {
    reached: () => operations >= at,
    arm: () => {
      armed = true;
    },
    wrap: (store) => ({
      ...store,
      get: (...all) => around(() => store.get(...all)),
      getByKey: (...all) => around(() => store.getByKey(...all)),
      insert: (...all) => around(() => store.insert(...all)),
      replace: (...all) => around(() => store.replace(...all)),
      scan: (...all) => around(() => store.scan(...all)),
    }),
  };
};
