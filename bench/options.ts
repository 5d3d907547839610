import { parseArgs } from 'node:util';

export interface Options {
  /** How long each load is measured. */
  readonly seconds: number;
  readonly connections: number;
  readonly customers: number;
  /** Cases with nothing due, among which the due scan finds what is. */
  readonly idleCases: number;
  /** The report as JSON on standard output instead of the table. */
  readonly json: boolean;
  /** A file for the report as JSON, beside the table. */
  readonly out: string | null;
  /** A folder for CPU profiles of the server. */
  readonly profile: string | null;
}

export const USAGE =
  'npm run bench -- [--seconds 10] [--connections 32] [--customers 1000] [--idle-cases 100000] [--json] [--out FILE] [--profile FOLDER]';

const whole = (name: string, value: string, from: number, to: number): number => {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < from || number > to)
    throw new Error(`--${name} ${value}: a whole number from ${String(from)} to ${String(to)} is needed`);
  return number;
};

/** @throws Error where an option is not known or out of bounds */
export const readOptions = (args: string[]): Options => {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '10' },
      connections: { type: 'string', default: '32' },
      customers: { type: 'string', default: '1000' },
      'idle-cases': { type: 'string', default: '100000' },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const connections = whole('connections', values.connections, 1, 256);
  return {
    seconds: whole('seconds', values.seconds, 1, 60),
    connections,
    // One customer's messages come one after the other: fewer customers would leave connections idle.
    customers: whole('customers', values.customers, Math.max(12, connections), 10_000),
    idleCases: whole('idle-cases', values['idle-cases'], 100, 10_000_000),
    json: values.json,
    out: values.out ?? null,
    profile: values.profile ?? null,
  };
};
