import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, dropDatabases, enginesIn } from './databases.ts';
import { measureDueScan } from './due-scan.ts';
import { type Options, USAGE, readOptions } from './options.ts';
import { type EngineMeasured, type Measured, reportOf } from './report.ts';
import { type ServerProcess, endAll } from './server-process.ts';
import { accounts, startBare, startCoWechat, startDesk } from './servers.ts';
import { measureStart } from './start.ts';
import { tableOf } from './table.ts';
import { type TurnReport, measureTurns } from './turns.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

interface Bench {
  readonly folder: string;
  readonly options: Options;
  /** WeChat to the desk, and what it is measured against. */
  readonly bare: ServerProcess;
}

const turnsIn = async (
  mode: keyof typeof accounts,
  engine: Engine,
  { folder, options, bare }: Bench,
): Promise<TurnReport> => {
  say(`${engine.name}: turns, ${mode} mode …`);
  const account = accounts[mode];
  const database = engine.database(mode);
  const profile = `${engine.name.toLowerCase()}-${mode}.cpuprofile`;
  const nodeArgs =
    options.profile === null
      ? []
      : ['--cpu-prof', '--cpu-prof-dir', options.profile, '--cpu-prof-name', profile];
  const coWechat = await startCoWechat(folder, account);
  const server = await startDesk({ folder, database, account, wechatUrl: bare.url, nodeArgs });
  const report = await measureTurns({ account, database, server }, { coWechat, bare }, options);
  await coWechat.end('SIGTERM');
  return report;
};

const measureEngine = async (engine: Engine, bench: Bench): Promise<EngineMeasured> => {
  const { folder, options, bare } = bench;
  say(`${engine.name}: start and idle memory …`);
  const database = engine.database('start');
  const account = accounts.secure;
  const start = await measureStart(() => startDesk({ folder, database, account, wechatUrl: bare.url }));
  const secure = await turnsIn('secure', engine, bench);
  const plain = await turnsIn('plain', engine, bench);
  say(`${engine.name}: a scan for what is due, among ${String(options.idleCases)} idle cases …`);
  const dueScan = await measureDueScan(engine, options.idleCases);
  return { name: engine.name, start, secure, plain, dueScan };
};

const measureAll = async (folder: string, options: Options): Promise<Measured> => {
  say('start and idle memory of the others …');
  const bareStart = await measureStart(() => startBare(folder));
  const coWechatStart = await measureStart(() => startCoWechat(folder, accounts.secure));
  const bench = { folder, options, bare: await startBare(folder) };
  const engines: EngineMeasured[] = [];
  for (const engine of enginesIn(folder)) engines.push(await measureEngine(engine, bench));
  await bench.bare.end('SIGTERM');
  return { engines, coWechatStart, bareStart };
};

const interrupted = new Promise<never>((_resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      reject(new Error('interrupted'));
    });
});

const main = async (options: Options): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'refund-desk-bench-'));
  try {
    const measured = await Promise.race([measureAll(folder, options), interrupted]);
    const report = reportOf(measured, options);
    const json = `${JSON.stringify(report, null, 2)}\n`;
    if (options.out !== null) writeFileSync(options.out, json);
    process.stdout.write(options.json ? json : tableOf(measured, options));
    if (!report.ok) process.exitCode = 1;
  } finally {
    endAll();
    await dropDatabases();
    rmSync(folder, { recursive: true, force: true });
  }
};

const fail = (error: unknown, usage = ''): never => {
  say(`${error instanceof Error ? error.message : String(error)}${usage}`);
  process.exit(1);
};

try {
  main(readOptions(process.argv.slice(2))).catch(fail);
} catch (error) {
  fail(error, `\n${USAGE}`);
}
