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

/** The line of a text whose command has been carried out, perhaps long after it came. */
export const textLine = (
  { appid, openid }: Customer,
  said: { readonly key: string; readonly text: string; readonly at: Instant },
  reply: Reply,
): Line => ({
  id: said.key,
  doc: {
    appid,
    openid,
    at: said.at,
    direction: 'in',
    type: 'text',
    text: said.text,
    reply,
    picture: null,
    nextActionAt: null,
  },
});

/** The line of any message; a picture is due for download at once, for WeChat keeps it three days only. */
export const lineOf = (message: InboundMessage, at: Instant, reply: Reply, now: Instant): Line => {
  const said = { key: message.key, text: transcriptText(message), at };
  const line = textLine(message, said, reply);
  const { input } = message;
  if (input.type !== 'image') return { ...line, doc: { ...line.doc, type: input.type } };
  return {
    ...line,
    doc: {
      ...line.doc,
      type: 'image',
      picture: { mediaId: input.mediaId, state: 'pending', contentType: null, failures: 0 },
      nextActionAt: now,
    },
  };
};

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
