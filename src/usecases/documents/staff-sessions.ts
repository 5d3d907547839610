import { z } from 'zod';
import type { Collection } from '../../store/store.ts';

/** What a session knows: whose it is, and how far they have come in signing in. */
export const sessionDataSchema = z.object({
  staffId: z.string(),
  /** `password`: the code of the second factor is still to come, and nothing else is open. */
  stage: z.enum(['password', 'complete']),
  /** Stands in every form; a form without it is not ours. */
  csrf: z.string(),
});
export type SessionData = z.infer<typeof sessionDataSchema>;

/** A member of staff signed in to the console; the document's id is the SHA-256 of what the cookie says, hex. */
export const staffSessionSchema = z.object({
  data: sessionDataSchema,
  startedAt: z.number(),
  /** To within a minute or so. */
  seenAt: z.number(),
  endedAt: z.number().nullable(),
});
export type StaffSession = z.infer<typeof staffSessionSchema>;

export const staffSessions: Collection<StaffSession, never> = {
  name: 'staff_sessions',
  schemaVersion: 1,
  parse: (raw) => staffSessionSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: {},
};
