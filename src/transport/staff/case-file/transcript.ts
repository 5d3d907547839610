import { type Instant, chinaMinute } from '../../../domain/time.ts';
import type { CaseFile } from '../../../usecases/case-file.ts';
import type { CaseFileTexts } from './texts.ts';

/** What the customer said, and what we answered in the same turn or sent of ourselves, a line each. */
export const transcriptOf = ({ transcript }: CaseFile, t: CaseFileTexts) =>
  transcript.lines.flatMap(({ at, direction, type, text, reply }) => {
    const line = (from: 'customer' | 'desk', words: string) => ({
      at,
      from,
      who: from === 'desk' ? t.desk : t.customerSays,
      text: words,
    });
    const kind = direction === 'out' ? undefined : t.types.get(type);
    return [
      line(direction === 'in' ? 'customer' : 'desk', kind === undefined ? text : `${kind} ${text}`.trim()),
      ...(reply?.type === 'text' ? [line('desk', reply.text)] : []),
    ];
  });

/** From when to when the conversation is in the file, and whether that is all of it. */
export const spanOf = ({ transcript, transcriptFrom }: CaseFile, now: Instant, t: CaseFileTexts) => {
  const from = chinaMinute(transcriptFrom);
  return transcript.isCut
    ? t.transcriptCut(from, chinaMinute(transcript.lines.at(-1)?.at ?? transcriptFrom))
    : t.transcriptSpan(from, chinaMinute(now));
};
