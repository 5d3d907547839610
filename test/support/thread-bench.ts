import type { Sent } from '../../src/gateways/official-account/types.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { closeThreadByStaff, replyToThread } from '../../src/usecases/threads/answer-thread.ts';
import { database, desk } from './chat-bench.ts';
import type { ChatDesk } from './chat-desk.ts';
import { theThread } from './threads.ts';

const staff = { name: '小林', role: 'agent', wechat: null, pastWechats: [] } as const;
export const reply = async (text: string, at = desk, idempotencyKey: string | null = null) => {
  const { id } = await theThread(at.deps.store);
  return replyToThread(at.deps, { id, staff, idempotencyKey }, text);
};
export const close = async (at = desk) => {
  const { id } = await theThread(at.deps.store);
  return closeThreadByStaff(at.deps, { id, staff, idempotencyKey: null });
};
export const states = async () => (await theThread(desk.deps.store)).replies.map(({ state }) => state);
/** The first line of each: the reply itself. */
export const said = () => desk.sent.map(({ text }) => text.split('\n')[0]);
export const alarms = (at = desk) =>
  at.logged.filter(({ message }) => message.includes('the date promised has passed'));

export const toldOf = (what: 'waits' | 'due_soon') =>
  desk.logged.filter(({ message }) =>
    message.includes(what === 'waits' ? 'asks for a person' : 'today is the last day promised'),
  );

/** Another process, with its account and its calendar, at the same time of day. */
export const another = async (changes: Partial<Deps>): Promise<ChatDesk> => {
  const other = await database.startDesk(changes);
  other.clock.advance(desk.clock.now() - other.clock.now());
  return other;
};
export const refused = (errcode: number, reaction: Extract<Sent, { kind: 'refused' }>['reaction']): Sent => ({
  kind: 'refused',
  errcode,
  detail: String(errcode),
  reaction,
});
