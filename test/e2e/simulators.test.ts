import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PhoneView, SandboxState } from '../../src/sandbox/control-api.ts';
import { newFolder, rootDir } from '../support/desk.ts';
import { storeEnvironment } from '../support/engine.ts';
import { eventually, startServerProcess, typescript } from '../support/server-process.ts';

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  }
});

const command = (name: string, ...args: string[]) => [
  '--import',
  typescript,
  `src/commands/${name}.ts`,
  ...args,
];

/** `npm run simulators` in a process of its own: the environment it prints, and where its phones are. */
const startSimulators = async (folder: string, target: string) => {
  const args = command(
    'simulators',
    '--port',
    '0',
    '--state',
    join(folder, 'simulators'),
    '--target',
    target,
  );
  const child = spawn(process.execPath, args, { cwd: rootDir, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  const environment: Record<string, string> = {};
  let phones = '';
  for await (const line of createInterface({ input: child.stdout })) {
    phones ||= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
    const [name, ...value] = line.split('=');
    if (name && !line.startsWith('#')) environment[name] = value.join('=');
    if (environment['CONFIG_FILE']) break;
  }
  return { environment, phones };
};

const freePort = async (): Promise<number> => {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
};

const json = async <T>(url: string, init?: RequestInit): Promise<T> =>
  (await (await fetch(url, init)).json()) as T;
const posting = (body: object, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

describe('a server whose partners are another process, by environment alone, in secure mode', () => {
  it('a customer applies, staff made by command approve, the money is back and the customer knows', async () => {
    const folder = newFolder();
    const port = await freePort();
    const { environment, phones } = await startSimulators(folder, `http://127.0.0.1:${String(port)}`);
    const env = { ...environment, PORT: String(port), ...storeEnvironment(folder, 'desk') };
    const server = await startServerProcess(env);
    running.push(server.child);
    expect((await fetch(`${server.url}/sandbox`)).status).toBe(404);

    const staff = async (...args: string[]): Promise<Record<string, string>> => {
      const options = { cwd: rootDir, env: { PATH: process.env['PATH'] ?? '', ...env } };
      const { stdout } = await promisify(execFile)(
        process.execPath,
        command('staff', ...args, '--json'),
        options,
      );
      return JSON.parse(stdout) as Record<string, string>;
    };
    await staff('add', '小林', '--role', 'agent');
    const { token = '' } = await staff('token', '小林');

    const { phones: listed } = await json<SandboxState>(`${phones}/sandbox/api/state`);
    const phone = `${phones}/sandbox/api/phones/${listed[0]?.openid ?? ''}`;
    const screen = () => json<PhoneView>(phone);
    const seeded = (await screen()).orders[0]?.outTradeNo ?? '';
    const feed = { headers: { authorization: `Bearer ${environment['ORDERS_API_TOKEN'] ?? ''}` } };
    await eventually(
      () => fetch(`${server.url}/api/orders/${seeded}`, feed),
      ({ status }) => status === 200,
    );
    for (const text of ['退款', '1', '2', '没有用过', '跳过', '确认']) {
      const before = (await screen()).messages.length;
      await fetch(`${phone}/messages`, posting({ text }));
      await eventually(screen, (view) => view.messages.length >= before + 2);
    }
    const auth = { authorization: `Bearer ${token}` };
    const { cases } = await json<{ cases: { caseNo: string; order: { refundableFen: number } }[] }>(
      `${server.url}/api/staff/cases`,
      { headers: auth },
    );
    const kase = cases[0];
    const approval = posting({ amountFen: kase?.order.refundableFen, note: '核实无误' }, auth);
    const approved = await fetch(`${server.url}/api/staff/cases/${kase?.caseNo ?? ''}/approve`, approval);
    expect(approved.status).toBe(200);
    const end = await eventually(screen, (view) =>
      view.messages.some((each) => each.text.includes('到账通知')),
    );
    expect(end.wallet.filter((entry) => entry.kind === 'refund')).toMatchObject([
      { amountFen: kase?.order.refundableFen },
    ]);
    expect(end.messages.filter((each) => each.type === 'failure')).toEqual([]);
  }, 60_000);
});
