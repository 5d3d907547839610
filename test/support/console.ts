import { limits } from './case.ts';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { generate } from 'otplib';
import type { Role } from '../../src/domain/staff.ts';
import type { Store } from '../../src/store/store.ts';
import { consoleRoutes } from '../../src/transport/console/routes.ts';
import { createHttpApp } from '../../src/transport/http/server.ts';
import { auditRoutes } from '../../src/transport/staff/audit-routes.ts';
import { staffRoutes } from '../../src/transport/staff/routes.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { type AuditEntry, audit } from '../../src/usecases/documents/audit.ts';
import { collections } from '../../src/usecases/documents/index.ts';
import { createLimiter } from '../../src/usecases/sign-in/limiter.ts';
import { staffKeys } from '../../src/usecases/sign-in/staff-keys.ts';
import { addStaff, issueToken } from '../../src/usecases/staff-accounts.ts';
import { systemRandom } from '../../src/system.ts';
import { NOW, calendar } from './case.ts';
import { type CapturedLog, type Cleanup, capturedLog, temporaryStore } from './http-app.ts';
import { noAlerts } from './no-alerts.ts';
import { noSecondFactor } from './no-second-factor.ts';
import { publishedPolicy } from './policy.ts';

export interface ConsoleServer {
  readonly url: string;
  readonly store: Store;
  readonly deps: Deps;
  readonly captured: CapturedLog;
  readonly clock: { now: () => number; advance: (ms: number) => void };
  /** A new member of staff and their password. */
  hire(name: string, role: Role): Promise<string>;
  /** The whole audit log, oldest first. */
  audited(): Promise<AuditEntry[]>;
}

export interface ConsoleOptions {
  readonly publicUrl?: string;
  readonly sessionSecret?: string;
  /** The same database again, as after a restart. */
  readonly store?: Store;
}

const policy = publishedPolicy();

/** The console and the staff API over a real store on a real server, its clock standing until it is moved. */
export const consoleServer = async (
  cleanup: Cleanup,
  options: ConsoleOptions = {},
): Promise<ConsoleServer> => {
  let at = NOW;
  const clock = { now: () => at, advance: (ms: number) => void (at += ms) };
  const store = options.store ?? (await temporaryStore(cleanup, collections));
  const captured = capturedLog();
  const publicUrl = options.publicUrl ?? 'http://desk.example';
  const keys = staffKeys(options.sessionSecret ?? 'a secret of at least thirty-two characters');
  const deps: Deps = {
    store,
    clock,
    random: systemRandom,
    log: captured.log,
    calendar,
    policy,
    policies: new Map([[policy.version, policy]]),
    officialAccount: null,
    wechatPay: null,
    appid: 'wx0000000000000001',
    mchid: '1900000001',
    publicUrl,
    limits: { ...limits, leaseMs: 60_000, usageMaxAgeHours: 24 },
    shop: null,
    alerting: noAlerts,
    templates: {},
    takeCode: noSecondFactor,
    wake: () => undefined,
    instanceId: 'test',
  };
  const signIn = { ...deps, wallClock: clock, keys, limiter: createLimiter(store, clock) };
  const https = publicUrl.startsWith('https:');
  const app = createHttpApp({
    log: captured.log,
    clock,
    random: systemRandom,
    https,
    cookieKey: keys.cookies,
    routes: [
      staffRoutes(deps),
      auditRoutes(deps),
      consoleRoutes({ deps, signIn, https, canEnrol: true, demo: [] }),
    ],
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanup.add(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    store,
    deps,
    captured,
    clock,
    hire: async (name, role) => {
      const added = await addStaff(deps, { name, role });
      if (!added.ok) throw new Error(added.code);
      return added.value.password;
    },
    audited: async () => {
      const page = await store.scan(audit, 'log', { facet: '', limit: 500 });
      return page.items.map(({ doc }) => doc);
    },
  };
};

/** A bearer token of the member of staff. */
export const tokenFor = async ({ deps }: ConsoleServer, name: string): Promise<string> => {
  const issued = await issueToken(deps, name);
  if (!issued.ok) throw new Error(issued.code);
  return issued.value.token;
};

export interface Shown {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Where it leads, if it does. */
  readonly to: string | null;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

const unescape = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The hidden fields of the form that posts to this path; throws where the page has no such form. */
export const formOf = (html: string, action: string): Record<string, string> => {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`));
  if (form === undefined) throw new Error(`no form posts to ${action}`);
  const fields = form.split('</form>')[0]?.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...(fields ?? [])].map(([, name = '', value = '']) => [name, unescape(value)]));
};

/** A browser without scripts: it keeps cookies, shows pages, sends forms; redirects are for the test to follow. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** The Set-Cookie lines of the last answer. */
  setCookies: readonly string[] = [];
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ url }: Pick<ConsoleServer, 'url'>, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  async #send(path: string, init: RequestInit): Promise<Shown> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.#url}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...this.#headers, ...(init.headers as object) },
    });
    this.setCookies = response.headers.getSetCookie();
    for (const line of this.setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const html = await response.text();
    const { status, headers } = response;
    return { status, headers, html, to: headers.get('location') };
  }

  get(path: string): Promise<Shown> {
    return this.#send(path, { headers: { 'accept-language': 'zh' } });
  }

  post(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Shown> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const each of [value].flat()) body.append(name, each);
    return this.#send(path, {
      method: 'POST',
      body,
      headers: { 'accept-language': 'zh', origin: this.#url, 'sec-fetch-site': 'same-origin', ...headers },
    });
  }

  /** Fills in the form on that page that posts to `action`, and sends it. */
  async fill(page: string, action: string, fields: Fields): Promise<Shown> {
    const { html } = await this.get(page);
    return this.post(action, { ...formOf(html, action), ...fields });
  }

  signIn(name: string, password: string): Promise<Shown> {
    return this.fill('/staff/login', '/staff/login', { name, password });
  }
}

/** A browser in which the member of staff has signed in. */
export const signedIn = async (server: ConsoleServer, name: string, password: string): Promise<Browser> => {
  const browser = new Browser(server);
  const answer = await browser.signIn(name, password);
  if (answer.to !== '/staff') throw new Error(`${name} was not let in: ${String(answer.status)}`);
  return browser;
};

/** What an authenticator with this secret shows at that time. */
export const codeAt = (secret: string, at: number): Promise<string> =>
  generate({ secret, epoch: Math.floor(at / 1000) });

/** Sets up codes for whoever is signed in; the secret. */
export const enrol = async (server: ConsoleServer, browser: Browser): Promise<string> => {
  await browser.fill('/staff/me', '/staff/me/second-factor', {});
  const { html } = await browser.get('/staff/me');
  const [, secret = ''] = /secret=([A-Z2-7]+)/.exec(html) ?? [];
  const confirm = '/staff/me/second-factor/confirm';
  const answer = await browser.fill('/staff/me', confirm, { code: await codeAt(secret, server.clock.now()) });
  if (answer.status !== 303) throw new Error(`not enrolled: ${String(answer.status)}`);
  return secret;
};
