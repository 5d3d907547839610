import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const fileSchema = z.object({ aheadMs: z.int().min(0) });

export interface SandboxClock {
  now: () => number;
  /** Only ever forward: what has happened stays in the past. */
  advance: (ms: number) => void;
}

/** A clock that runs in real time and can be moved on; how far ahead it is survives a restart. */
export const openSandboxClock = (stateDir: string): SandboxClock => {
  const file = join(stateDir, 'clock.json');
  let aheadMs = readAhead(file);
  return {
    now: () => Date.now() + aheadMs,
    advance: (ms) => {
      if (!Number.isInteger(ms) || ms < 0) throw new RangeError('the sandbox clock moves forward only');
      aheadMs += ms;
      mkdirSync(stateDir, { recursive: true });
      writeFileSync(file, JSON.stringify({ aheadMs }));
    },
  };
};

const readAhead = (file: string): number => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return 0;
  }
  return fileSchema.parse(JSON.parse(text)).aheadMs;
};
