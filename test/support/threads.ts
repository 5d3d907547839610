import type { Thread } from '../../src/domain/thread/state.ts';
import type { OfficialAccount, Sent } from '../../src/gateways/official-account/types.ts';
import type { Store } from '../../src/store/store.ts';
import { threads } from '../../src/usecases/documents/threads.ts';
import { WorkMemory, workDue } from '../../src/usecases/work-due.ts';
import type { ChatDesk } from './chat-desk.ts';

/** Does everything that is due, as the worker would. */
export const work = async ({ deps }: Pick<ChatDesk, 'deps'>): Promise<void> => {
  const memory = new WorkMemory();
  while ((await workDue(deps, memory)) > 0);
};

/** Every thread there is, by the date promised. */
export const threadsIn = async (store: Store): Promise<readonly Thread[]> =>
  (await store.scan(threads, 'queue', { facet: 'all', limit: 100 })).items.map(({ doc }) => doc);

/** The one thread there is. */
export const theThread = async (store: Store): Promise<Thread> => {
  const [thread, ...others] = await threadsIn(store);
  if (!thread || others.length > 0)
    throw new Error(`there are ${String(others.length)} threads too many, or none`);
  return thread;
};

/** An account that answers as it is told to, then as usual. */
export const scriptedAccount = (answers: Sent[]) => {
  const sent: string[] = [];
  const account: OfficialAccount = {
    sendText: (_openid, text) => {
      const answer = answers.shift() ?? ({ kind: 'sent', messageId: null } as const);
      if (answer.kind === 'sent') sent.push(text);
      return Promise.resolve(answer);
    },
    sendTemplate: () => Promise.reject(new Error('no template is sent here')),
    downloadMedia: () => Promise.reject(new Error('nothing is downloaded here')),
  };
  return { account, sent };
};
