import { createHash } from 'node:crypto';
import type { Alert } from '../domain/alerts/alert.ts';
import { CASE_NO_PATTERN } from '../domain/case/state.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../domain/time.ts';
import { type Collection, orderKey } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { cases } from './documents/cases.ts';
import { lateAnswers } from './documents/late-answers.ts';
import { messages } from './documents/messages.ts';
import { sessions } from './documents/sessions.ts';
import { templateResults } from './documents/template-results.ts';
import { threads } from './documents/threads.ts';
import { fetchPicture } from './fetch-picture.ts';
import { finishPendingTurns } from './handle-message.ts';
import { answerLate } from './late-answer.ts';
import { workThread } from './threads/work-thread.ts';
import { tellShop } from './shop/tell-shop.ts';
import { applyTemplateResult } from './template-result.ts';
import { raise } from './incidents.ts';
import { workCase } from './work-case.ts';

/** Due items taken in one look, and worked on at once: bounded, so that a tick never grows with the backlog. */
const BATCH = 50;
const AT_ONCE = 4;
const MAX_PAGES = 20;
const ALARM_AFTER_FAILURES = 8;
/** An item that goes on failing is tried once an hour, and said again once a day. */
const TRIES_A_DAY = 24;
const REF_CHARS = 12;

type Job = (deps: Deps, id: string) => Promise<void>;
interface Due {
  readonly id: string;
  readonly revision: number;
}
interface Source {
  readonly name: string;
  /** One page of what is due, the longest waiting first. */
  readonly due: (
    deps: Deps,
    now: Instant,
    cursor: string | null,
  ) => Promise<{ items: readonly Due[]; next: string | null }>;
  readonly run: Job;
}

const source = <T, Index extends string>(
  collection: Collection<T, Index>,
  index: Index,
  run: Job,
): Source => ({
  name: collection.name,
  run,
  due: ({ store }, now, cursor) =>
    store.scan(collection, index, {
      facet: '',
      to: orderKey(now + 1),
      limit: BATCH,
      ...(cursor === null ? {} : { cursor }),
    }),
});

/** Half-finished turns first: a customer is waiting for them. */
const desk: readonly Source[] = [
  source(sessions, 'due', finishPendingTurns),
  source(lateAnswers, 'due', answerLate),
  source(threads, 'due', workThread),
  source(templateResults, 'due', applyTemplateResult),
  source(cases, 'due', workCase),
  source(messages, 'due', fetchPicture),
];

/** Apart from the desk's work: nothing waits for a system that is not ours. */
export const shopWork: readonly Source[] = [source(cases, 'shop', tellShop)];

/**
 * What a worker remembers between passes, and may lose at any time: items whose work threw rest for a while,
 * and an item seen again unchanged (another process has it) is no reason for another pass.
 */
export class WorkMemory {
  readonly resting = new Map<string, { count: number; until: Instant }>();
  seen = new Map<string, number>();
}

/**
 * One pass over everything that is due: asks the store, never a memory of its own, so nothing depends on a
 * pass having run.
 * @param sources whose work; the desk's own, or `shopWork`
 * @param isStopped asked between items: what is not begun is left for whoever comes next
 * @returns how many items have moved since the last pass; 0 means there is nothing to do now
 */
export const workDue = async (
  deps: Deps,
  memory: WorkMemory,
  isStopped: () => boolean = () => false,
  sources: readonly Source[] = desk,
): Promise<number> => {
  const before = memory.seen;
  memory.seen = new Map();
  forget(memory, deps.clock.now());
  let moved = 0;
  for (const each of sources) {
    let cursor: string | null = null;
    for (let pages = 0; pages < MAX_PAGES && !isStopped(); pages += 1) {
      const page: Awaited<ReturnType<Source['due']>> = await each.due(deps, deps.clock.now(), cursor);
      moved += await workPage(deps, memory, before, each, page.items, isStopped);
      cursor = page.next;
      if (cursor === null) break;
    }
  }
  return moved;
};

const workPage = async (
  deps: Deps,
  memory: WorkMemory,
  before: ReadonlyMap<string, number>,
  { name, run }: Source,
  items: readonly Due[],
  isStopped: () => boolean,
): Promise<number> => {
  const now = deps.clock.now();
  const awake = items.filter(({ id }) => (memory.resting.get(`${name}:${id}`)?.until ?? 0) <= now);
  for (let start = 0; start < awake.length && !isStopped(); start += AT_ONCE) {
    const group = awake.slice(start, start + AT_ONCE);
    await Promise.all(group.map(({ id }) => attempt(deps, memory, { work: name, id }, () => run(deps, id))));
  }
  for (const { id, revision } of awake) memory.seen.set(`${name}:${id}`, revision);
  return awake.filter(({ id, revision }) => before.get(`${name}:${id}`) !== revision).length;
};

/** An item that rested and has not been due here since: another process has finished it. */
const forget = ({ resting }: WorkMemory, now: Instant): void => {
  for (const [item, { until }] of resting) if (until + HOUR_MS < now) resting.delete(item);
};

const attempt = async (
  deps: Deps,
  { resting }: WorkMemory,
  { work, id }: { readonly work: string; readonly id: string },
  run: () => Promise<void>,
): Promise<void> => {
  const item = `${work}:${id}`;
  try {
    await run();
    resting.delete(item);
  } catch (error) {
    const count = (resting.get(item)?.count ?? 0) + 1;
    resting.set(item, { count, until: deps.clock.now() + Math.min(2 ** count * MINUTE_MS, HOUR_MS) });
    const ref = refOf(id);
    const level = count >= ALARM_AFTER_FAILURES ? 'error' : 'warn';
    deps.log[level]({ item, ref, count, err: error }, 'work failed and will be tried again');
    if (count >= ALARM_AFTER_FAILURES && (count - ALARM_AFTER_FAILURES) % TRIES_A_DAY === 0)
      await report(deps, { kind: 'work_failing', work, ref, failures: count });
  }
};

/** A case's number; of everything else a name that tells no customer's id, and stands in the log beside it. */
const refOf = (id: string): string =>
  CASE_NO_PATTERN.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, REF_CHARS);

/** Where even this fails, the log has said it; the other items are worked on all the same. */
const report = async (deps: Deps, alert: Alert): Promise<void> => {
  try {
    await raise(deps, alert);
  } catch (err) {
    deps.log.error({ err }, 'an incident could not be opened');
  }
};
