import { cpus } from 'node:os';
import { ratio } from './figures.ts';
import type { Options } from './options.ts';
import { type EngineMeasured, type Measured, SHOWN_ERRORS } from './report.ts';
import type { TurnReport } from './turns.ts';

type Row = readonly string[];

const number = (value: number | null, digits: number): string =>
  value === null ? '–' : value.toFixed(digits);

const times = (of: number | null, to: number | null): string => {
  const value = ratio(of, to);
  return number(value, value !== null && value < 0.1 ? 3 : 2);
};

const row = (
  name: string,
  digits: number,
  desk: number | null,
  coWechat: number | null,
  bare: number | null,
): Row => [
  name,
  number(desk, digits),
  number(coWechat, digits),
  times(desk, coWechat),
  number(bare, digits),
  times(desk, bare),
];

const turnRows = (title: string, { desk, coWechat, bare, applications }: TurnReport): Row[] => [
  [title],
  row('  turns a second', 0, desk.perSecond, coWechat.perSecond, bare.perSecond),
  row('  p50, ms', 2, desk.p50Ms, coWechat.p50Ms, bare.p50Ms),
  row('  p99, ms', 2, desk.p99Ms, coWechat.p99Ms, bare.p99Ms),
  row('  server CPU each, ms', 3, desk.cpuMs, coWechat.cpuMs, bare.cpuMs),
  row('  memory afterwards, MB', 0, desk.rssMb, coWechat.rssMb, bare.rssMb),
  [
    '  load generator, of one CPU',
    number(desk.generatorLoad, 2),
    number(coWechat.generatorLoad, 2),
    '',
    number(bare.generatorLoad, 2),
  ],
  ['  turns a second, whole applications', number(applications.perSecond, 0)],
];

const engineRows = (
  { name, secure, plain, start }: EngineMeasured,
  { coWechatStart, bareStart }: Measured,
): Row[] => [
  ...turnRows(`${name}, secure mode`, secure),
  ...turnRows(`${name}, plain mode`, plain),
  [`${name}, start`],
  row('  to first 200, ms', 0, start.medianMs, coWechatStart.medianMs, bareStart.medianMs),
  row('  idle memory, MB', 0, start.idleRssMb, coWechatStart.idleRssMb, bareStart.idleRssMb),
];

const scanRows = ({ name, dueScan: { few, many } }: EngineMeasured): Row[] => [
  [`${name}: p50, ms`, number(many.p50Ms, 3), number(few.p50Ms, 3), times(many.p50Ms, few.p50Ms)],
  [`${name}: p99, ms`, number(many.p99Ms, 3), number(few.p99Ms, 3), times(many.p99Ms, few.p99Ms)],
];

const align = (rows: readonly Row[]): string[] => {
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

const sanity = (what: string, { durability, errors }: TurnReport): string[] => [
  durability === null
    ? `${what}: durability not looked at, because the server was profiled`
    : `${what}: killed under load; of ${String(durability.acknowledgedTurns)} acknowledged turns ${String(durability.lostTurns)} lost ` +
      `(${String(durability.transcriptLines)} in the database), of ${String(durability.acknowledgedApplications)} applications ${String(durability.lostApplications)} lost`,
  `${what}: ${String(errors.length)} errors`,
  ...errors.slice(0, SHOWN_ERRORS).map((error) => `  ${error}`),
];

/** The same as a person reads it. */
export const tableOf = (measured: Measured, options: Options): string => {
  const { engines } = measured;
  const idle = options.idleCases.toLocaleString('en');
  const due = engines[0]?.dueScan;
  return [
    `${String(options.customers)} customers over ${String(options.connections)} connections, ${String(options.seconds)} s each; ${String(cpus().length)} CPUs, Node ${process.version}`,
    ...(engines.some(({ name }) => name === 'MongoDB')
      ? []
      : ['MongoDB not measured: MONGODB_URI is not set']),
    '',
    ...align([
      ['', 'desk', 'co-wechat', 'ratio', 'bare http', 'ratio'],
      ...engines.flatMap((engine) => engineRows(engine, measured)),
    ]),
    '',
    ...align([
      [
        `scan for ${String(due?.dueCases)} due cases`,
        `${idle} idle`,
        `${String(due?.few.idleCases)} idle`,
        'ratio',
      ],
      ...engines.flatMap(scanRows),
    ]),
    ...engines.flatMap(({ dueScan }) => dueScan.errors),
    '',
    ...engines.flatMap(({ name, secure, plain }) => [
      ...sanity(`${name}, secure`, secure),
      ...sanity(`${name}, plain`, plain),
    ]),
    '',
  ].join('\n');
};
