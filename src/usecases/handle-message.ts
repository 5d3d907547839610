import { newConversation } from '../conversation/state.ts';
import { answerCommand } from '../conversation/take-turn.ts';
import type { CommandOutcome, Reply } from '../conversation/types.ts';
import type { Customer } from '../domain/case/state.ts';
import {
  afterTap,
  afterUserMessage,
  canSend,
  closedWindow,
  type MessageWindow,
  shut,
} from '../domain/message-window.ts';
import type { Instant } from '../domain/time.ts';
import type { Store, Stored } from '../store/store.ts';
import { answerContext, converse } from './chat/converse.ts';
import type { InboundMessage } from './chat/inbound-message.ts';
import { lanesOf } from './chat/lanes.ts';
import { type PendingCommand, runCommand } from './chat/run-command.ts';
import { correctLine, ensureLine, type Line, lineOf, saidIn } from './chat/transcript.ts';
import { type Hold, holding, untilFree } from './chat/turn-lease.ts';
import type { Deps } from './deps.ts';
import { messages } from './documents/messages.ts';
import { type Session, sessionId, sessions } from './documents/sessions.ts';
import { isStaffCode, staffTurn, withoutConfirmation } from './staff-chat/staff-turn.ts';
import { hurry } from './waiting.ts';

/** Answers kept for redelivery: WeChat sends three times within fifteen seconds. */
const KEPT_ANSWERS = 30;
/** Each conflict is another writer's progress; more than this in a row is a fault. */
const MAX_TRIES = 50;
/** Commands that wait for something that does not work just now; whoever asks for more than that is asked to wait. */
const MAX_PENDING = 10;

/**
 * Takes one turn of the conversation and gives the reply to it, the same one however often the message is
 * delivered, to however many processes. When this returns, the turn, its command and its line in the transcript are
 * durable; when it throws, delivering the message again is safe.
 */
export const handleMessage = (deps: Deps, message: InboundMessage): Promise<Reply> =>
  lanesOf(deps)(sessionId(message), () => takeInbound(deps, message));

/**
 * What a session has left to do: finishes the turns whose commands were saved but not answered, after a crash in
 * between, then hurries the notices that waited for the customer; else changes nothing.
 */
export const finishPendingTurns = (deps: Deps, id: string): Promise<void> =>
  lanesOf(deps)(id, async () => {
    const pending = (await deps.store.get(sessions, id))?.doc.pending ?? [];
    if (pending.length === 0) await hurryWaiting(deps, id);
    else if (!(await finishAll(deps, id, pending))) throw new Error('a command could not be carried out');
  });

const takeInbound = async (deps: Deps, message: InboundMessage): Promise<Reply> => {
  const id = sessionId(message);
  const draftId = deps.random.bytes(12).toString('hex');
  let stuck = false;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = await untilFree(deps, message);
    const session = stored?.doc ?? newSession(message);
    const seen = session.inbound.find(({ key }) => key === message.key);
    if (seen?.reply) {
      const said = { ...saidIn(message, seen.isCode), key: message.key, at: seen.at };
      await ensureLine(deps, lineOf(message, said, seen.reply, deps.clock.now()));
      if (message.input.type === 'image') deps.wake();
      return seen.reply;
    }
    if (session.pending.length > 0 && !stuck) {
      stuck = !(await finishAll(deps, id, session.pending));
      continue;
    }
    if (seen) throw new Error(`the command of ${message.key} could not be carried out`);
    const reply = await holding(deps, message, stored, (hold) =>
      takeNew(deps, message, hold, session, draftId),
    );
    if (reply) return reply;
  }
  throw new Error(`session ${id} could not be written: ${String(MAX_TRIES)} conflicts in a row`);
};

/**
 * Carries out what earlier deliveries or messages left pending. Where that fails, another message is answered all
 * the same, so that a customer is never shut out; only the failing one's own delivery has to wait.
 * @returns whether all of it could be done
 */
const finishAll = async (deps: Deps, id: string, pendings: readonly PendingCommand[]): Promise<boolean> => {
  let finished = 0;
  for (const pending of pendings)
    try {
      await finish(deps, id, pending);
      finished += 1;
    } catch (error) {
      deps.log.error({ err: error, session: id, key: pending.key }, 'a pending turn could not be finished');
    }
  return finished === pendings.length;
};

