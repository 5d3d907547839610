import { withoutCodes } from '../../conversation/staff-chat/codes.ts';
import type { Reply } from '../../conversation/types.ts';
import type { Customer } from '../../domain/case/state.ts';
import type { Instant } from '../../domain/time.ts';
import { changeExisting } from '../change.ts';
import type { Deps } from '../deps.ts';
import { type Message, messages } from '../documents/messages.ts';
import { type InboundMessage, transcriptText } from './inbound-message.ts';

/** A line of the transcript; its id is the key of the message. */
export interface Line {
  readonly id: string;
  readonly doc: Message;
}

/** What a customer did, as its line shows it. */
export interface Said {
  readonly type: Message['type'];
  readonly text: string;
  /** Of a picture; null: it is none. */
  readonly mediaId: string | null;
}

/** @param isCode it is a second factor's code (staff-turn.ts) */
export const saidIn = (message: InboundMessage, isCode: boolean): Said => ({
  type: message.input.type,
  text: message.input.type === 'text' ? withoutCodes(message.input.text, isCode) : transcriptText(message),
  mediaId: message.input.type === 'image' ? message.input.mediaId : null,
});

/**
 * The line of something said at an instant, under the key of its message. A picture is due for download now, for
 * WeChat keeps it three days only.
 */
export const lineOf = (
  { appid, openid }: Customer,
  { type, text, mediaId, key, at }: Said & { readonly key: string; readonly at: Instant },
  reply: Reply,
  now: Instant,
): Line => ({
  id: key,
  doc: {
    appid,
    openid,
    at,
    direction: 'in',
    type,
    text,
    reply,
    picture: mediaId === null ? null : { mediaId, state: 'pending', contentType: null, failures: 0 },
    nextActionAt: mediaId === null ? null : now,
  },
});

const sameReply = (one: Reply | null, other: Reply | null): boolean =>
  one?.type === other?.type && (one?.type !== 'text' || other?.type !== 'text' || one.text === other.text);

/**
 * Corrects a line that was already there: an attempt that lost to another process may have written an answer that
 * was never given. What has become of its picture stays.
 */
export const correctLine = async ({ store }: Pick<Deps, 'store'>, { id, doc }: Line): Promise<void> => {
  await changeExisting(store, messages, id, (there) =>
    sameReply(there.reply, doc.reply) ? there : { ...there, reply: doc.reply },
  );
};

/** Makes sure that the line is there and says what was answered. */
export const ensureLine = async (deps: Pick<Deps, 'store'>, line: Line): Promise<void> => {
  const inserted = await deps.store.insert(messages, line.id, line.doc);
  if (!inserted.ok) await correctLine(deps, line);
};
