import { type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  type Environment,
  channelVariables,
  credentialVariables,
  environmentSchema,
  isLoopback,
  productionVariables,
} from './config-env.ts';
import { type FileConfig, readConfigFiles } from './config-file.ts';
import type { SmtpServer } from './gateways/mail/types.ts';
import type { ShopSettings } from './gateways/shop/client.ts';
import type { WechatPaySettings } from './gateways/wechat-pay/settings.ts';
import type { Database } from './store/open.ts';

export interface WechatConfig {
  readonly appid: string;
  readonly appsecret: string;
  readonly token: string;
  /** null: messages come in plain text; never in production. */
  readonly aesKey: string | null;
  readonly previousAesKey: string | null;
  readonly apiBase: string;
}

/** What the environment says of WeChat Pay; the rest of its settings is the application's. */
export type WechatPayConfig = Pick<
  WechatPaySettings,
  'mchid' | 'serialNo' | 'privateKeyPem' | 'apiV3Key' | 'publicKeyId' | 'publicKeyPem' | 'apiBase'
>;

/** Where staff are alerted; null: not there. */
export interface AlertConfig {
  readonly webhookUrl: string | null;
  readonly mail: { readonly server: SmtpServer; readonly from: string; readonly to: string } | null;
}

export interface Config extends FileConfig {
  /** Where `config/` is, and what relative paths are relative to. */
  readonly rootDir: string;
  readonly production: boolean;
  /** WeChat and WeChat Pay are simulated; both channels are then filled in when the simulators run. */
  readonly sandbox: boolean;
  readonly host: string;
  readonly port: number;
  /** null: the address the server listens on. */
  readonly publicUrl: string | null;
  readonly database: Database;
  /** Where the sandbox keeps its files. */
  readonly sandboxDir: string;
  readonly wechat: WechatConfig | null;
  readonly wechatPay: WechatPayConfig | null;
  readonly alertsTo: AlertConfig;
  readonly ordersApiToken: string | null;
  /** null: the shop is told nothing. */
  readonly shop: Pick<ShopSettings, 'url' | 'secret'> | null;
  /** null: staff are signed out by every restart; never in production. */
  readonly sessionSecret: string | null;
  /** What the start says of channels that are off. */
  readonly notes: readonly string[];
}

/** Whether customers and staff reach us over https. */
export const isHttps = ({ publicUrl }: Pick<Config, 'publicUrl'>): boolean =>
  publicUrl?.startsWith('https:') ?? false;

export type Loaded =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Everything the process is set up by, from the environment and `config/`; every fault is listed at once, by
 * the variable's name and never with its value.
 */
export const loadConfig = (source: NodeJS.ProcessEnv, rootDir: string): Loaded => {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(present);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const malformed = new Set(parsed.error?.issues.map((issue) => issue.path.join('.')));
  // What is malformed counts as absent here, so that the faults of all the rest are found too.
  const sound = Object.entries(present).filter(([name]) => !malformed.has(name));
  const env = parsed.data ?? environmentSchema.parse(Object.fromEntries(sound));
  const production = present['NODE_ENV'] === 'production';
  if (production)
    faults.push(
      ...productionVariables
        .filter((name) => present[name] === undefined && !malformed.has(name))
        .map((name) => `${name} is missing; production needs it`),
    );
  if (env.SHOP_WEBHOOK_URL !== undefined && present['SHOP_WEBHOOK_SECRET'] === undefined)
    faults.push('SHOP_WEBHOOK_SECRET is missing; SHOP_WEBHOOK_URL needs it');
  const files = readConfigFiles([
    join(rootDir, 'config/default.json'),
    ...(production ? [join(rootDir, 'config/production.json')] : []),
    ...(present['CONFIG_FILE'] === undefined ? [] : [resolve(rootDir, present['CONFIG_FILE'])]),
  ]);
  faults.push(...files.faults);
  const sandbox = !production && credentialVariables.every((name) => present[name] === undefined);
  const config = assemble(env, { rootDir, production, sandbox }, faults);
  return files.config && faults.length === 0
    ? { ok: true, config: { ...files.config, ...config } }
    : { ok: false, faults };
};

const assemble = (
  env: Environment,
  { rootDir, production, sandbox }: Pick<Config, 'rootDir' | 'production' | 'sandbox'>,
  faults: string[],
): Omit<Config, keyof FileConfig> => {
  if (sandbox && !isLoopback(env.HOST))
    faults.push('HOST: the sandbox listens on this machine only (127.0.0.1)');
  if (production && env.PUBLIC_URL?.startsWith('https:') === false) faults.push('PUBLIC_URL must be https');
  const notes: string[] = [];
  if (env.MINIPROGRAM_APPID !== undefined) notes.push('Mini Program off: this version does not serve it yet');
  const database = databaseOf(env, rootDir, sandbox);
  return {
    rootDir,
    production,
    sandbox,
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? null,
    database,
    sandboxDir: sandboxDirOf(env, rootDir, database),
    wechat: sandbox ? null : wechatOf(env, notes),
    wechatPay: sandbox ? null : wechatPayOf(env, rootDir, notes, faults),
    alertsTo: alertsOf(env, sandbox, notes),
    ordersApiToken: env.ORDERS_API_TOKEN ?? null,
    shop: shopOf(env, notes),
    sessionSecret: env.SESSION_SECRET ?? null,
    notes,
  };
};

