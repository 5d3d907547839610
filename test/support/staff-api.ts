import { limits } from './case.ts';
import { assessCase, nothingRecorded } from '../../src/domain/case/facts.ts';
import type { Case } from '../../src/domain/case/state.ts';
import type { Order } from '../../src/domain/order.ts';
import type { Role } from '../../src/domain/staff.ts';
import type { Store } from '../../src/store/store.ts';
import { auditRoutes } from '../../src/transport/staff/audit-routes.ts';
import { incidentRoutes } from '../../src/transport/staff/incident-routes.ts';
import { payoutRoutes } from '../../src/transport/staff/payout-routes.ts';
import { staffRoutes } from '../../src/transport/staff/routes.ts';
import { threadRoutes } from '../../src/transport/staff/thread-routes.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { alerts } from '../../src/usecases/documents/alerts.ts';
import { audit } from '../../src/usecases/documents/audit.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { incidents } from '../../src/usecases/documents/incidents.ts';
import { lateAnswers } from '../../src/usecases/documents/late-answers.ts';
import { messages } from '../../src/usecases/documents/messages.ts';
import { orders } from '../../src/usecases/documents/orders.ts';
import { payoutQueues } from '../../src/usecases/documents/payout-queue.ts';
import { sessions } from '../../src/usecases/documents/sessions.ts';
import { staffAccounts } from '../../src/usecases/documents/staff.ts';
import { templateResults } from '../../src/usecases/documents/template-results.ts';
import { threads } from '../../src/usecases/documents/threads.ts';
import { addStaff, issueToken } from '../../src/usecases/staff-accounts.ts';
import { NOW, aCase, calendar } from './case.ts';
import {
  type CapturedLog,
  type Cleanup,
  type Client,
  capturedLog,
  countingRandom,
  serve,
  temporaryStore,
} from './http-app.ts';
import { noAlerts } from './no-alerts.ts';
import { noSecondFactor } from './no-second-factor.ts';
import { publishedPolicy } from './policy.ts';

const policy = publishedPolicy();

/** The staff API over a real store, its clock standing at `NOW` until it is moved. */
export interface StaffApi {
  readonly call: Client;
  readonly store: Store;
  readonly deps: Deps;
  readonly captured: CapturedLog;
  readonly clock: { now: () => number; set: (at: number) => void };
}

export const staffApi = async (cleanup: Cleanup, over: Partial<Deps> = {}): Promise<StaffApi> => {
  let at = NOW;
  const clock = { now: () => at, set: (to: number) => void (at = to) };
  const store = await temporaryStore(cleanup, [
    cases,
    orders,
    messages,
    sessions,
    staffAccounts,
    threads,
    audit,
    alerts,
    incidents,
    payoutQueues,
    lateAnswers,
    templateResults,
  ]);
  const captured = capturedLog();
  const deps: Deps = {
    store,
    clock,
    random: countingRandom(),
    log: captured.log,
    calendar,
    policy,
    policies: new Map([[policy.version, policy]]),
    officialAccount: null,
    wechatPay: null,
    appid: 'wx0000000000000001',
    mchid: '1900000001',
    publicUrl: 'https://shop.example',
    limits: { ...limits, leaseMs: 60_000, usageMaxAgeHours: 24 },
    shop: null,
    alerting: noAlerts,
    templates: {},
    takeCode: noSecondFactor,
    wake: () => undefined,
    instanceId: 'test',
    ...over,
  };
  const routes = [
    staffRoutes(deps),
    threadRoutes(deps),
    auditRoutes(deps),
    incidentRoutes(deps),
    payoutRoutes(deps),
  ];
  const call = await serve(cleanup, routes, { log: captured.log, now: clock.now });
  return { call, store, deps, captured, clock };
};

/** A member of staff with a token, which is returned. */
export const hire = async ({ deps }: StaffApi, name: string, role: Role): Promise<string> => {
  await addStaff(deps, { name, role });
  const issued = await issueToken(deps, name);
  if (!issued.ok) throw new Error(issued.code);
  return issued.value.token;
};

export const putCase = async (
  { store }: Pick<StaffApi, 'store'>,
  over: Partial<Case> = {},
): Promise<Case> => {
  const kase = aCase(over);
  const inserted = await store.insert(cases, kase.caseNo, kase);
  if (!inserted.ok) throw new Error(inserted.code);
  return kase;
};

/** A case in review beside its order, which says what the case was assessed by; the shop is still to hear of it. */
export const putCaseWithOrder = async (
  api: Pick<StaffApi, 'store'>,
  over: Partial<Case> = {},
): Promise<Case> => {
  const usage = { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 };
  const told = { promotional: false, terminatedForViolation: false, usage };
  const kase = aCase(over);
  const paid = { ...told, paidAt: kase.order.paidAt ?? NOW };
  const assessment = assessCase(kase, nothingRecorded, paid, { policy, calendar, now: NOW });
  const shop = { told: 0, failures: 0, nextAt: NOW };
  await putOrderOf(api, kase, { ...told, toldAt: NOW });
  return putCase(api, { shop, assessment, ...over });
};

/** The order of a case, as the shop's feed told it. */
export const putOrderOf = async (
  { store }: Pick<StaffApi, 'store'>,
  kase: Case,
  over: Partial<Order> = {},
): Promise<void> => {
  const { facts } = kase.assessment;
  const order: Order = {
    outTradeNo: kase.order.outTradeNo,
    transactionId: kase.order.transactionId ?? '',
    ...kase.customer,
    unionid: null,
    email: null,
    description: kase.order.description,
    amountFen: kase.order.paidFen ?? 1,
    paidAt: kase.order.paidAt ?? NOW,
    // As the case was assessed: an order that says something else is taken in first.
    promotional: facts.promotional,
    terminatedForViolation: facts.terminatedForViolation,
    usage:
      facts.paidFeaturesUsed === null
        ? null
        : {
            paidFeaturesUsed: facts.paidFeaturesUsed,
            quotaUsed: facts.quotaUsed ?? 0,
            quotaTotal: facts.quotaTotal ?? 0,
          },
    source: 'feed',
    toldAt: null,
    comparedAt: null,
    ledger: [],
    ...over,
  };
  const inserted = await store.insert(orders, order.outTradeNo, order);
  if (!inserted.ok) throw new Error(inserted.code);
};
