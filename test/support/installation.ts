/** The product as an operator has it on one machine: server and commands, each a process, one environment. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startSandbox } from '../../src/sandbox/index.ts';
import type { Sandbox } from '../../src/sandbox/options.ts';
import { newFolder, rootDir } from './desk.ts';
import { type ServerProcess, eventually, startServerProcess, typescript } from './server-process.ts';
import { CASE_NO } from './story.ts';

type Json = Record<string, unknown>;

export const install = async () => {
  const folder = newFolder();
  const simulators: Sandbox = await startSandbox({
    clock: { now: () => Date.now() },
    random: randomBytes,
    stateDir: join(folder, 'simulators'),
    refundDelayMs: 50,
  });
  const config = JSON.parse(readFileSync(simulators.environment['CONFIG_FILE'] ?? '', 'utf8')) as Json;
  const timeouts = { wechatMs: 1_500, wechatPayMs: 1_500, shopMs: 1_500, leaseMs: 4_500 };
  const configFile = join(folder, 'config.json');
  writeFileSync(configFile, JSON.stringify({ ...config, timeouts }));
  const database = join(folder, 'desk.db');
  const environment = {
    ...simulators.environment,
    CONFIG_FILE: configFile,
    DATABASE_URL: `sqlite:${database}`,
  };
  /** `npm run <command> -- ARGS`, without npm. */
  const command = async (name: string, args: readonly string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, ['--import', typescript, `src/commands/${name}.ts`, ...args], {
      cwd: rootDir,
      env: { PATH: process.env['PATH'] ?? '', ...environment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ]);
    return { code, out, err };
  };
  let server: ServerProcess | null = null;
  const url = (): string => server?.url ?? 'http://the server is not running';
  const tokens = new Map<string, string>();
  const call = async (method: string, path: string, bearer: string, body?: object) => {
    const response = await fetch(`${url()}${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const stop = async (): Promise<void> => {
    await server?.end('SIGTERM');
    server = null;
  };
  return {
    folder,
    database,
    simulators,
    environment,
    command,
    file: (name: string) => join(folder, name),
    start: async (): Promise<void> => {
      server = await startServerProcess(environment);
      simulators.setTarget(server.url);
    },
    stop,
    hire: async (name: string, role: string): Promise<void> => {
      await command('staff', ['add', name, '--role', role]);
      const issued = await command('staff', ['token', name, '--json']);
      tokens.set(name, (JSON.parse(issued.out) as { token: string }).token);
    },
    putOrder: (outTradeNo: string, body: object) =>
      call('PUT', `/api/orders/${outTradeNo}`, simulators.credentials.ordersApiToken, body),
    staff: (name: string, path: string, body?: object) =>
      call(body ? 'POST' : 'GET', `/api/staff/cases${path}`, tokens.get(name) ?? '', body),
    /** Asks for the case until it is as it should be. */
    caseWhen: async (caseNo: string, satisfies: (kase: Json) => boolean): Promise<Json> =>
      (
        await eventually(
          () => call('GET', `/api/staff/cases/${caseNo}`, tokens.get('agent') ?? ''),
          ({ body }) => satisfies(body),
        )
      ).body,
    /** The customer of that name applies for the newest order; its case. */
    apply: async (name: string, lines: readonly string[]): Promise<string> => {
      const phone = simulators.phones().find((each) => each.screen().name === name);
      for (const line of lines) await phone?.say(line);
      const said = phone?.screen().messages.map((message) => message.text) ?? [];
      return CASE_NO.exec(said.findLast((each) => CASE_NO.test(each)) ?? '')?.[0] ?? '';
    },
    remove: async (): Promise<void> => {
      await stop();
      await simulators.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type Installation = Awaited<ReturnType<typeof install>>;
