import { cpus } from 'node:os';
import { type Figures, ratio } from './figures.ts';
import type { Options } from './options.ts';
import type { StartReport } from './start.ts';
import type { TurnReport } from './turns.ts';

export interface Measured {
  readonly secure: TurnReport;
  readonly plain: TurnReport;
  readonly start: { readonly desk: StartReport; readonly bare: StartReport };
}

const SHOWN_ERRORS = 10;

const modeOf = ({ desk, bare, applications, rssAfterLoadMb, durability, errors }: TurnReport) => ({
  desk,
  bare,
  ratioToBare: {
    perSecond: ratio(desk.perSecond, bare.perSecond),
    p50: ratio(desk.p50Ms, bare.p50Ms),
    p99: ratio(desk.p99Ms, bare.p99Ms),
    cpu: ratio(desk.cpuMs, bare.cpuMs),
  },
  applications,
  rssAfterLoadMb,
  durability,
  errorCount: errors.length,
  errors: errors.slice(0, SHOWN_ERRORS),
});

const isClean = ({ errors, durability }: TurnReport): boolean =>
  errors.length === 0 && (durability === null || durability.lostTurns + durability.lostApplications === 0);

/** Everything measured, as it is written to a file. Times in ms, memory in MB. */
export const reportOf = ({ secure, plain, start }: Measured, options: Options) => ({
  ok: isClean(secure) && isClean(plain),
  at: new Date().toISOString(),
  machine: { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? '' },
  options: { seconds: options.seconds, connections: options.connections, customers: options.customers },
  turns: { secure: modeOf(secure), plain: modeOf(plain) },
  start: { ...start, ratioToBare: ratio(start.desk.medianMs, start.bare.medianMs) },
  idleMemory: {
    deskMb: start.desk.idleRssMb,
    bareMb: start.bare.idleRssMb,
    ratioToBare: ratio(start.desk.idleRssMb, start.bare.idleRssMb),
  },
});
export type Report = ReturnType<typeof reportOf>;

const number = (value: number | null, digits: number): string =>
  value === null ? '–' : value.toFixed(digits);

const row = (name: string, desk: number | null, bare: number | null, digits: number): readonly string[] => [
  name,
  number(desk, digits),
  number(bare, digits),
  bare === null ? '' : number(ratio(desk, bare), 2),
];

const loadRows = (name: string, desk: Figures, bare: Figures | null): (readonly string[])[] => [
  row(`${name}: a second`, desk.perSecond, bare?.perSecond ?? null, 0),
  row(`${name}: p50 ms`, desk.p50Ms, bare?.p50Ms ?? null, 2),
  row(`${name}: p99 ms`, desk.p99Ms, bare?.p99Ms ?? null, 2),
  row(`${name}: server CPU ms each`, desk.cpuMs, bare?.cpuMs ?? null, 3),
  row(`${name}: load generator, of one CPU`, desk.generatorLoad, bare?.generatorLoad ?? null, 2),
];

const align = (rows: readonly (readonly string[])[]): string[] => {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

const sanity = (mode: string, { durability, errors }: TurnReport): string[] => [
  durability === null
    ? `${mode}: durability not looked at, because the server was profiled`
    : `${mode}: killed under load; of ${String(durability.acknowledgedTurns)} acknowledged turns ${String(durability.lostTurns)} lost ` +
      `(${String(durability.transcriptLines)} in the database), of ${String(durability.acknowledgedApplications)} applications ${String(durability.lostApplications)} lost`,
  `${mode}: ${String(errors.length)} errors`,
  ...errors.slice(0, SHOWN_ERRORS).map((error) => `  ${error}`),
];

/** The same as a person reads it. */
export const tableOf = ({ secure, plain, start }: Measured, options: Options): string => {
  const { desk, bare } = start;
  const rows = align([
    ['', 'desk', 'bare http', 'ratio'],
    ...loadRows('turns, secure', secure.desk, secure.bare),
    ...loadRows('turns, plain', plain.desk, plain.bare),
    ...loadRows('applications (turns), secure', secure.applications, null),
    row('start to first 200, ms', desk.medianMs, bare.medianMs, 0),
    row('idle memory, MB', desk.idleRssMb, bare.idleRssMb, 0),
    row('memory after the load, secure, MB', secure.rssAfterLoadMb, null, 0),
  ]);
  const what = `${String(options.customers)} customers over ${String(options.connections)} connections, ${String(options.seconds)} s each; ${String(cpus().length)} CPUs, Node ${process.version}`;
  return [what, '', ...rows, '', ...sanity('secure', secure), ...sanity('plain', plain), ''].join('\n');
};
