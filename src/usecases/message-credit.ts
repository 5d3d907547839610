import type { Customer } from '../domain/case/state.ts';
import { type MessageWindow, canSend, closedWindow, shut, spend } from '../domain/message-window.ts';
import { change } from './change.ts';
import type { Deps } from './deps.ts';
import { sessionId, sessions } from './documents/sessions.ts';

/** One customer message taken out of a window. */
export interface MessageCredit {
  readonly customer: Customer;
  /** Names the window it came from: the next message of the customer opens another. */
  readonly closesAt: number;
}

const changeWindow = async (
  { store }: Pick<Deps, 'store'>,
  customer: Customer,
  apply: (window: MessageWindow) => MessageWindow,
): Promise<void> => {
  await change(store, sessions, sessionId(customer), (session) => {
    const window = apply(session.window);
    return window === session.window ? session : { ...session, window };
  });
};

/** Whether a customer message could be sent now. */
export const hasCredit = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  customer: Customer,
): Promise<boolean> => {
  const session = await store.get(sessions, sessionId(customer));
  return canSend(session?.doc.window ?? closedWindow, clock.now());
};

/** Takes one customer message out of the window before it is sent, so that two workers never overspend; null: shut. */
export const takeCredit = async (
  deps: Pick<Deps, 'store' | 'clock'>,
  customer: Customer,
): Promise<MessageCredit | null> => {
  let taken: MessageCredit | null = null;
  await changeWindow(deps, customer, (window) => {
    taken = canSend(window, deps.clock.now()) ? { customer, closesAt: window.closesAt } : null;
    return taken ? spend(window) : window;
  });
  return taken;
};

/** Gives back a message that WeChat refused without counting it; nothing where its window has been replaced. */
export const returnCredit = (deps: Pick<Deps, 'store'>, { customer, closesAt }: MessageCredit) =>
  changeWindow(deps, customer, (window) =>
    window.closesAt === closesAt ? { ...window, left: window.left + 1 } : window,
  );

/** WeChat says that this window is shut or spent; one that a later message opened is left alone. */
export const shutWindow = (deps: Pick<Deps, 'store'>, { customer, closesAt }: MessageCredit) =>
  changeWindow(deps, customer, (window) => (window.closesAt === closesAt ? shut(window) : window));
