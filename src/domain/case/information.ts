import { z } from 'zod';
import { DAY_MS, type Instant } from '../time.ts';
import type { Case } from './state.ts';

/** What we asked the customer for while the review clock stands. */
export const informationSchema = z.object({
  message: z.string(),
  by: z.string(),
  at: z.number(),
  /** When they are still to be reminded, earliest first. */
  reminders: z.array(z.number()),
  lapsesAt: z.number(),
  /** null: not yet. */
  answeredAt: z.number().nullable(),
});
export type Information = z.infer<typeof informationSchema>;

/** What a customer gave in answer; pictures are transcript messages. */
export const givenSchema = z.object({ text: z.string().nullable(), evidence: z.array(z.string()) });
export type GivenInformation = z.infer<typeof givenSchema>;

/** So long after the answer to a request, and after a lapse, what a customer sends is taken as part of it. */
const MORE_WITHIN_MS = DAY_MS;
const REOPEN_WITHIN_MS = 30 * DAY_MS;

/** answer: we wait for it. more: it adds to what was given. reopen: the case has lapsed, and is taken up again. */
export type InformationUse = 'answer' | 'more' | 'reopen';

/** The last instant at which information reopens a lapsed case. */
export const reopensUntil = ({ lapsesAt }: Pick<Information, 'lapsesAt'>): Instant =>
  lapsesAt + REOPEN_WITHIN_MS;

/** What information would be to the case now; null: nothing was asked, or too long ago. */
export const useOfInformation = (
  { status, information }: Pick<Case, 'status' | 'information'>,
  now: Instant,
): InformationUse | null => {
  if (information === null) return null;
  switch (status) {
    case 'awaiting_customer':
      return 'answer';
    case 'in_review':
      return information.answeredAt !== null && now <= information.answeredAt + MORE_WITHIN_MS
        ? 'more'
        : null;
    case 'lapsed':
      return now > reopensUntil(information) ? null : 'reopen';
    default:
      return null;
  }
};
