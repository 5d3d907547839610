import { z } from 'zod';
import { type Calendar, addBusinessDays, businessDaysUntil } from '../calendar.ts';
import type { Instant } from '../time.ts';

/** The period in which we owe the customer an answer. */
export const reviewSchema = z.object({
  /** When it began to be counted, and how many business days it has. */
  from: z.number(),
  businessDays: z.int().min(1),
  /** The clock stands while the customer is asked for something: what was left then. null: it runs. */
  daysLeft: z.int().min(0).nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

/** A period that begins: what an event carries of it. */
export const reviewBegunSchema = z.object({
  businessDays: z.int().min(1),
  reviewBy: z.number(),
  provisional: z.boolean(),
});
export type ReviewBegun = z.infer<typeof reviewBegunSchema>;

export const beginReview = (calendar: Calendar, at: Instant, businessDays: number): ReviewBegun => {
  const deadline = addBusinessDays(calendar, at, businessDays);
  return { businessDays, reviewBy: deadline.at, provisional: deadline.provisional };
};

/** What is left of a running period; what has passed its end has nothing left. */
export const daysLeftOf = (calendar: Calendar, at: Instant, reviewBy: Instant): number =>
  businessDaysUntil(calendar, at, reviewBy);

/** The clock runs on with what was left, and for one business day at least: nobody answers within minutes. */
export const resumeReview = (calendar: Calendar, at: Instant, { daysLeft }: Review): ReviewBegun =>
  beginReview(calendar, at, Math.max(daysLeft ?? 0, 1));
