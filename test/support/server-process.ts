import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { rootDir } from './desk.ts';

export const typescript = fileURLToPath(new URL('./typescript.mjs', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has logged so far. */
  readonly logged: () => readonly Record<string, unknown>[];
  /** Everything it has written to standard error so far. */
  readonly errors: () => string;
  /** Ends it with the signal; resolves with its exit code or the signal that ended it. */
  end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | string>;
}

const program = [process.execPath, '--import', typescript, 'src/main.ts'] as const;

/**
 * `src/main.ts` in a process of its own, with exactly this environment, once it is up or says that it waits for its
 * database; rejects with what it said where it ends.
 * @param maxFileBlocks none of its files can become longer: to it, the disk is then full
 */
export const startServerProcess = async (
  env: Record<string, string>,
  maxFileBlocks?: number,
): Promise<ServerProcess> => {
  const limited = ['sh', '-c', `ulimit -f ${String(maxFileBlocks)}; exec "$@"`, 'sh', ...program] as const;
  const [file, ...args] = maxFileBlocks === undefined ? program : limited;
  const child = spawn(file, args, {
    cwd: rootDir,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | string);
  const logged: Record<string, unknown>[] = [];
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const entry = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : null;
      if (entry) logged.push(entry);
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(entry ? String(entry['url']) : line);
      if (found) resolve(found[0]);
    });
    void ended.then((how) => {
      reject(new Error(`the server ended (${String(how)}): ${errors}`));
    });
  });
  return {
    url,
    child,
    logged: () => logged,
    errors: () => errors,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
};

/** Asks again until the answer satisfies; the test's own time-out ends it where it never does. */
export const eventually = async <T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> => {
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};
