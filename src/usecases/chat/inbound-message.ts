import type { TurnInput } from '../../conversation/types.ts';
import type { Customer } from '../../domain/case/state.ts';
import type { Instant } from '../../domain/time.ts';

/** What a customer did, before their picture has a place in the transcript. */
export type InboundInput =
  | { readonly type: 'text'; readonly text: string; readonly menuId: string | null }
  | { readonly type: 'image'; readonly mediaId: string }
  | { readonly type: 'other'; readonly msgType: string }
  | {
      readonly type: 'event';
      /** `scan`: a follower scanned a code of ours; `click` and `scan` open a window, other events do not. */
      readonly event:
        'subscribe' | 'unsubscribe' | 'click' | 'scan' | 'person_joined' | 'person_left' | 'other';
      /** WeChat's own word for it. */
      readonly name: string;
      /** What was tapped or scanned; of a colleague who joined or left, their account. */
      readonly key: string;
    };

/** One genuine message from WeChat. Its delivery may be repeated, under the same key. */
export interface InboundMessage extends Customer {
  /** Unique among all messages of all customers; the id of its line in the transcript too. */
  readonly key: string;
  /** WeChat's CreateTime, to the second. */
  readonly at: Instant;
  readonly input: InboundInput;
}

/** As the conversation takes it. */
export const turnInput = (message: InboundMessage): TurnInput => {
  const { input } = message;
  if (input.type === 'image') return { type: 'image', messageId: message.key };
  if (input.type !== 'event') return input;
  return { type: 'event', event: input.event === 'scan' ? 'other' : input.event, key: input.key };
};

/** What stands in the transcript as its text. */
export const transcriptText = (message: InboundMessage): string => {
  const { input } = message;
  if (input.type === 'text') return input.text;
  if (input.type === 'other') return input.msgType;
  return input.type === 'event' ? [input.name, input.key].filter((part) => part !== '').join(' ') : '';
};
