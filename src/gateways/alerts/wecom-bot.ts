import { z } from 'zod';
import type { Delivered } from '../delivered.ts';
import { describeFault } from '../official-account/answer.ts';
import type { AlertChannel, StaffMessage } from './types.ts';

/** Of a markdown message, in UTF-8 (developer.work.weixin.qq.com/document/path/91770). */
const MAX_CONTENT_BYTES = 4096;

/** WeCom's own "system busy"; it says nothing about the message. */
const SYSTEM_BUSY = -1;
const DETAIL_MAX_CHARS = 200;

const answerSchema = z.object({ errcode: z.int(), errmsg: z.string().catch('') });

/** What WeCom would take for a link, a font or an emphasis stands in its full width instead. */
const wide: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '*': '＊',
  '`': '｀',
};
const plain = (text: string): string => text.replace(/[<>[\]*`]/g, (mark) => wide[mark] ?? mark);

const contentOf = ({ title, lines }: StaffMessage): string =>
  [`**${plain(title)}**`, ...lines.map((line) => `> ${plain(line)}`)].join('\n');

const readAnswer = (text: string): Delivered => {
  const unknown: Delivered = { kind: 'unknown', detail: 'the answer is not understood' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unknown;
  }
  const answer = answerSchema.safeParse(json);
  if (!answer.success) return unknown;
  const { errcode, errmsg } = answer.data;
  if (errcode === 0) return { kind: 'sent' };
  const detail = `${String(errcode)} ${errmsg}`.trim().slice(0, DETAIL_MAX_CHARS);
  return { kind: errcode === SYSTEM_BUSY ? 'unknown' : 'refused', detail };
};

/**
 * A WeCom group's bot: `POST {"msgtype":"markdown","markdown":{"content"}}`, answered `{"errcode":0}`. 45009: more than
 * 20 messages a minute; 93000: no such bot. Its address is its secret: it is in no result and no log.
 */
export const createWecomBot = (options: {
  readonly url: string;
  readonly timeoutMs: number;
}): AlertChannel => ({
  name: 'webhook',
  fits: (message) => Buffer.byteLength(contentOf(message)) <= MAX_CONTENT_BYTES,
  send: async (message) => {
    try {
      const response = await fetch(options.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ msgtype: 'markdown', markdown: { content: contentOf(message) } }),
        redirect: 'error',
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      const text = await response.text();
      if (response.ok) return readAnswer(text);
      const kind = response.status < 500 ? 'refused' : 'unknown';
      return { kind, detail: `HTTP ${String(response.status)}` };
    } catch (error) {
      return { kind: 'unknown', detail: describeFault(error) };
    }
  },
});
