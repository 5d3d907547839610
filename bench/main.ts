import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../test/support/wechat-wire.ts';
import { type Options, USAGE, readOptions } from './options.ts';
import { type Measured, reportOf, tableOf } from './report.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { measureStart } from './start.ts';
import { type TurnReport, measureTurns } from './turns.ts';

const secureAccount: Account = {
  appid: 'wxbench00000000001',
  token: 'benchToken',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};
const ordersApiToken = 'bench-orders-api-token';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const startBare = (folder: string): Promise<ServerProcess> =>
  startServer({ args: ['bench/bare-server.mjs'], env: {}, logFile: join(folder, 'bare.log') });

/** As `npm start` starts it, with the Official Account's credentials and WeChat at a loopback address. */
const startDesk = (
  folder: string,
  name: string,
  account: Account,
  wechatUrl: string,
  nodeArgs: readonly string[] = [],
): Promise<ServerProcess> =>
  startServer({
    args: [...nodeArgs, 'dist/main.js'],
    env: {
      DATABASE_URL: `sqlite:${join(folder, `${name}.db`)}`,
      WECHAT_APPID: account.appid,
      WECHAT_APPSECRET: 'bench-appsecret',
      WECHAT_TOKEN: account.token,
      WECHAT_ENCODING_AES_KEY: account.aesKey ?? '',
      WECHAT_API_BASE: wechatUrl,
      ORDERS_API_TOKEN: ordersApiToken,
    },
    logFile: join(folder, `${name}.log`),
  });

const turnsIn = async (
  mode: string,
  account: Account,
  bare: ServerProcess,
  { folder, options }: { folder: string; options: Options },
): Promise<TurnReport> => {
  say(`turns, ${mode} mode …`);
  const profiling =
    options.profile === null
      ? []
      : ['--cpu-prof', '--cpu-prof-dir', options.profile, '--cpu-prof-name', `${mode}.cpuprofile`];
  const server = await startDesk(folder, mode, account, bare.url, profiling);
  const databaseFile = join(folder, `${mode}.db`);
  return measureTurns({ account, ordersApiToken, databaseFile, server }, bare, options);
};

const measureAll = async (folder: string, options: Options): Promise<Measured> => {
  say('start and idle memory …');
  const bareStart = await measureStart(() => startBare(folder));
  const bare = await startBare(folder);
  const start = {
    bare: bareStart,
    desk: await measureStart(() => startDesk(folder, 'start', secureAccount, bare.url)),
  };
  const secure = await turnsIn('secure', secureAccount, bare, { folder, options });
  const plain = await turnsIn('plain', { ...secureAccount, aesKey: null }, bare, { folder, options });
  await bare.end('SIGTERM');
  return { secure, plain, start };
};

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2));
  const folder = mkdtempSync(join(tmpdir(), 'refund-desk-bench-'));
  try {
    const measured = await measureAll(folder, options);
    const report = reportOf(measured, options);
    const json = `${JSON.stringify(report, null, 2)}\n`;
    if (options.out !== null) writeFileSync(options.out, json);
    process.stdout.write(options.json ? json : tableOf(measured, options));
    if (!report.ok) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
main().catch((error: unknown) => {
  say(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exit(1);
});
