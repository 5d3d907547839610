import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/time.ts';
import type { Downloaded } from '../gateways/official-account/types.ts';
import { change } from './change.ts';
import type { Deps } from './deps.ts';
import { type Message, messages } from './documents/messages.ts';

/** WeChat keeps what customers send for three days. */
const MEDIA_LIFETIME_MS = 3 * DAY_MS;
/** Nobody else tries while one download runs; several times the longest one. */
const LEASE_MS = 5 * MINUTE_MS;
const BACK_OFF_MS = [1, 2, 5, 10, 30].map((minutes) => minutes * MINUTE_MS);

const backOff = (failures: number): number => BACK_OFF_MS[failures - 1] ?? HOUR_MS;

/** What a download makes of the message that waits for it. */
const afterDownload = (message: Message, downloaded: Downloaded, now: number): Message => {
  const { picture } = message;
  if (picture?.state !== 'pending') return message;
  if (downloaded.kind === 'media')
    return {
      ...message,
      picture: { ...picture, state: 'stored', contentType: downloaded.contentType },
      nextActionAt: null,
    };
  const failures = picture.failures + 1;
  if (downloaded.kind === 'gone' || now >= message.at + MEDIA_LIFETIME_MS)
    return { ...message, picture: { ...picture, state: 'gone', failures }, nextActionAt: null };
  return { ...message, picture: { ...picture, failures }, nextActionAt: now + backOff(failures) };
};

/**
 * Fetches the picture of a transcript message that is due, and keeps it as a blob under the message's id.
 * The lease is the message's own next time, moved on before the download; a repeat changes nothing.
 */
export const fetchPicture = async (
  { store, clock, log, officialAccount }: Pick<Deps, 'store' | 'clock' | 'log' | 'officialAccount'>,
  messageId: string,
): Promise<void> => {
  const stored = await store.get(messages, messageId);
  if (stored?.doc.picture?.state !== 'pending') return;
  const { nextActionAt, picture } = stored.doc;
  const began = clock.now();
  if (nextActionAt === null || nextActionAt > began) return;
  const leased = await store.replace(messages, stored, { ...stored.doc, nextActionAt: began + LEASE_MS });
  if (!leased.ok) return;

  const downloaded: Downloaded = officialAccount
    ? await officialAccount.downloadMedia(picture.mediaId)
    : { kind: 'unknown', detail: 'the Official Account is off' };
  if (downloaded.kind === 'media')
    await store.putBlob(messageId, { contentType: downloaded.contentType, bytes: downloaded.bytes });
  const now = clock.now();
  const after = await change(store, messages, messageId, (message) =>
    afterDownload(message, downloaded, now),
  );
  if (downloaded.kind !== 'media')
    log.warn(
      { messageId, detail: downloaded.detail, state: after?.doc.picture?.state },
      'a picture was not fetched',
    );
};
