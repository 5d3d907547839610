import type { TranscriptLine } from '../../usecases/read-transcript.ts';
import type { ConsoleTexts } from './texts/texts.ts';

/** What was said, a bubble each: what the customer wrote, what was answered in the same turn, what we sent of ourselves. */
export const presentChat = (lines: readonly TranscriptLine[], texts: ConsoleTexts) =>
  lines.flatMap(({ at, direction, type, text, reply }) => {
    const { conversation } = texts;
    const bubble = (isOurs: boolean, words: string) => ({
      isOurs,
      who: isOurs ? conversation.desk : conversation.customer,
      at: texts.minute(at),
      iso: new Date(at).toISOString(),
      text: words,
    });
    const answer =
      reply?.type === 'text' ? reply.text : reply?.type === 'handover' ? conversation.handover : null;
    return [
      bubble(
        direction === 'out',
        direction === 'out' || type === 'text' ? text : `${conversation.type(type)} ${text}`.trim(),
      ),
      ...(answer === null ? [] : [bubble(true, answer)]),
    ];
  });