/** The sandbox has a database of its own, unless one is named. */
const databaseOf = (env: Environment, rootDir: string, sandbox: boolean): Database => {
  const url = env.DATABASE_URL ?? (sandbox ? 'sqlite:data/sandbox.db' : 'sqlite:data/refund-desk.db');
  if (url.startsWith('sqlite:'))
    return { kind: 'sqlite', file: resolve(rootDir, url.slice('sqlite:'.length)) };
  const named = /^[^/]+\/\/[^/?]+\/([^?]+)/.exec(url)?.[1];
  const name = named ?? (sandbox ? 'refund_desk_sandbox' : 'refund_desk');
  return { kind: 'mongodb', uri: url, name };
};

const sandboxDirOf = (env: Environment, rootDir: string, database: Database): string => {
  if (env.SANDBOX_DIR !== undefined) return resolve(rootDir, env.SANDBOX_DIR);
  const beside = database.kind === 'sqlite' ? dirname(database.file) : join(rootDir, 'data');
  return join(beside, 'sandbox');
};

const missingOf = (env: Environment, channel: keyof typeof channelVariables): readonly string[] =>
  channelVariables[channel].filter((name) => env[name] === undefined);

const wechatOf = (env: Environment, notes: string[]): WechatConfig | null => {
  const { WECHAT_APPID: appid, WECHAT_APPSECRET: appsecret, WECHAT_TOKEN: token } = env;
  if (appid === undefined || appsecret === undefined || token === undefined) {
    notes.push(`Official Account off: ${missingOf(env, 'wechat').join(', ')} not set`);
    return null;
  }
  const aesKey = env.WECHAT_ENCODING_AES_KEY ?? null;
  if (aesKey === null) notes.push('Official Account in plain text mode: WECHAT_ENCODING_AES_KEY not set');
  const previousAesKey = env.WECHAT_ENCODING_AES_KEY_PREVIOUS ?? null;
  return { appid, appsecret, token, aesKey, previousAesKey, apiBase: env.WECHAT_API_BASE };
};

const shopOf = (env: Environment, notes: string[]): Config['shop'] => {
  const { SHOP_WEBHOOK_URL: url, SHOP_WEBHOOK_SECRET: secret } = env;
  if (url === undefined && secret !== undefined)
    notes.push('The shop is told nothing: SHOP_WEBHOOK_URL not set');
  return url === undefined || secret === undefined ? null : { url, secret };
};

const wechatPayOf = (
  env: Environment,
  rootDir: string,
  notes: string[],
  faults: string[],
): WechatPayConfig | null => {
  const { WECHATPAY_MCHID: mchid, WECHATPAY_SERIAL_NO: serialNo, WECHATPAY_API_V3_KEY: apiV3Key } = env;
  const { WECHATPAY_PUBLIC_KEY_ID: publicKeyId } = env;
  const keyIn = keyReader(env, rootDir, faults);
  const privateKeyPem = keyIn('WECHATPAY_PRIVATE_KEY_FILE', createPrivateKey);
  const publicKeyPem = keyIn('WECHATPAY_PUBLIC_KEY_FILE', createPublicKey);
  if (
    mchid === undefined ||
    serialNo === undefined ||
    apiV3Key === undefined ||
    publicKeyId === undefined ||
    privateKeyPem === undefined ||
    publicKeyPem === undefined
  ) {
    notes.push(`WeChat Pay off, refunds wait: ${missingOf(env, 'wechatPay').join(', ')} not set`);
    return null;
  }
  return {
    mchid,
    serialNo,
    apiV3Key,
    publicKeyId,
    privateKeyPem,
    publicKeyPem,
    apiBase: env.WECHATPAY_API_BASE,
  };
};

const alertsOf = (env: Environment, sandbox: boolean, notes: string[]): AlertConfig => {
  const { ALERT_WEBHOOK_URL: webhookUrl = null, STAFF_MAIL: to, MAIL_SMTP_URL: server } = env;
  const mail = to === undefined || server === undefined ? null : { server, to, from: env.MAIL_ADDRESS ?? to };
  if (to !== undefined && mail === null) notes.push('Mail to staff off: MAIL_SMTP_URL not set');
  if (!sandbox && webhookUrl === null && mail === null)
    notes.push('Alerts go to the log only: neither ALERT_WEBHOOK_URL nor STAFF_MAIL with MAIL_SMTP_URL set');
  return { webhookUrl, mail };
};

/** Reads the key file a variable names; undefined where it names none, or one at fault. */
const keyReader =
  (env: Environment, rootDir: string, faults: string[]) =>
  (
    name: 'WECHATPAY_PRIVATE_KEY_FILE' | 'WECHATPAY_PUBLIC_KEY_FILE',
    parse: (pem: string) => KeyObject,
  ): string | undefined => {
    const file = env[name];
    if (file === undefined) return undefined;
    let pem: string;
    try {
      pem = readFileSync(resolve(rootDir, file), 'utf8');
    } catch {
      faults.push(`${name}: the file cannot be read`);
      return undefined;
    }
    try {
      parse(pem);
      return pem;
    } catch {
      faults.push(`${name}: the file holds no such key in PEM`);
      return undefined;
    }
  };
