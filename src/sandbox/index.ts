import Koa from 'koa';
import { createAgenda } from './agenda.ts';
import { createChanges } from './changes.ts';
import type { SandboxContext } from './context.ts';
import { createEventStreams } from './control/event-stream.ts';
import { controlRouter } from './control/router.ts';
import { environmentOf, makeCredentials } from './credentials.ts';
import { createFaults } from './faults.ts';
import { listen } from './http/server.ts';
import { checkServer } from './official-account/push.ts';
import { officialAccountRoutes } from './official-account/routes.ts';
import { demoTemplates } from './official-account/demo-templates.ts';
import { createTokens, type Tokens } from './official-account/tokens.ts';
import type { Sandbox, SandboxOptions } from './options.ts';
import { makePhones, refreshDemoOrders } from './phones/demo.ts';
import { feedOrders, seedDesk } from './phones/feed.ts';
import { addPhone, phoneHandle } from './phones/handle.ts';
import { scheduleNotification } from './wechat-pay/notifications.ts';
import { payHandle } from './wechat-pay/handle.ts';
import { scheduleSettlement } from './wechat-pay/refunds.ts';
import { payRoutes } from './wechat-pay/routes.ts';
import { loadWorld } from './world/file.ts';
import { keepNothing, keepWorld } from './world/keeper.ts';
import type { WorldState } from './world/schema.ts';

export type { Sandbox, SandboxOptions } from './options.ts';

const REFUND_DELAY_MS = 2_000;
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** Real time, without keeping the process alive for it. */
const realWait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.min(ms, 2 ** 31 - 1)).unref();
  });

async function openWorld(options: SandboxOptions): Promise<WorldState> {
  const now = options.clock.now();
  const world: WorldState = (await loadWorld(options.stateDir)) ?? {
    version: 1,
    credentials: options.credentials ?? (await makeCredentials(options.random, now)),
    demo: { at: now, sets: 0 },
    phones: makePhones(options.random),
    orders: [],
    refunds: [],
    notifications: [],
    media: [],
    templatesSent: [],
  };
  refreshDemoOrders(world, options.random, now);
  return world;
}

interface Addresses {
  url: string;
  target: string | null;
}

function createContext(options: SandboxOptions, world: WorldState, addresses: Addresses): SandboxContext {
  const now = () => options.clock.now();
  const wait = options.wait ?? realWait;
  const onFailure = options.onFailure ?? (() => undefined);
  return {
    world,
    now,
    wait,
    keeper: options.isKept === false ? keepNothing : keepWorld(options.stateDir, world, wait, onFailure),
    agenda: createAgenda(now, wait, onFailure),
    reports: new Set(),
    changes: createChanges(),
    faults: createFaults(),
    random: options.random,
    templates: options.templates ?? demoTemplates,
    url: () => addresses.url,
    target: () => addresses.target,
    encrypted: options.encrypted ?? true,
    refundDelayMs: options.refundDelayMs ?? REFUND_DELAY_MS,
  };
}

/** Goes on with what an earlier run left unfinished. */
function resume(context: SandboxContext): void {
  for (const refund of context.world.refunds) scheduleSettlement(context, refund);
  for (const notification of context.world.notifications) scheduleNotification(context, notification);
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/**
 * Starts WeChat's Official Account server, WeChat Pay and customers' phones on loopback. Throws where the port is
 * taken, the host is not loopback, or the world kept in `stateDir` is damaged.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  if (!LOOPBACK.includes(host)) throw new Error(`The sandbox listens on loopback only, not on ${host}`);
  const target = options.target === undefined ? null : withoutSlash(options.target);
  const addresses: Addresses = { url: '', target };
  const context = createContext(options, await openWorld(options), addresses);
  const tokens = createTokens(context);
  const streams = createEventStreams(context);
  const router = () =>
    controlRouter(context, streams, {
      accountName: options.accountName ?? '示例商店',
      staff: options.staff ?? [],
      advance: options.advance ?? null,
    });

  const app = new Koa();
  app.on('error', options.onFailure ?? (() => undefined));
  for (const part of [officialAccountRoutes(context, tokens), payRoutes(context), router()]) {
    app.use(part.routes());
  }
  const handle = app.callback();
  const listening = await listen(
    (request, response) => void handle(request, response),
    host,
    options.port ?? 0,
  );
  addresses.url = listening.url;
  const environment = await environmentOf(context.world.credentials, options.stateDir, listening.url);
  await context.keeper.now();
  resume(context);
  let closing: Promise<void> | null = null;
  const shutDown = async (): Promise<void> => {
    streams.end();
    context.agenda.stop();
    await listening.close();
    await context.keeper.close();
  };
  const close = () => (closing ??= shutDown());
  return assemble(context, tokens, addresses, environment, router, close);
}

function assemble(
  context: SandboxContext,
  tokens: Tokens,
  addresses: Addresses,
  environment: Readonly<Record<string, string>>,
  router: Sandbox['router'],
  close: () => Promise<void>,
): Sandbox {
  const { world } = context;
  const desk = (): string => {
    if (addresses.target === null) throw new Error('The sandbox has not been told where the desk is');
    return addresses.target;
  };
  return {
    url: addresses.url,
    environment,
    credentials: world.credentials,
    templates: context.templates,
    faults: context.faults,
    changes: context.changes,
    pay: payHandle(context),
    setTarget: (url) => {
      addresses.target = withoutSlash(url);
    },
    checkServer: async () => checkServer(context, desk()),
    phones: () => world.phones.map(({ openid }) => phoneHandle(context, openid)),
    phone: (openid) => phoneHandle(context, openid),
    addPhone: (openid, name) => addPhone(context, openid, name),
    demoOrders: () => feedOrders(world),
    seed: async (token) => seedDesk(world, desk(), token ?? world.credentials.ordersApiToken),
    revokeTokens: () => {
      tokens.revokeAll();
    },
    router,
    reportTemplates: async () => {
      const reports = [...context.reports];
      await Promise.all(reports.map((report) => report()));
      await context.agenda.idle();
      return reports.length;
    },
    runDue: () => context.agenda.track(context.agenda.runDue()),
    idle: () => context.agenda.idle(),
    close,
  };
}
