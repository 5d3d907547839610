import { type Calendar, addBusinessDays, addDays, isBeyond } from '../calendar.ts';
import type { Policy } from '../policy/types.ts';
import type { Instant } from '../time.ts';
import type { CaseEvent } from './events.ts';
import { type AnswerPeriods, lapsesAnew, lapsesAt, withLapse } from './lapse.ts';
import type { Case } from './state.ts';
import { isFinal } from './status.ts';

type DeadlinesMoved = Extract<CaseEvent, { type: 'DeadlinesMoved' }>;

/** When the period for the refund began: at the first attempt since the ledger last refused one. */
const refundBegan = ({ attempts }: Case): Instant | null => {
  const refused = attempts.findLastIndex((attempt) => attempt.state === 'refused');
  return attempts[refused + 1]?.plannedAt ?? null;
};

const isOpenBeyond = (kase: Case, year: number): boolean => {
  const appealBy = kase.status === 'rejected' ? (kase.rejection?.appealBy ?? null) : null;
  const theirs = [appealBy, lapsesAt(kase)];
  return kase.deadlines.provisional || theirs.some((date) => date !== null && isBeyond(year, date));
};

/**
 * The last year that was announced when the dates of an open case were computed, where one of them lies beyond
 * it and may still move; null: nothing can move any more.
 */
export const movableSince = (kase: Case): number | null => {
  const { announcedThrough } = kase.deadlines;
  return !isFinal(kase.status) && isOpenBeyond(kase, announcedThrough) ? announcedThrough : null;
};

/**
 * The dates of a case as they come out now that a further year is announced, each from the instant its period
 * began. A date within the years that were announced when it was given stays, as does the later one of two last
 * days for the customer to answer or to appeal: what they were promised is not taken back.
 * @returns null where the calendar knows no more than the case
 */
export const moveDeadlines = (
  kase: Case,
  policy: Policy,
  calendar: Calendar,
  periods: AnswerPeriods,
): DeadlinesMoved | null => {
  const since = movableSince(kase);
  if (since === null || since >= calendar.lastAnnouncedYear) return null;
  const { parameters } = policy;
  const { deadlines, rejection } = kase;
  const businessDays = (given: Instant | null, from: Instant | null, days: number): Instant | null =>
    given === null || from === null || !isBeyond(since, given)
      ? given
      : addBusinessDays(calendar, from, days).at;
  const later = (given: Instant | null, anew: Instant | null): Instant | null =>
    given === null || anew === null || !isBeyond(since, given) ? given : Math.max(given, anew);
  const { reviewBy: given } = deadlines;
  const { from, businessDays: days, daysLeft } = kase.review;
  // While the clock stands the date means nothing; another is given when it runs on.
  const reviewBy = daysLeft === null ? (businessDays(given, from, days) ?? given) : given;
  const refundBy = businessDays(deadlines.refundBy, refundBegan(kase), parameters.refundBusinessDays);
  const arrivalBy = businessDays(deadlines.arrivalBy, refundBy, parameters.arrivalBusinessDaysMax);
  const appealAnew = rejection && addDays(calendar, rejection.at, parameters.appealDays).at;
  const beyond = (date: Instant | null): boolean =>
    date !== null && isBeyond(calendar.lastAnnouncedYear, date);
  return {
    type: 'DeadlinesMoved',
    reviewBy,
    refundBy,
    arrivalBy,
    appealBy: later(rejection?.appealBy ?? null, appealAnew),
    lapsesAt: later(lapsesAt(kase), lapsesAnew(kase, calendar, periods)),
    provisional: refundBy === null ? beyond(reviewBy) : beyond(refundBy) || beyond(arrivalBy),
    announcedThrough: calendar.lastAnnouncedYear,
  };
};

/** What the event makes of the case; what passed unmet and is now still to come was not missed after all. */
export const evolveDeadlines = (before: Case, event: DeadlinesMoved, at: Instant): Case => {
  if (before.deadlines.announcedThrough >= event.announcedThrough) return before;
  const { reviewBy, refundBy, arrivalBy, appealBy, provisional, announcedThrough } = event;
  const review = before.missed.review && reviewBy < at;
  const refund = before.missed.refund && refundBy !== null && refundBy < at;
  const moved = event.lapsesAt === null ? before : withLapse(before, event.lapsesAt);
  return {
    ...moved,
    deadlines: { reviewBy, refundBy, arrivalBy, provisional, announcedThrough },
    rejection: before.rejection && { ...before.rejection, appealBy: appealBy ?? before.rejection.appealBy },
    missed: { review, refund, toldAt: review || refund ? before.missed.toldAt : null },
  };
};

/** Whether anybody would see a difference. */
export const hasMovedDates = (before: Case, after: Case): boolean =>
  before.rejection?.appealBy !== after.rejection?.appealBy ||
  lapsesAt(before) !== lapsesAt(after) ||
  (['reviewBy', 'refundBy', 'arrivalBy', 'provisional'] as const).some(
    (name) => before.deadlines[name] !== after.deadlines[name],
  );
