import { readBounded } from '../bounded-body.ts';
import { describeFault, understand } from './answer.ts';
import { INVALID_MEDIA, type Refused } from './reaction.ts';
import type { Downloaded } from './types.ts';

const MAX_BYTES = 10 * 1024 * 1024;
/** An error's JSON is a line; nothing longer is looked at as one. */
const ERROR_MAX_BYTES = 4096;

/** The type of a picture by its first bytes, whatever its header claims; null: none that we accept. */
const pictureType = (bytes: Buffer): string | null => {
  const head = bytes.toString('latin1', 0, 12);
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif';
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp';
  return null;
};

const judge = (bytes: Buffer): Downloaded | Refused => {
  const contentType = pictureType(bytes);
  if (contentType !== null) return { kind: 'media', contentType, bytes };
  const answer = bytes.length <= ERROR_MAX_BYTES ? understand(bytes) : null;
  if (answer?.kind === 'refused' && answer.errcode === INVALID_MEDIA)
    return { kind: 'gone', detail: answer.detail };
  if (answer?.kind === 'refused') return answer;
  if (answer?.kind === 'unknown' && answer.detail.startsWith('-1')) return answer;
  return { kind: 'gone', detail: 'no JPEG, PNG, GIF or WebP' };
};

/**
 * `GET /cgi-bin/media/get`. Not through co-wechat-api, which reads a body of any size into memory.
 * At most 10 MB; the content type is what the bytes say.
 */
export const getMedia = async (url: string, timeoutMs: number): Promise<Downloaded | Refused> => {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (response.status !== 200) {
      await response.body?.cancel();
      return { kind: 'unknown', detail: `HTTP ${String(response.status)}` };
    }
    const bytes = await readBounded(response, MAX_BYTES);
    return bytes === null ? { kind: 'gone', detail: 'larger than 10 MB' } : judge(bytes);
  } catch (error) {
    return { kind: 'unknown', detail: describeFault(error) };
  }
};
