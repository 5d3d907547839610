import { type DigestSection, type DigestTopic, alertKey } from '../domain/alerts/alert.ts';
import { happened } from '../domain/alerts/record.ts';
import { isBusinessDay } from '../domain/calendar.ts';
import { liveAttempt } from '../domain/case/next-action.ts';
import type { PayoutState } from '../domain/case/payout.ts';
import type { Case } from '../domain/case/state.ts';
import type { Status } from '../domain/case/status.ts';
import { HOUR_MS, type Instant, chinaDate, endOfChinaDay, startOfChinaDay } from '../domain/time.ts';
import { type Collection, type Page, orderKey } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { alerts } from './documents/alerts.ts';
import { cases } from './documents/cases.ts';
import { threadFacet, threads } from './documents/threads.ts';
import { owingAnswer } from './list-cases.ts';
import { readable } from './readable.ts';

const MORNING_MS = 9 * HOUR_MS;
/** Cases named under each heading; the others are counted. */
const NAMED = 5;
const PAGE = 100;
/** A shop with more open cases than this in one status has the queue to look at. */
const MAX_PAGES = 50;

type DigestDeps = Pick<Deps, 'store' | 'clock' | 'log' | 'calendar' | 'alerting' | 'wake'>;

const waitsForPeople: readonly PayoutState[] = ['paused', 'needs_person', 'ABNORMAL', 'waiting_funds'];

/** Everything under a facet whose answer is due before `before`, the earliest first. */
const queued = async <T>(
  { store, log }: DigestDeps,
  collection: Collection<T, 'queue'>,
  facet: string,
  before?: Instant,
): Promise<T[]> => {
  const found: T[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page: Page<T> = await store.scan(collection, 'queue', {
      facet,
      limit: PAGE,
      ...(before === undefined ? {} : { to: orderKey(before) }),
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...readable(log, page.items).map(({ doc }) => doc));
    cursor = page.next;
    if (cursor === null) break;
  }
  return found;
};

const casesIn = (deps: DigestDeps, status: Status, before?: Instant): Promise<Case[]> =>
  queued(deps, cases, `status:${status}`, before);

const sectionOf = (topic: DigestTopic, found: readonly string[]): DigestSection[] =>
  found.length === 0 ? [] : [{ topic, count: found.length, oldest: found.slice(0, NAMED) }];

const section = (topic: DigestTopic, found: readonly Case[]): DigestSection[] =>
  sectionOf(
    topic,
    found.map(({ caseNo }) => caseNo),
  );

const byOpening = (left: Case, right: Case): number => left.openedAt - right.openedAt;

const gather = async (deps: DigestDeps, now: Instant): Promise<DigestSection[]> => {
  const tomorrow = endOfChinaDay(chinaDate(now)) + 1;
  const owing = (await Promise.all(owingAnswer.map((status) => casesIn(deps, status, tomorrow))))
    .flat()
    .sort((left, right) => left.deadlines.reviewBy - right.deadlines.reviewBy);
  const refunding = (await casesIn(deps, 'refunding')).sort(byOpening);
  const isLate = ({ deadlines }: Case): boolean => (deadlines.refundBy ?? Infinity) < now;
  return [
    ...section('overdue', [
      ...owing.filter(({ deadlines }) => deadlines.reviewBy < now),
      ...refunding.filter(isLate),
    ]),
    ...section(
      'due_today',
      owing.filter(({ deadlines }) => deadlines.reviewBy >= now),
    ),
    ...section('second_approval', await casesIn(deps, 'awaiting_second_approval')),
    ...section('appeals', await casesIn(deps, 'appealed')),
    ...sectionOf(
      'people',
      (await queued(deps, threads, threadFacet('open'))).map(({ id }) => id),
    ),
    ...section(
      'payouts',
      refunding.filter((kase) => waitsForPeople.includes(liveAttempt(kase)?.state ?? 'planned')),
    ),
  ];
};

/**
 * Tells staff in the morning of a business day what is to be done, through the channels of the alerts; nothing where
 * there is nothing. Once a day whoever calls it, however often, in however many processes: the day's document is
 * written once. Called late it is told late, the same day.
 */
export const sendMorningDigest = async (deps: DigestDeps): Promise<void> => {
  const { store, clock, calendar, alerting, log } = deps;
  const now = clock.now();
  const day = chinaDate(now);
  if (!isBusinessDay(calendar, day) || now < startOfChinaDay(day) + MORNING_MS) return;
  const id = alertKey({ kind: 'morning_digest', day, sections: [] });
  if (alerting.channels.length === 0 || (await store.get(alerts, id))) return;
  const sections = await gather(deps, now);
  const rules = { channels: alerting.channels.map(({ name }) => name), quietMs: alerting.quietMs };
  const alert = { kind: 'morning_digest', day, sections } as const;
  const digest = happened(undefined, { alert, times: sections.length === 0 ? 0 : 1, at: now }, rules);
  const written = await store.insert(alerts, id, digest);
  if (!written.ok) return;
  log.info({ day, sections }, 'the morning digest is written');
  deps.wake();
};
