import type { RequestListener } from 'node:http';
import { alertingOf } from './alerting.ts';
import { type Config, isHttps } from './config.ts';
import type { Clock } from './domain/time.ts';
import { createOfficialAccount } from './gateways/official-account/official-account.ts';
import type { OfficialAccount } from './gateways/official-account/types.ts';
import { createShop } from './gateways/shop/client.ts';
import { createWechatPay } from './gateways/wechat-pay/client.ts';
import type { WechatPay } from './gateways/wechat-pay/types.ts';
import { type Jobs, startSchedule } from './jobs/schedule.ts';
import { type Worker, createWorker, sideBySide, together } from './jobs/worker.ts';
import type { Store } from './store/store.ts';
import { systemTimer } from './system.ts';
import type { DemoAccount } from './transport/console/console.ts';
import { consoleRoutes } from './transport/console/routes.ts';
import { type Routes, createHttpApp, listenerOf } from './transport/http/server.ts';
import { opsRoutes } from './transport/ops/routes.ts';
import { orderRoutes } from './transport/orders/routes.ts';
import { policyRoutes } from './transport/policy/routes.ts';
import { auditRoutes } from './transport/staff/audit-routes.ts';
import { incidentRoutes } from './transport/staff/incident-routes.ts';
import { staffMeRoutes } from './transport/staff/me-routes.ts';
import { payoutRoutes } from './transport/staff/payout-routes.ts';
import { staffRoutes } from './transport/staff/routes.ts';
import { threadRoutes } from './transport/staff/thread-routes.ts';
import { wechatpayRoutes } from './transport/wechatpay/routes.ts';
import { sendAlerts } from './usecases/alerts/send-alerts.ts';
import { tellStaffInWechat } from './usecases/alerts/tell-staff-in-wechat.ts';
import { answerMessage } from './usecases/answer-message.ts';
import type { Deps, Random } from './usecases/deps.ts';
import { feedOrder } from './usecases/feed-order.ts';
import type { Installation } from './usecases/load-installation.ts';
import { type Policies, policiesAt } from './usecases/load-policies.ts';
import type { Log } from './usecases/log.ts';
import { sendMorningDigest } from './usecases/morning-digest.ts';
import { receiveRefundNotification } from './usecases/receive-refund-notification.ts';
import { recomputeDeadlines } from './usecases/recompute-deadlines.ts';
import { createLimiter } from './usecases/sign-in/limiter.ts';
import { type SignInDeps, takeCode } from './usecases/sign-in/second-factor.ts';
import { staffKeys } from './usecases/sign-in/staff-keys.ts';
import { takeTemplateResult } from './usecases/template-result.ts';
import { tokenCache } from './usecases/token-cache.ts';
import { WorkMemory, shopWork, workDue } from './usecases/work-due.ts';
import { wechatChannel } from './wechat-channel.ts';

export interface AppParts {
  readonly config: Config;
  readonly installation: Installation;
  readonly clock: Clock;
  /** The time as staff's phones have it: by it they sign in, wherever the desk's own clock may stand. */
  readonly wallClock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly store: Store;
  /** Where customers and WeChat Pay reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly version: string;
  /** Routes of the sandbox, in sandbox mode. */
  readonly extraRoutes: readonly Routes[];
  /** Whom visitors of the sandbox can be in the console. */
  readonly demoStaff: readonly DemoAccount[];
}

export interface App {
  readonly handler: RequestListener;
  readonly deps: Deps;
  readonly worker: Worker;
  /** Starts the cron table; until then work is done only when it is written. */
  startJobs: () => void;
  /** From here on `/readyz` says no; resolves when the work under way has ended. */
  stopWork: () => Promise<void>;
}

/** The composition root: the only place that sees every layer. */
export const createApp = (parts: AppParts): App => {
  const { config, clock, log } = parts;
  const policies = (): Policies => policiesAt(parts.installation.policies.byVersion, clock.now());
  const memory = new WorkMemory();
  const shopMemory = new WorkMemory();
  const worker: Worker = together(
    sideBySide(
      (isStopped) => workDue(deps, memory, isStopped),
      (isStopped) => workDue(deps, shopMemory, isStopped, shopWork),
      log,
    ),
    // On its own: a receiver of alerts that hangs must not hold up a refund.
    createWorker(async () => (await sendAlerts(deps)) + (await tellStaffInWechat(deps)), log),
  );
  const keys = staffKeys(config.sessionSecret ?? parts.random.bytes(32).toString('hex'));
  const { store, random, wallClock } = parts;
  const limiter = createLimiter(store, wallClock);
  const signIn: SignInDeps = { store, random, clock, log, wallClock, keys, limiter };
  const deps = depsOf(parts, policies, worker, signIn);
  let stopping = false;
  let schedule: ReturnType<typeof startSchedule> | null = null;
  let catchingUp: Promise<unknown> | null = null;
  const jobs = jobsOf(deps);
  const koa = createHttpApp({
    log,
    clock,
    random: parts.random,
    https: isHttps(config),
    cookieKey: keys.cookies,
    routes: [
      ...routesOf(parts, deps, policies, () => stopping),
      consoleOf(parts, deps, signIn),
      ...parts.extraRoutes,
    ],
  });
  return {
    handler: listenerOf(koa),
    deps,
    worker,
    startJobs: () => {
      schedule = startSchedule(jobs);
      catchingUp = Promise.all([jobs.recomputeDeadlines(), jobs.morningDigest()]);
      worker.wake();
    },
    stopWork: async () => {
      stopping = true;
      await schedule?.stop();
      await catchingUp;
      await worker.stop();
    },
  };
};

