import type { Run } from './load.ts';
import type { ServerProcess } from './server-process.ts';

/** One load on one server. */
export interface Figures {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the server a request, in ms: what other programs on the machine disturb least. */
  readonly cpuMs: number | null;
  /** How much of one processor the load generator itself took; near 1 it is what limits. */
  readonly generatorLoad: number;
  /** Memory the server holds after it, in MB; null where the system does not tell. */
  readonly rssMb: number | null;
}

/** Nearest rank: the smallest value that at least `share` of all are not above. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

const difference = (after: number | null, before: number | null): number | null =>
  after === null || before === null ? null : after - before;

export const measure = async <S>(
  server: ServerProcess,
  load: () => Promise<Run<S>>,
): Promise<{ readonly figures: Figures; readonly run: Run<S> }> => {
  const cpuBefore = server.cpuMs();
  const ownBefore = process.cpuUsage();
  const run = await load();
  const own = process.cpuUsage(ownBefore);
  const cpu = difference(server.cpuMs(), cpuBefore);
  const latencies = run.answers.map(({ latencyMs }) => latencyMs);
  const requests = run.answers.length;
  return {
    run,
    figures: {
      requests,
      perSecond: (requests * 1000) / run.elapsedMs,
      p50Ms: quantile(latencies, 0.5),
      p99Ms: quantile(latencies, 0.99),
      cpuMs: cpu === null ? null : cpu / requests,
      generatorLoad: (own.user + own.system) / 1000 / run.elapsedMs,
      rssMb: server.rssMb(),
    },
  };
};

/** The first as a multiple of the second. */
export const ratio = (of: number | null, to: number | null): number | null =>
  of === null || to === null || to === 0 ? null : of / to;
