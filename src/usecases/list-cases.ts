import type { Case } from '../domain/case/state.ts';
import { type Status, isFinal, statuses } from '../domain/case/status.ts';
import { type Result, ok, refuse } from '../domain/result.ts';
import { DAY_MS, type Instant, chinaDate, startOfChinaDay } from '../domain/time.ts';
import { type Range, type Stored, orderKey } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { assigneeFacet, cases } from './documents/cases.ts';

export { statuses };
export const MAX_CASES_PAGE = 100;

export interface CaseQuery {
  /** Empty: any; with `due`, those in which we owe the customer an answer. */
  readonly statuses: readonly Status[];
  /** By `reviewBy`: within today in China, or passed. */
  readonly due: 'today' | 'overdue' | null;
  /** Who has claimed them; `none`: nobody. */
  readonly assignee: string | null;
  /** A case's or an order's number, whole, in any case. */
  readonly q: string | null;
  /** 1 to MAX_CASES_PAGE. */
  readonly limit: number;
  /** The `next` of the page before. */
  readonly cursor: string | null;
}

export interface CasePage {
  readonly cases: readonly Case[];
  /** null: no more. A page may be short of `limit`, even empty, and still have a next one. */
  readonly next: string | null;
}

/** The statuses in which we owe the customer an answer. */
export const owingAnswer: readonly Status[] = ['in_review', 'awaiting_second_approval', 'appealed'];

const queuePlace = (kase: Case): string => orderKey(kase.deadlines.reviewBy, kase.caseNo);

/** Above this place in the queue and below every other that follows it. */
const justAfter = (place: string): string => orderKey(place, '');

const encodeCursor = (place: string): string => Buffer.from(place).toString('base64url');

/** The place a cursor stands for; null where it is none of ours. */
const decodeCursor = (cursor: string): string | null => {
  const [, at, caseNo] =
    /^(\d{15}).(RF\d{8}[A-Z0-9]{6})$/su.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return at === undefined || caseNo === undefined ? null : orderKey(Number(at), caseNo);
};

const wantedStatuses = ({ statuses, due }: CaseQuery): readonly Status[] =>
  statuses.length === 0 && due !== null ? owingAnswer : [...new Set(statuses)];

const facetsOf = ({ q, assignee }: CaseQuery, statuses: readonly Status[]): readonly string[] => {
  if (q !== null) return [`no:${q.toLowerCase()}`, `order:${q.toLowerCase()}`];
  // Closed cases keep who had them: of open ones there are fewer than of anybody's own.
  const areOpen = statuses.length > 0 && !statuses.some(isFinal);
  if (assignee !== null && !areOpen) return [assigneeFacet(assignee === 'none' ? null : assignee)];
  return statuses.length === 0 ? ['all'] : statuses.map((status) => `status:${status}`);
};

/** What one facet alone does not say. */
const isWanted = (kase: Case, statuses: readonly Status[], { assignee }: CaseQuery): boolean =>
  (statuses.length === 0 || statuses.includes(kase.status)) &&
  (assignee === null ||
    assigneeFacet(kase.assignee) === assigneeFacet(assignee === 'none' ? null : assignee));

const dueRange = (due: CaseQuery['due'], now: Instant): Pick<Range, 'from' | 'to'> => {
  if (due === null) return {};
  if (due === 'overdue') return { to: orderKey(now) };
  const midnight = startOfChinaDay(chinaDate(now));
  return { from: orderKey(midnight), to: orderKey(midnight + DAY_MS) };
};

const byPlace = (left: Case, right: Case): number => (queuePlace(left) < queuePlace(right) ? -1 : 1);

/** One queue out of several; a case that moved between two scans is shown once. */
const merge = (pages: readonly (readonly Stored<Case>[])[]): readonly Case[] =>
  [...new Map(pages.flat().map(({ id, doc }) => [id, doc])).values()].sort(byPlace);

/**
 * Cases by the date our answer is due, then by number. Reads at most `limit + 1` documents for each status asked for.
 * The cursor is a place in that order, so that nothing that has not moved is shown twice or passed over.
 */
export const listCases = async (
  deps: Pick<Deps, 'store' | 'clock'>,
  query: CaseQuery,
): Promise<Result<CasePage, 'invalid_cursor'>> => {
  const last = query.cursor === null ? '' : decodeCursor(query.cursor);
  if (last === null) return refuse('invalid_cursor');

  const { from = '', ...range } = dueRange(query.due, deps.clock.now());
  const after = last === '' ? '' : justAfter(last);
  const begin = after > from ? after : from;
  const statuses = wantedStatuses(query);
  const pages = await Promise.all(
    facetsOf(query, statuses).map((facet) =>
      deps.store.scan(cases, 'queue', {
        ...range,
        ...(begin === '' ? {} : { from: begin }),
        facet,
        limit: query.limit + 1,
      }),
    ),
  );
  const found = merge(pages.map((page) => page.items));
  const taken = found.slice(0, query.limit);
  const end = found.length > taken.length ? taken.at(-1) : undefined;
  return ok({
    cases: taken.filter((kase) => isWanted(kase, statuses, query)),
    next: end ? encodeCursor(queuePlace(end)) : null,
  });
};

/** A queue in which somebody's cases are fewer than one in so many hundred is shown in short pages. */
const MAX_READS = 20;

/** `listCases`, read on until the page is full, where one facet alone does not say which cases are wanted. */
export const fillPage = async (
  deps: Pick<Deps, 'store' | 'clock'>,
  query: CaseQuery,
): Promise<Result<CasePage, 'invalid_cursor'>> => {
  const found: Case[] = [];
  let { cursor } = query;
  for (let reads = 0; reads < MAX_READS && found.length <= query.limit; reads += 1) {
    const page = await listCases(deps, { ...query, limit: MAX_CASES_PAGE, cursor });
    if (!page.ok) return page;
    found.push(...page.value.cases);
    cursor = page.value.next;
    if (cursor === null) break;
  }
  const cases = found.slice(0, query.limit);
  const last = found.length > cases.length ? cases.at(-1) : undefined;
  return ok({ cases, next: last ? encodeCursor(queuePlace(last)) : cursor });
};
