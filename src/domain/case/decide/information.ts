import { addBusinessDays } from '../../calendar.ts';
import { ok } from '../../result.ts';
import { HOUR_MS } from '../../time.ts';
import { daysLeftOf } from '../review.ts';
import type { Case } from '../state.ts';
import type { DecideContext, Decision } from './context.ts';

/** A deadline is the end of its day; a reminder comes at ten in the morning. */
const BEFORE_END_OF_DAY_MS = 14 * HOUR_MS;

/** After three and seven tenths of the time. */
const reminderDays = (days: number): number[] =>
  [...new Set([Math.ceil(days * 0.3), Math.ceil(days * 0.7)])].filter((each) => each > 0 && each < days);

/** Asks the customer for what is missing; our own clock stands meanwhile. */
export const requestInformation = (
  kase: Case,
  message: string,
  { now, calendar, limits }: DecideContext,
): Decision => {
  const days = limits.informationBusinessDays;
  return ok([
    {
      type: 'InformationRequested',
      message,
      reminders: reminderDays(days).map(
        (each) => addBusinessDays(calendar, now, each).at - BEFORE_END_OF_DAY_MS,
      ),
      lapsesAt: addBusinessDays(calendar, now, days).at,
      daysLeft: daysLeftOf(calendar, now, kase.deadlines.reviewBy),
    },
  ]);
};
