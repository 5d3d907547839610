import type { Reply } from '../conversation/types.ts';
import type { Customer } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { messages } from './documents/messages.ts';

/** As much of a conversation as is shown at once. */
const MAX_MESSAGES = 50;

/** What a customer said, and what was answered in the same turn. */
export interface TranscriptLine {
  readonly id: string;
  readonly at: Instant;
  readonly direction: 'in' | 'out';
  /** `text`, `image`, `event`, … */
  readonly type: string;
  readonly text: string;
  readonly reply: Reply | null;
}

/** The last messages of a customer, oldest first. */
export const readTranscript = async (
  { store }: Pick<Deps, 'store'>,
  { appid, openid }: Customer,
  limit = MAX_MESSAGES,
): Promise<readonly TranscriptLine[]> => {
  const page = await store.scan(messages, 'customer', {
    facet: `${appid}:${openid}`,
    descending: true,
    limit,
  });
  return page.items
    .map(({ id, doc: { at, direction, type, text, reply } }) => ({ id, at, direction, type, text, reply }))
    .reverse();
};
