import type { Customer } from '../domain/case/state.ts';
import { canSend, closedWindow, shut, spend } from '../domain/message-window.ts';
import { change } from './change.ts';
import type { Deps } from './deps.ts';
import { type Session, sessionId, sessions } from './documents/sessions.ts';

/** One customer message taken out of a window. */
export interface MessageCredit {
  readonly customer: Customer;
  /** Names the window it came from: the next message of the customer opens another. */
  readonly closesAt: number;
  /** What waits for the next window where this one turns out to be shut (waiting.ts). */
  readonly waiting: string | null;
}

/** Something could not go: the customer's next message hurries it. */
const noteWaiting = (session: Session, waiting: string | null): Session =>
  waiting === null || session.noticesWaiting.includes(waiting)
    ? session
    : { ...session, noticesWaiting: [...session.noticesWaiting, waiting] };

/** Whether a customer message could be sent now. */
export const hasCredit = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  customer: Customer,
): Promise<boolean> => {
  const session = await store.get(sessions, sessionId(customer));
  return canSend(session?.doc.window ?? closedWindow, clock.now());
};

/**
 * Takes one customer message out of the window before it is sent, so that two workers never overspend; null: shut.
 * @param waiting what it is for, which then waits for the next window (waiting.ts); null: nothing waits
 */
export const takeCredit = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  customer: Customer,
  waiting: string | null,
): Promise<MessageCredit | null> => {
  let taken: MessageCredit | null = null;
  await change(store, sessions, sessionId(customer), (session) => {
    const { window } = session;
    taken = canSend(window, clock.now()) ? { customer, closesAt: window.closesAt, waiting } : null;
    return taken ? { ...session, window: spend(window) } : noteWaiting(session, waiting);
  });
  return taken;
};

/** Gives back a message that WeChat refused without counting it; nothing where its window has been replaced. */
export const returnCredit = ({ store }: Pick<Deps, 'store'>, { customer, closesAt }: MessageCredit) =>
  change(store, sessions, sessionId(customer), (session) => {
    const { window } = session;
    if (window.closesAt !== closesAt) return session;
    return { ...session, window: { ...window, left: window.left + 1 } };
  });

/** WeChat says that this window is shut or spent; one that a later message opened is left alone. */
export const shutWindow = ({ store }: Pick<Deps, 'store'>, { customer, closesAt, waiting }: MessageCredit) =>
  change(store, sessions, sessionId(customer), (session) =>
    session.window.closesAt === closesAt
      ? noteWaiting({ ...session, window: shut(session.window) }, waiting)
      : session,
  );
