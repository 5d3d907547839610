import type { Reply } from '../conversation/types.ts';
import type { Customer } from '../domain/case/state.ts';
import type { Instant } from '../domain/time.ts';
import type { Deps } from './deps.ts';
import { type Page, orderKey } from '../store/store.ts';
import { type Message, messages } from './documents/messages.ts';

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
  return page.items.map(lineOf).reverse();
};

const lineOf = ({
  id,
  doc: { at, direction, type, text, reply },
}: Page<Message>['items'][number]): TranscriptLine => ({ id, at, direction, type, text, reply });

/** A customer who writes more than this within one case is no customer; a bound on the loop, not a rule. */
const MAX_PAGES = 200;

export interface Transcript {
  /** Oldest first. */
  readonly lines: readonly TranscriptLine[];
  /** There are more, later than these. */
  readonly isCut: boolean;
}

/** Every message of a customer from one instant up to, and without, another, as far as the bound allows. */
export const readTranscriptBetween = async (
  { store }: Pick<Deps, 'store'>,
  { appid, openid }: Customer,
  {
    from,
    to,
    maxPages = MAX_PAGES,
  }: { readonly from: Instant; readonly to: Instant; readonly maxPages?: number },
): Promise<Transcript> => {
  const lines: TranscriptLine[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page: Page<Message> = await store.scan(messages, 'customer', {
      facet: `${appid}:${openid}`,
      from: orderKey(from),
      to: orderKey(to),
      limit: MAX_MESSAGES,
      ...(cursor === null ? {} : { cursor }),
    });
    lines.push(...page.items.map(lineOf));
    cursor = page.next;
    if (cursor === null) break;
  }
  return { lines, isCut: cursor !== null };
};
