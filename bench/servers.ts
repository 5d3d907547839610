import { join } from 'node:path';
import type { Database } from '../src/store/open.ts';
import type { Account } from '../test/support/wechat-wire.ts';
import { databaseUrl } from './databases.ts';
import { type ServerProcess, startServer } from './server-process.ts';

export const ORDERS_API_TOKEN = 'bench-orders-api-token';

/** Official Accounts of one shop: as it is in secure mode, and in plain mode. */
export const accounts: Readonly<Record<'secure' | 'plain', Account>> = {
  secure: {
    appid: 'wxbench00000000001',
    token: 'benchToken',
    aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  },
  plain: { appid: 'wxbench00000000001', token: 'benchToken', aesKey: null },
};

const envOf = ({ appid, token, aesKey }: Account) => ({
  WECHAT_APPID: appid,
  WECHAT_TOKEN: token,
  WECHAT_ENCODING_AES_KEY: aesKey ?? '',
});

export const startBare = (folder: string): Promise<ServerProcess> =>
  startServer({ args: ['bench/bare-server.mjs'], env: {}, logFile: join(folder, 'bare.log') });

export const startCoWechat = (folder: string, account: Account): Promise<ServerProcess> =>
  startServer({
    args: ['bench/co-wechat-server.mjs'],
    env: envOf(account),
    logFile: join(folder, 'co-wechat.log'),
  });

/** As `npm start` starts it, with the Official Account's credentials and WeChat at a loopback address. */
export const startDesk = (options: {
  readonly folder: string;
  readonly database: Database;
  readonly account: Account;
  readonly wechatUrl: string;
  readonly nodeArgs?: readonly string[];
}): Promise<ServerProcess> =>
  startServer({
    args: [...(options.nodeArgs ?? []), 'dist/main.js'],
    env: {
      ...envOf(options.account),
      DATABASE_URL: databaseUrl(options.database),
      WECHAT_APPSECRET: 'bench-appsecret',
      WECHAT_API_BASE: options.wechatUrl,
      ORDERS_API_TOKEN,
    },
    logFile: join(options.folder, 'desk.log'),
  });
