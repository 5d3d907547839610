import { createHash } from 'node:crypto';
import type { StaffMember } from '../../domain/staff.ts';
import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/time.ts';
import type { Store } from '../../store/store.ts';
import { change } from '../change.ts';
import { memberOf, staffAccounts } from '../documents/staff.ts';
import {
  type SessionData,
  type StaffSession,
  sessionDataSchema,
  staffSessions,
} from '../documents/staff-sessions.ts';

const IDLE_MS = 12 * HOUR_MS;
const ABSOLUTE_MS = 7 * DAY_MS;
/** From the password to the code. */
const CODE_WITHIN_MS = 5 * MINUTE_MS;
/** A session is written as seen at most this often: a page read costs no write. */
const SEEN_EVERY_MS = MINUTE_MS;

const idOf = (cookie: string): string => createHash('sha256').update(cookie).digest('hex');

const isAlive = ({ data, startedAt, seenAt, endedAt }: StaffSession, now: number): boolean =>
  endedAt === null &&
  now - seenAt < IDLE_MS &&
  now - startedAt < (data.stage === 'complete' ? ABSOLUTE_MS : CODE_WITHIN_MS);

/** Sessions of the console in the store, as koa-session asks for them. What the cookie says is only ever looked up by its digest. */
export const sessionStore = (store: Store, clock: Clock) => ({
  get: async (cookie: string): Promise<SessionData | undefined> => {
    const now = clock.now();
    const session = await store.get(staffSessions, idOf(cookie));
    if (!session || !isAlive(session.doc, now)) return undefined;
    // Where another request was faster it has said the same.
    if (now - session.doc.seenAt >= SEEN_EVERY_MS)
      await store.replace(staffSessions, session, { ...session.doc, seenAt: now });
    return session.doc.data;
  },
  /** One that has ended stays so: a request that began before cannot bring it back. */
  set: async (cookie: string, raw: unknown): Promise<void> => {
    const now = clock.now();
    const data = sessionDataSchema.parse(raw);
    const begun: StaffSession = { data, startedAt: now, seenAt: now, endedAt: null };
    const inserted = await store.insert(staffSessions, idOf(cookie), begun);
    if (inserted.ok) return;
    await change(store, staffSessions, idOf(cookie), (before) =>
      isAlive(before, now) ? { ...before, data, seenAt: now } : before,
    );
  },
  destroy: async (cookie: string): Promise<void> => {
    const now = clock.now();
    await change(store, staffSessions, idOf(cookie), (before) =>
      before.endedAt === null ? { ...before, endedAt: now } : before,
    );
  },
});

/** Whose session it is, with the role they have today; null: they have been shut out since. */
export const sessionOwner = async (
  store: Store,
  data: SessionData,
): Promise<(StaffMember & { readonly hasTotp: boolean }) | null> => {
  const account = (await store.get(staffAccounts, data.staffId))?.doc;
  if (!account || account.disabled) return null;
  return { ...memberOf(account), hasTotp: account.totp?.confirmedAt != null };
};
