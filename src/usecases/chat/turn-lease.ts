import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '../../domain/time.ts';
import type { Stored } from '../../store/store.ts';
import { change } from '../change.ts';
import type { Deps } from '../deps.ts';
import { type Session, sessionId, sessions } from '../documents/sessions.ts';
import { isHeldByOther } from '../lease.ts';
import type { InboundMessage } from './inbound-message.ts';

/*
 * A turn is one write, and the session's revision keeps the turns of several processes apart. Only a turn that asks
 * WeChat Pay takes long enough for the customer's next message to overtake it in another process: before it asks, it
 * takes the session's lease, under its own key, and the others wait.
 */

/** No call to WeChat Pay takes longer (config, timeouts.wechatPayMs). */
const LEASE_MS = 10 * SECOND_MS;
const POLL_MS = 50;

/** The session once no other message's turn holds it; undefined: there is none yet. */
export const untilFree = async (
  { store, clock }: Deps,
  message: InboundMessage,
): Promise<Stored<Session> | undefined> => {
  for (;;) {
    const stored = await store.get(sessions, sessionId(message));
    if (!isHeldByOther(stored?.doc.lease ?? null, message.key, clock.now())) return stored;
    await sleep(POLL_MS);
  }
};

/** By which a turn keeps the customer's next messages waiting. */
export interface Hold {
  /** The session as this turn last saw or wrote it. */
  readonly stored: () => Stored<Session> | undefined;
  /** False: another writer was faster. */
  readonly take: () => Promise<boolean>;
}

/** Runs one turn, which may hold the session; where it fails, nobody need wait for it. */
export const holding = async <R>(
  deps: Deps,
  message: InboundMessage,
  seen: Stored<Session> | undefined,
  turn: (hold: Hold) => Promise<R>,
): Promise<R> => {
  let stored = seen;
  const take = async (): Promise<boolean> => {
    // What is looked up answers a question of ours, so that there is a session.
    if (!stored) throw new Error('a turn without a session asks WeChat Pay');
    const doc: Session = {
      ...stored.doc,
      lease: { holder: message.key, until: deps.clock.now() + LEASE_MS },
    };
    const written = await deps.store.replace(sessions, stored, doc);
    if (written.ok) stored = { id: stored.id, revision: written.revision, doc };
    return written.ok;
  };
  try {
    return await turn({ stored: () => stored, take });
  } catch (error) {
    // Where that fails too, the lease ends by itself.
    if (stored !== seen) await letGo(deps, message).catch(() => undefined);
    throw error;
  }
};

const letGo = async ({ store }: Deps, message: InboundMessage): Promise<void> => {
  await change(store, sessions, sessionId(message), (session) =>
    session.lease?.holder === message.key ? { ...session, lease: null } : session,
  );
};
