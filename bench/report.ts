import { cpus } from 'node:os';
import type { EngineName } from './databases.ts';
import type { DueScan } from './due-scan.ts';
import { type Figures, ratio } from './figures.ts';
import type { Options } from './options.ts';
import type { StartReport } from './start.ts';
import type { TurnReport } from './turns.ts';

export interface EngineMeasured {
  readonly name: EngineName;
  readonly start: StartReport;
  readonly secure: TurnReport;
  readonly plain: TurnReport;
  readonly dueScan: DueScan;
}

export interface Measured {
  readonly engines: readonly EngineMeasured[];
  readonly coWechatStart: StartReport;
  readonly bareStart: StartReport;
}

export const SHOWN_ERRORS = 10;

const ratios = (desk: Figures, other: Figures) => ({
  perSecond: ratio(desk.perSecond, other.perSecond),
  p50: ratio(desk.p50Ms, other.p50Ms),
  p99: ratio(desk.p99Ms, other.p99Ms),
  cpu: ratio(desk.cpuMs, other.cpuMs),
  memory: ratio(desk.rssMb, other.rssMb),
});

const turnsOf = ({ errors, ...measured }: TurnReport) => ({
  ...measured,
  ratioToCoWechat: ratios(measured.desk, measured.coWechat),
  ratioToBare: ratios(measured.desk, measured.bare),
  errorCount: errors.length,
  errors: errors.slice(0, SHOWN_ERRORS),
});

const startRatios = (desk: StartReport, other: StartReport) => ({
  start: ratio(desk.medianMs, other.medianMs),
  idleMemory: ratio(desk.idleRssMb, other.idleRssMb),
});

const engineOf = (
  { start, secure, plain, dueScan }: EngineMeasured,
  { coWechatStart, bareStart }: Measured,
) => ({
  turns: { secure: turnsOf(secure), plain: turnsOf(plain) },
  start: {
    ...start,
    ratioToCoWechat: startRatios(start, coWechatStart),
    ratioToBare: startRatios(start, bareStart),
  },
  dueScan,
});

const isClean = ({ errors, durability }: TurnReport): boolean =>
  errors.length === 0 && (durability === null || durability.lostTurns + durability.lostApplications === 0);

/** Everything measured, as it is written to a file. Times in ms, memory in MB; null: not measured. */
export const reportOf = (measured: Measured, options: Options) => {
  const of = (name: EngineName) => {
    const engine = measured.engines.find((each) => each.name === name);
    return engine ? engineOf(engine, measured) : null;
  };
  return {
    ok: measured.engines.every(
      ({ secure, plain, dueScan }) => isClean(secure) && isClean(plain) && dueScan.errors.length === 0,
    ),
    at: new Date().toISOString(),
    machine: { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? '' },
    options: {
      seconds: options.seconds,
      connections: options.connections,
      customers: options.customers,
      idleCases: options.idleCases,
    },
    sqlite: of('SQLite'),
    mongodb: of('MongoDB'),
    coWechatStart: measured.coWechatStart,
    bareStart: measured.bareStart,
  };
};
