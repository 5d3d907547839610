import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const rootDir = fileURLToPath(new URL('..', import.meta.url));

const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 2;
/** Linux counts a process's processor time in hundredths of a second. */
const TICKS_A_SECOND = 100;

export interface ServerProcess {
  readonly url: string;
  /** From the start of the process to its first 200. */
  readonly startMs: number;
  /** Processor time so far, in ms; null where the system does not tell. */
  readonly cpuMs: () => number | null;
  /** Memory it holds now, in MB; null where the system does not tell. */
  readonly rssMb: () => number | null;
  /** Ends it and waits until it has ended. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

const children = new Set<ChildProcess>();
let starting = true;

/** Ends whatever is still running, at once; nothing can be started any more. */
export const endAll = (): void => {
  starting = false;
  for (const child of children) child.kill('SIGKILL');
};
process.on('exit', endAll);

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};

const statusOf = (url: string): Promise<number> =>
  new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      response.on('end', () => {
        resolve(response.statusCode ?? 0);
      });
      response.on('error', () => {
        resolve(0);
      });
    }).on('error', () => {
      resolve(0);
    });
  });

const procFile = (child: ChildProcess, name: string): string | null => {
  try {
    return readFileSync(`/proc/${String(child.pid)}/${name}`, 'utf8');
  } catch {
    return null;
  }
};

const cpuMsOf = (child: ChildProcess): number | null => {
  const stat = procFile(child, 'stat');
  if (stat === null) return null;
  // The second field is the program's name and may hold anything; the 14th and 15th are what is looked for.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
};

const rssMbOf = (child: ChildProcess): number | null => {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(procFile(child, 'status') ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
};

/**
 * Node with these arguments in a process of its own, with exactly this environment and a port of its own; what it
 * prints goes to a file, as under a service manager. Resolves at its first 200 to `readyPath`.
 * @throws Error with the end of its log, where it ends or is not ready in time
 */
export const startServer = async (options: {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}): Promise<ServerProcess> => {
  const port = await freePort();
  if (!starting) throw new Error('the benchmark is ending');
  const url = `http://127.0.0.1:${String(port)}`;
  const log = openSync(options.logFile, 'a');
  const startedAt = performance.now();
  const child = spawn(process.execPath, options.args, {
    cwd: rootDir,
    env: { PATH: process.env['PATH'] ?? '', ...options.env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  children.add(child);
  const ended = once(child, 'close').then(() => {
    children.delete(child);
  });
  while ((await statusOf(`${url}/readyz`)) !== 200) {
    if (!children.has(child) || performance.now() - startedAt > READY_WITHIN_MS) {
      child.kill('SIGKILL');
      throw new Error(`the server did not get ready: ${readFileSync(options.logFile, 'utf8').slice(-2000)}`);
    }
    await pause(ASK_EVERY_MS);
  }
  return {
    url,
    startMs: performance.now() - startedAt,
    cpuMs: () => cpuMsOf(child),
    rssMb: () => rssMbOf(child),
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
};
