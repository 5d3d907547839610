import { type Config, loadConfig } from './config.ts';
import type { Clock } from './domain/time.ts';
import { openSandboxClock } from './sandbox/clock.ts';
import type { StaffAccount } from './sandbox/control-api.ts';
import { type Sandbox, startSandbox } from './sandbox/index.ts';
import type { Store } from './store/store.ts';
import { SANDBOX_API_BASE, claimDatabase } from './usecases/claim-database.ts';
import type { Deps, Random } from './usecases/deps.ts';
import type { Log } from './usecases/log.ts';
import type { DemoAccount } from './transport/console/console.ts';
import type { Routes } from './transport/http/server.ts';
import { resetTotp } from './usecases/sign-in/second-factor.ts';
import { addStaff, issueToken, setPassword } from './usecases/staff-accounts.ts';

/** The product beside simulated partners, in one process. */
export interface SandboxMode {
  /** The configuration with both channels filled in by the simulators. */
  readonly config: Config;
  readonly clock: Clock;
  readonly routes: Routes;
  readonly simulators: Sandbox;
  readonly staff: readonly StaffAccount[];
  /** All who can sign in to the console. */
  readonly consoleStaff: readonly DemoAccount[];
  /** Tells the desk, now that it listens, of the demo's orders. */
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Whom a visitor can be on the staff side: one who decides, and one for the second approval. */
const DEMO_STAFF = [
  { name: '小林', role: 'agent' },
  { name: '周主管', role: 'supervisor' },
] as const;

/** Who is there for the console alone: for the audit log, the money, and for one who may only look. */
const CONSOLE_STAFF = [
  ...DEMO_STAFF,
  { name: '吴财务', role: 'finance' },
  { name: '郑管理', role: 'admin' },
  { name: '陈审计', role: 'auditor' },
] as const;

/** Known to everyone, and good for nothing but the sandbox, which listens on this machine only. */
const DEMO_PASSWORD = 'refund-desk-demo';

/** @throws OperationalError `foreign_database` where the database is not a sandbox's, which is then left as it is. */
export const startSandboxMode = async (parts: {
  config: Config;
  url: string;
  random: Random;
  log: Log;
  store: Store;
  /** Called after the clock has moved on: there may be work now. */
  onAdvance: () => void;
}): Promise<SandboxMode> => {
  const { random, log, url, store } = parts;
  const stateDir = parts.config.sandboxDir;
  const clock = openSandboxClock(stateDir);
  const staff: StaffAccount[] = [];
  const simulators = await startSandbox({
    clock,
    random: (length) => random.bytes(length),
    stateDir,
    target: url,
    staff,
    advance: (ms) => {
      clock.advance(ms);
      parts.onAdvance();
    },
    onFailure: (err) => {
      log.error({ err }, 'the simulators failed');
    },
  });
  const configuration = configured(parts.config, simulators);
  try {
    // Before anything else: the accounts below are known to everyone, and must never stand in a shop's database.
    await claimDatabase(store, { mchid: simulators.credentials.mchid, apiBase: SANDBOX_API_BASE });
    staff.push(...(await demoStaff({ store, clock, random })));
  } catch (error) {
    await simulators.close();
    throw error;
  }
  return {
    config: configuration,
    clock,
    routes: simulators.router(),
    simulators,
    staff,
    consoleStaff: CONSOLE_STAFF.map((member) => ({ ...member, password: DEMO_PASSWORD })),
    open: async () => {
      await simulators.seed(configuration.ordersApiToken ?? undefined);
    },
    close: () => simulators.close(),
  };
};

/** The simulators' environment is read as any other would be: the sandbox is configured, not special. */
const configured = (config: Config, simulators: Sandbox): Config => {
  const loaded = loadConfig(simulators.environment, config.rootDir);
  if (!loaded.ok) throw new Error(`the simulators' environment: ${loaded.faults.join('; ')}`);
  const { wechat, wechatPay, templates } = loaded.config;
  const ordersApiToken = config.ordersApiToken ?? loaded.config.ordersApiToken;
  return { ...config, wechat, wechatPay, ordersApiToken, templates };
};

/** Kept from the last run, with fresh tokens, the known password and no second factor. */
const demoStaff = async (deps: Pick<Deps, 'store' | 'clock' | 'random'>): Promise<StaffAccount[]> => {
  await Promise.all(
    CONSOLE_STAFF.map(async ({ name, role }) => {
      const added = await addStaff(deps, { name, role, password: DEMO_PASSWORD });
      if (added.ok) return;
      await setPassword(deps, name, DEMO_PASSWORD);
      await resetTotp(deps, name);
    }),
  );
  return Promise.all(
    DEMO_STAFF.map(async ({ name, role }) => {
      const issued = await issueToken(deps, name);
      if (!issued.ok) throw new Error(`demo staff ${name}: ${issued.code}`);
      return { name, role, token: issued.value.token };
    }),
  );
};
