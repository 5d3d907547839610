import { setTimeout as pause } from 'node:timers/promises';
import { median } from './figures.ts';
import type { ServerProcess } from './server-process.ts';

const STARTS = 5;
/** After this, memory is that of a server nobody talks to. */
const IDLE_MS = 5_000;

export interface StartReport {
  readonly medianMs: number;
  readonly allMs: readonly number[];
  readonly idleRssMb: number | null;
}

/** Starts a server five times over, and looks at what the last one holds when it has been idle for a while. */
export const measureStart = async (start: () => Promise<ServerProcess>): Promise<StartReport> => {
  const allMs: number[] = [];
  let idleRssMb: number | null = null;
  for (let i = 1; i <= STARTS; i += 1) {
    const server = await start();
    allMs.push(server.startMs);
    if (i === STARTS) {
      await pause(IDLE_MS);
      idleRssMb = server.rssMb();
    }
    await server.end('SIGTERM');
  }
  return { medianMs: median(allMs), allMs, idleRssMb };
};