/** @returns null where another writer was faster: load and try again */
const takeNew = async (
  deps: Deps,
  message: InboundMessage,
  hold: Hold,
  session: Session,
  draftId: string,
): Promise<Reply | null> => {
  const conversation = withoutConfirmation(session.conversation, message.input);
  const turn =
    (await staffTurn(deps, message, session.conversation)) ??
    (await converse(deps, message, conversation, draftId, hold.take));
  if (!turn) return null;
  const isCode = await isStaffCode(deps, message, session.conversation);
  const said = saidIn(message, isCode);
  const now = deps.clock.now();
  // Two messages of one moment keep their order in the transcript.
  const at = Math.max(now, (session.inbound.at(-1)?.at ?? 0) + 1);
  const reply = turn.command ? null : turn.reply;
  const window = windowAfter(session.window, message, now);
  const canTell = session.noticesWaiting.length > 0 && canSend(window, now);
  const taken: Session = {
    ...session,
    conversation: turn.conversation,
    window,
    nextActionAt: canTell ? now : session.nextActionAt,
    inbound: [...session.inbound, { key: message.key, at, reply, isCode }].slice(-KEPT_ANSWERS),
    lease: null,
  };
  if (!turn.command) {
    const line = lineOf(message, { ...said, key: message.key, at }, turn.reply, now);
    if (!(await commit(deps, hold.stored(), taken, line))) return null;
    if (line.doc.picture || canTell) deps.wake();
    return turn.reply;
  }
  if (session.pending.length >= MAX_PENDING)
    throw new Error(`session ${sessionId(session)} has too many commands pending`);
  const pending = { key: message.key, command: turn.command, said };
  const saved = await save(deps.store, hold.stored(), {
    ...taken,
    pending: [...session.pending, pending],
    nextActionAt: now,
  });
  return saved ? finish(deps, sessionId(message), pending) : null;
};

/**
 * Carries the pending command out and stores the answer to it; both may be done again at any time.
 * @returns null where another process has answered it
 */
const finish = async (deps: Deps, id: string, pending: PendingCommand): Promise<Reply | null> => {
  let done: CommandOutcome | undefined;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const stored = await deps.store.get(sessions, id);
    if (!stored?.doc.pending.some(({ key }) => key === pending.key)) return null;
    const session = stored.doc;
    const others = session.pending.filter(({ key }) => key !== pending.key);
    done ??= await runCommand(deps, customerOf(session), pending);
    const { conversation, reply } = answerCommand(session.conversation, done, answerContext(deps));
    const at = session.inbound.find(({ key }) => key === pending.key)?.at ?? deps.clock.now();
    const answered: Session = {
      ...session,
      conversation,
      inbound: session.inbound.map((entry) => (entry.key === pending.key ? { ...entry, reply } : entry)),
      pending: others,
      nextActionAt: others.length > 0 || session.noticesWaiting.length > 0 ? deps.clock.now() : null,
    };
    const now = deps.clock.now();
    const line = lineOf(session, { ...pending.said, key: pending.key, at }, reply, now);
    if (await commit(deps, stored, answered, line)) {
      if (line.doc.picture || answered.nextActionAt !== null) deps.wake();
      return reply;
    }
  }
  throw new Error(`session ${id} could not be written: ${String(MAX_TRIES)} conflicts in a row`);
};

/** The customer can be written to: what waited for it tries again, each at its own turn. */
const hurryWaiting = async (deps: Deps, id: string): Promise<void> => {
  const { store } = deps;
  const stored = await store.get(sessions, id);
  if (!stored || stored.doc.pending.length > 0 || stored.doc.nextActionAt === null) return;
  for (const waiting of stored.doc.noticesWaiting) if (!(await hurry(deps, waiting))) return;
  // Where this conflicts, the session is still due, or the other writer has set the time itself.
  await store.replace(sessions, stored, { ...stored.doc, noticesWaiting: [], nextActionAt: null });
};

/** The line and the session in one tick, so that a store that gathers writes makes both durable at once. */
const commit = async (
  deps: Deps,
  stored: Stored<Session> | undefined,
  session: Session,
  line: Line,
): Promise<boolean> => {
  const inserting = deps.store.insert(messages, line.id, line.doc);
  const [inserted, saved] = await Promise.all([inserting, save(deps.store, stored, session)]);
  if (saved && !inserted.ok) await correctLine(deps, line);
  return saved;
};

const save = async (
  store: Store,
  stored: Stored<Session> | undefined,
  session: Session,
): Promise<boolean> => {
  const written = stored
    ? await store.replace(sessions, stored, session)
    : await store.insert(sessions, sessionId(session), session);
  return written.ok;
};

const opening: readonly string[] = ['subscribe', 'click', 'scan'];

const windowAfter = (window: MessageWindow, { input }: InboundMessage, now: Instant): MessageWindow => {
  if (input.type === 'event') {
    if (input.event === 'unsubscribe') return shut(window);
    return opening.includes(input.event) ? afterTap(window, now) : window;
  }
  // A tap on a line of a menu message looks like a text, but opens the small window only.
  return input.type === 'text' && input.menuId !== null ? afterTap(window, now) : afterUserMessage(now);
};

const customerOf = ({ appid, openid }: Customer): Customer => ({ appid, openid });

const newSession = (customer: Customer): Session => ({
  ...customerOf(customer),
  conversation: newConversation,
  inbound: [],
  pending: [],
  window: closedWindow,
  noticesWaiting: [],
  nextActionAt: null,
  lease: null,
});
