import { z } from 'zod';

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
