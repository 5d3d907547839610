import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Instant, isoChina, startOfChinaDay } from '../domain/time.ts';
import type { Result } from '../domain/result.ts';
import type { Replayed, Untold } from '../usecases/shop/replay.ts';
import { type Outcome, type Print, failed, report } from './outcome.ts';

/** What the shop has heard, as the command needs it. */
export interface Webhooks {
  /** null: SHOP_WEBHOOK_URL is not set. */
  readonly url: string | null;
  replayCase(caseNo: string, fromLine: number): Promise<Result<Replayed, 'case_not_found'>>;
  replaySince(since: Instant, fromLine: number): Promise<Replayed>;
  untold(): Promise<readonly Untold[]>;
}

export const usage = `Usage:
  npm run webhooks -- status                                  what the shop is still to hear
  npm run webhooks -- replay --case CASE_NO [--from-line N]   tells it of one case again, from that line of the timeline on
  npm run webhooks -- replay --since DATE [--from-line N]     the same of every case opened on that day (YYYY-MM-DD) or later
  --json                                                      machine-readable output
The server sends what is told again, in order and under the ids of the first time.`;

const misused = (problem: string): Outcome => failed('usage', `${problem}\n${usage}`);

const lineSchema = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number);
const dateSchema = z.iso.date();

/** Cases that status names; of more it says only how many there are. */
const SHOWN = 20;

const status = async (webhooks: Webhooks): Promise<Outcome> => {
  const untold = (await webhooks.untold()).map((each) => ({
    ...each,
    since: isoChina(each.since),
    nextAt: isoChina(each.nextAt),
  }));
  const events = untold.reduce((sum, each) => sum + each.events, 0);
  const lines = untold
    .slice(0, SHOWN)
    .map(({ caseNo, events: count, since, failures, nextAt }) =>
      [caseNo, `${String(count)} since ${since}`, `${String(failures)} failures`, `next ${nextAt}`].join(
        '\t',
      ),
    );
  const more = untold.length > SHOWN ? [`and ${String(untold.length - SHOWN)} cases more`] : [];
  const summary =
    untold.length === 0
      ? 'The shop has heard everything.'
      : `The shop is still to hear ${String(events)} events of ${String(untold.length)} cases.`;
  const to = webhooks.url === null ? ['SHOP_WEBHOOK_URL is not set: it is told nothing.'] : [];
  return { ok: true, data: { events, cases: untold }, lines: [...to, summary, ...lines, ...more] };
};

interface Arguments {
  readonly caseNo: string | undefined;
  readonly since: string | undefined;
  readonly fromLine: string | undefined;
  readonly words: readonly string[];
}

const replayed = ({ cases, events }: Replayed): Outcome => ({
  ok: true,
  data: { cases, events },
  lines: [`${String(events)} events of ${String(cases)} cases will be told again.`],
});

const replay = async (webhooks: Webhooks, { caseNo, since, fromLine }: Arguments): Promise<Outcome> => {
  const line = lineSchema.safeParse(fromLine ?? '1');
  if (!line.success) return misused('--from-line takes the number of a line of the timeline, from 1.');
  if ((caseNo === undefined) === (since === undefined)) return misused('replay takes --case or --since.');
  if (webhooks.url === null)
    return failed('webhook_off', 'SHOP_WEBHOOK_URL is not set: nobody would hear it.');
  if (caseNo !== undefined) {
    const done = await webhooks.replayCase(caseNo.toUpperCase(), line.data);
    return done.ok ? replayed(done.value) : failed('case_not_found', `There is no case ${caseNo}.`);
  }
  const day = dateSchema.safeParse(since);
  if (!day.success) return misused(`--since takes a day such as 2026-11-20, not ${String(since)}.`);
  return replayed(await webhooks.replaySince(startOfChinaDay(day.data), line.data));
};

const readArguments = (args: readonly string[]): Arguments | string => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        case: { type: 'string' },
        since: { type: 'string' },
        'from-line': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    return { caseNo: values.case, since: values.since, fromLine: values['from-line'], words: positionals };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const run = async (webhooks: Webhooks, args: Arguments): Promise<Outcome> => {
  const [verb, ...rest] = args.words;
  if (verb === undefined) return misused('Say what to do.');
  if (verb !== 'replay' && verb !== 'status') return misused(`There is no command ${verb}.`);
  if (rest.length > 0) return misused(`${verb} takes no ${rest.join(' ')}.`);
  if (verb === 'replay') return replay(webhooks, args);
  const isPlain = [args.caseNo, args.since, args.fromLine].every((option) => option === undefined);
  return isPlain ? status(webhooks) : misused('status takes no options but --json.');
};

/** Runs `npm run webhooks -- ARGS`. Answers go to `out`, faults to `err`. @returns the exit code: 0, or 1 for any fault */
export const runWebhooksCommand = async (
  args: readonly string[],
  webhooks: Webhooks,
  print: Print,
): Promise<0 | 1> => {
  const parsed = readArguments(args);
  const json = args.includes('--json');
  const outcome = typeof parsed === 'string' ? misused(parsed) : await run(webhooks, parsed);
  return report(outcome, json, print);
};