/** What the clock calls for; what fails is said, and begun again the next time. */
const jobsOf = (deps: Deps): Jobs => ({
  wake: deps.wake,
  recomputeDeadlines: async () => {
    try {
      await recomputeDeadlines(deps);
    } catch (error) {
      deps.log.error({ err: error }, 'dates could not be computed anew; the next time begins again');
    }
  },
  morningDigest: async () => {
    try {
      await sendMorningDigest(deps);
    } catch (error) {
      deps.log.error({ err: error }, 'the morning digest failed; it will be tried again');
    }
  },
});

const consoleOf = (parts: AppParts, deps: Deps, signIn: SignInDeps): Routes => {
  const { config, demoStaff } = parts;
  return consoleRoutes({
    deps,
    signIn,
    https: isHttps(config),
    // The sandbox takes second factors away at its start; elsewhere they would be lost with the keys.
    canEnrol: config.sessionSecret !== null || config.sandbox,
    demo: demoStaff,
  });
};

const depsOf = (parts: AppParts, policies: () => Policies, worker: Worker, signIn: SignInDeps): Deps => {
  const { config, random } = parts;
  const instanceId = random.bytes(8).toString('hex');
  return {
    store: parts.store,
    clock: parts.clock,
    random,
    log: parts.log,
    calendar: parts.installation.calendar,
    // A version comes into force at its time, not at the next start.
    get policy() {
      return policies().current;
    },
    policies: parts.installation.policies.byVersion,
    officialAccount: officialAccountOf(parts, instanceId),
    wechatPay: wechatPayOf(parts),
    appid: config.wechat?.appid ?? '',
    mchid: config.wechatPay?.mchid ?? '',
    publicUrl: parts.publicUrl,
    limits: { ...config.limits, leaseMs: config.timeouts.leaseMs },
    alerting: alertingOf(config),
    templates: Object.fromEntries(Object.entries(config.templates).filter(([, { id }]) => id !== '')),
    shop:
      config.shop && createShop({ ...config.shop, clock: parts.clock, timeoutMs: config.timeouts.shopMs }),
    takeCode: (name, typed) => takeCode(signIn, name, typed),
    wake: worker.wake,
    instanceId,
  };
};

const officialAccountOf = (
  { config, store, clock }: AppParts,
  instanceId: string,
): OfficialAccount | null => {
  if (!config.wechat) return null;
  const { appid, appsecret, apiBase } = config.wechat;
  const tokens = tokenCache(store, clock, instanceId);
  return createOfficialAccount({
    appid,
    appsecret,
    apiBase,
    tokens,
    clock,
    timeoutMs: config.timeouts.wechatMs,
  });
};

const wechatPayOf = ({ config, clock, publicUrl }: AppParts): WechatPay | null => {
  if (!config.wechatPay) return null;
  return createWechatPay({
    ...config.wechatPay,
    appid: config.wechat?.appid ?? '',
    notifyUrl: `${publicUrl}/wechatpay/refund-notifications`,
    timeoutMs: config.timeouts.wechatPayMs,
    clock,
  });
};

const routesOf = (
  parts: AppParts,
  deps: Deps,
  policies: () => Policies,
  isShuttingDown: () => boolean,
): Routes[] => {
  const { config, clock, log, store, version } = parts;
  return [
    opsRoutes({ ping: () => store.ping(), isShuttingDown, version, log }),
    policyRoutes(policies),
    orderRoutes({ store, clock, token: config.ordersApiToken, feed: (item) => feedOrder(deps, item) }),
    staffRoutes(deps),
    threadRoutes(deps),
    auditRoutes(deps),
    incidentRoutes(deps),
    payoutRoutes(deps),
    staffMeRoutes(deps),
    wechatpayRoutes({
      receiveRefundNotification: (headers, rawBody) => receiveRefundNotification(deps, headers, rawBody),
    }),
    ...wechatChannel(parts, {
      answer: (message, busyText) => answerMessage(deps, { timer: systemTimer, busyText }, message),
      takeTemplateResult: (result) => takeTemplateResult(deps, result),
    }),
  ];
};
