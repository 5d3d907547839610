import {
  type Alert,
  type DigestSection,
  type DigestTopic,
  alertKey,
  digestTopics,
} from '../domain/alerts/alert.ts';
import { type CaseTopic, answersPeople, awaits } from '../domain/alerts/recipients.ts';
import { type ChannelName, happened } from '../domain/alerts/record.ts';
import { isBusinessDay } from '../domain/calendar.ts';
import { liveAttempt } from '../domain/case/next-action.ts';
import type { PayoutState } from '../domain/case/payout.ts';
import type { Case } from '../domain/case/state.ts';
import type { Status } from '../domain/case/status.ts';
import type { StaffMember } from '../domain/staff.ts';
import { type Instant, chinaDate, endOfChinaDay, morningOf } from '../domain/time.ts';
import { pagesOf } from '../store/pages.ts';
import { type Collection, orderKey } from '../store/store.ts';
import { waysOf } from './alerts/raise-alert.ts';
import type { Deps } from './deps.ts';
import { alerts } from './documents/alerts.ts';
import { cases } from './documents/cases.ts';
import { threadFacet, threads } from './documents/threads.ts';
import { owingAnswer } from './list-cases.ts';
import { readable } from './readable.ts';
import { allStaff } from './staff-accounts.ts';

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
  const range = { facet, limit: PAGE, ...(before === undefined ? {} : { to: orderKey(before) }) };
  for await (const { items } of pagesOf(store, collection, 'queue', range, MAX_PAGES))
    found.push(...readable(log, items).map(({ doc }) => doc));
  return found;
};

const casesIn = (deps: DigestDeps, status: Status, before?: Instant): Promise<Case[]> =>
  queued(deps, cases, `status:${status}`, before);

/** What the digest counts: a case, or somebody who waits for a person. */
interface Item {
  readonly ref: string;
  readonly isFor: (member: StaffMember) => boolean;
}

/** What there is under each heading, the longest waiting first. */
type Found = Readonly<Record<DigestTopic, readonly Item[]>>;

const items = (topic: CaseTopic, found: readonly Case[]): Item[] =>
  found.map((kase) => ({ ref: kase.caseNo, isFor: (member) => awaits(topic, kase, member) }));

const byOpening = (left: Case, right: Case): number => left.openedAt - right.openedAt;

const gather = async (deps: DigestDeps, now: Instant): Promise<Found> => {
  const tomorrow = endOfChinaDay(chinaDate(now)) + 1;
  const owing = (await Promise.all(owingAnswer.map((status) => casesIn(deps, status, tomorrow))))
    .flat()
    .sort((left, right) => left.deadlines.reviewBy - right.deadlines.reviewBy);
  const refunding = (await casesIn(deps, 'refunding')).sort(byOpening);
  const isLate = ({ deadlines }: Case): boolean => (deadlines.refundBy ?? Infinity) < now;
  const people = await queued(deps, threads, threadFacet('open'));
  return {
    overdue: items('overdue', [
      ...owing.filter(({ deadlines }) => deadlines.reviewBy < now),
      ...refunding.filter(isLate),
    ]),
    due_today: items(
      'due_today',
      owing.filter(({ deadlines }) => deadlines.reviewBy >= now),
    ),
    second_approval: items('second_approval', await casesIn(deps, 'awaiting_second_approval')),
    appeals: items('appeals', await casesIn(deps, 'appealed')),
    people: people.map(({ id }) => ({ ref: id, isFor: answersPeople })),
    payouts: items(
      'payouts',
      refunding.filter((kase) => waitsForPeople.includes(liveAttempt(kase)?.state ?? 'planned')),
    ),
  };
};

/** @param member null: the team */
const sectionsFor = (member: StaffMember | null, found: Found): DigestSection[] =>
  digestTopics.flatMap((topic) => {
    const theirs = found[topic].filter(({ isFor }) => member === null || isFor(member));
    const oldest = theirs.slice(0, NAMED).map(({ ref }) => ref);
    return theirs.length === 0 ? [] : [{ topic, count: theirs.length, oldest }];
  });

type Digest = Extract<Alert, { kind: 'morning_digest' }>;

/** False: it was there already. */
const insert = async (
  { store, clock, alerting }: DigestDeps,
  digest: Digest,
  channels: readonly ChannelName[],
): Promise<boolean> => {
  const raised = { alert: digest, times: digest.sections.length === 0 ? 0 : 1, at: clock.now() };
  const record = happened(undefined, raised, { channels, quietMs: alerting.quietMs });
  return (await store.insert(alerts, alertKey(digest), record)).ok;
};

/** To everyone who has bound their WeChat, what awaits them; nothing to whom nothing does. */
const insertMembers = async (deps: DigestDeps, day: string, found: Found): Promise<void> => {
  if (!deps.alerting.toWechat) return;
  for (const member of await allStaff(deps)) {
    const sections = sectionsFor(member, found);
    if (member.wechat !== null && sections.length > 0)
      await insert(deps, { kind: 'morning_digest', day, member: member.name, sections }, ['wechat']);
  }
};

/**
 * Tells staff in the morning of a business day what is to be done, through the ways of the alerts: the team of
 * everything, and each member in their own WeChat of what awaits them; nothing where there is nothing. Once a day
 * whoever calls it, however often, in however many processes: each digest of the day is written once. Called late it is
 * told late, the same day.
 */
export const sendMorningDigest = async (deps: DigestDeps): Promise<void> => {
  const { store, clock, calendar, alerting, log } = deps;
  const now = clock.now();
  const day = chinaDate(now);
  if (!isBusinessDay(calendar, day) || now < morningOf(now)) return;
  const nothing: Digest = { kind: 'morning_digest', day, member: null, sections: [] };
  if (waysOf(alerting).length === 0 || (await store.get(alerts, alertKey(nothing)))) return;
  const found = await gather(deps, now);
  const digest = { ...nothing, sections: sectionsFor(null, found) };
  await insertMembers(deps, day, found);
  // Last, for it says that the day is done: cut short before, it is begun again.
  const channels = alerting.channels.map(({ name }) => name);
  if (!(await insert(deps, digest, channels))) return;
  log.info({ day, sections: digest.sections }, 'the morning digest is written');
  deps.wake();
};
