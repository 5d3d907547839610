import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newConversation } from '../../src/conversation/state.ts';
import type { Notice } from '../../src/domain/case/notice.ts';
import { openCaseAt } from '../../src/domain/case/open.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { type MessageWindow, afterUserMessage } from '../../src/domain/message-window.ts';
import { createOfficialAccount } from '../../src/gateways/official-account/official-account.ts';
import { leases } from '../../src/store/lease.ts';
import type { Store } from '../../src/store/store.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { sessionId, sessions } from '../../src/usecases/documents/sessions.ts';
import { settings } from '../../src/usecases/documents/settings.ts';
import { loadCalendar } from '../../src/usecases/load-calendar.ts';
import type { DeliveryDeps } from '../../src/usecases/deliver-notice.ts';
import { tokenCache } from '../../src/usecases/token-cache.ts';
import { emptyTestStore, openTestStore } from './engine.ts';
import { APPID, APPSECRET, type OaServer, stoppedClock } from './oa-server.ts';
import { noAlerts } from './no-alerts.ts';
import { assessed, publishedPolicy } from './policy.ts';

export const policy = publishedPolicy();
export const CUSTOMER = { appid: APPID, openid: 'oCustomer' };
export const NOW = Date.parse('2026-03-05T12:00:00+08:00');

/** A database of its own; `open` opens it once more, as another process would. */
export const temporaryStore = () => {
  const folder = mkdtempSync(join(tmpdir(), 'refund-desk-oa-'));
  const opened: Store[] = [];
  return {
    open: async (): Promise<Store> => {
      const collections = [leases, settings, sessions, messages];
      const store = await openTestStore(folder, collections);
      opened.push(store);
      return store;
    },
    remove: async (): Promise<void> => {
      for (const store of opened) await store.close();
      await emptyTestStore(folder);
      rmSync(folder, { recursive: true });
    },
  };
};

/** A log that keeps what was said. */
export const keptLog = () => {
  const lines: { level: string; fields: object; message: string }[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
};

export const templates: DeliveryDeps['templates'] = {
  received: { id: 'TPL_RECEIVED', fields: { character_string1: 'caseNo' } },
  result: { id: 'TPL_RESULT', fields: { character_string1: 'caseNo' } },
  refunded: { id: 'TPL_REFUNDED', fields: { character_string1: 'caseNo' } },
};

/** One process of the desk, as far as it concerns the Official Account. */
export const desk = (server: OaServer, store: Store, instanceId = 'one', clock = stoppedClock(NOW)) => ({
  store,
  clock,
  log: keptLog(),
  appid: APPID,
  policy,
  policies: new Map([[policy.version, policy]]),
  publicUrl: 'https://shop.example',
  templates,
  alerting: noAlerts,
  wake: () => undefined,
  officialAccount: createOfficialAccount({
    appid: APPID,
    appsecret: APPSECRET,
    apiBase: server.apiBase,
    timeoutMs: 1_000,
    tokens: tokenCache(store, clock, instanceId, () => new Promise(setImmediate)),
    clock,
  }),
});
export type Desk = ReturnType<typeof desk>;

export const putSession = (store: Store, window: MessageWindow = afterUserMessage(NOW)) =>
  store.insert(sessions, sessionId(CUSTOMER), {
    ...CUSTOMER,
    conversation: newConversation,
    inbound: [],
    pending: [],
    window,
    noticesWaiting: [],
    nextActionAt: null,
    lease: null,
  });

export const windowOf = async (store: Store): Promise<MessageWindow | undefined> =>
  (await store.get(sessions, sessionId(CUSTOMER)))?.doc.window;

export const putPicture = (store: Store, id: string, mediaId: string) =>
  store.insert(messages, id, {
    ...CUSTOMER,
    at: NOW,
    direction: 'in',
    type: 'image',
    text: '',
    reply: null,
    picture: { mediaId, state: 'pending', contentType: null, failures: 0 },
    nextActionAt: NOW,
  });

/** A case that has just been opened. */
export const openedCase = (customer = CUSTOMER): Case =>
  openCaseAt(
    {
      caseNo: 'RF20260305ABCDEF',
      channel: 'chat',
      email: null,
      shop: null,
      verified: true,
      customer,
      language: 'zh',
      draftId: 'draft-1',
      order: {
        outTradeNo: 'SHOP-1',
        transactionId: '4200000000000000000000000001',
        description: '年度会员',
        paidFen: 19_900,
        paidAt: NOW,
      },
      reason: { category: 'own_reasons', text: '不再需要' },
      evidence: [],
      assessment: assessed({}),
    },
    policy,
    loadCalendar(null),
    NOW,
  );

/** The same case, refused by staff. */
export const rejectedCase = (customer = CUSTOMER): Case => ({
  ...openedCase(customer),
  status: 'rejected',
  rejection: {
    clauses: ['3.1'],
    by: 'li',
    at: NOW,
    note: 'internal',
    message: '付费功能已使用',
    appealBy: NOW,
  },
});

export const noticeOf = (kind: Notice['kind'], changes: Partial<Notice> = {}): Notice => ({
  id: `${kind}-1`,
  kind,
  outcome: kind === 'result' ? 'rejected' : null,
  text: null,
  state: 'pending',
  channel: null,
  msgid: null,
  refusedBy: [],
  failures: 0,
  createdAt: NOW,
  nextAt: NOW,
  ...changes,
});
