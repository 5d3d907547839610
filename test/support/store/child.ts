import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../../src/store/open.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** A process of its own that has the store open; it begins to write when told to. */
export interface Writer {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  /** What it has printed so far, a line each: the ids of what the store acknowledged. */
  readonly lines: readonly string[];
  /** Resolves when that many lines have been printed; rejects when it ends before. */
  printed(count: number): Promise<void>;
  go(): void;
  /** Its exit code, or the signal that ended it, once all it printed has arrived. */
  readonly ended: Promise<number | string>;
}

/** Starts `writer.ts` on a database and waits until it has opened it. */
export const startWriter = async (
  database: Database,
  name: string,
  task: 'share' | 'endless',
): Promise<Writer> => {
  const args = [
    '--import',
    here('../typescript.mjs'),
    here('writer.ts'),
    JSON.stringify(database),
    name,
    task,
  ];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close').then(([code, signal]) => String(signal ?? code));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const first = once(reader, 'line');
  reader.on('line', (line) => lines.push(line));
  const printed = async (count: number): Promise<void> => {
    const over = ended.then((how) => {
      if (lines.length < count)
        throw new Error(`the writer ended (${how}) after ${String(lines.length)} lines`);
    });
    while (lines.length < count) await Promise.race([once(reader, 'line'), over]);
  };
  await Promise.race([first, ended]);
  lines.splice(0, 1);
  return {
    child,
    lines,
    printed,
    go: () => {
      child.stdin.end('go\n');
    },
    ended,
  };
};
