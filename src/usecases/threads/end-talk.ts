import type { EndTalk } from '../../conversation/types.ts';
import type { Customer } from '../../domain/case/state.ts';
import { closeThread } from '../../domain/thread/thread.ts';
import { change } from '../change.ts';
import type { Deps } from '../deps.ts';
import { openThreadKey, threads } from '../documents/threads.ts';

/** A colleague has ended the talk in WeChat's console, and with it what the customer had asked before that. */
export const endTalk = async (
  { store }: Pick<Deps, 'store'>,
  customer: Customer,
  { endedAt }: EndTalk,
): Promise<void> => {
  const held = await store.getByKey(threads, openThreadKey(customer));
  if (!held) return;
  await change(store, threads, held.id, (thread) =>
    thread.askedAt > endedAt
      ? thread
      : closeThread(thread, { at: endedAt, how: 'wechat', by: null, commandId: null }),
  );
};
