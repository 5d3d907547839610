import type { Reply } from '../conversation/types.ts';
import type { InboundMessage } from './chat/inbound-message.ts';
import type { Deps } from './deps.ts';
import { handleMessage } from './handle-message.ts';
import { takeCredit } from './message-credit.ts';

/** WeChat gives up after five seconds; one is left for the way there and back. */
export const ANSWER_WITHIN_MS = 4_000;
/** A fault that lasts no longer than this goes unnoticed by the customer. */
const ATTEMPTS = 3;
const PAUSE_MS = 300;

/** Runs something later; the answer takes it back. */
export interface Timer {
  after(ms: number, run: () => void): () => void;
}

export interface AnswerSettings {
  readonly timer: Timer;
  /** What the customer reads where a message could not be handled: that they should send it again. */
  readonly busyText: string;
}

/**
 * The answer to a message within the time WeChat allows. A fault is tried again, then the customer is asked to send
 * the message again, for WeChat redelivers only what got no answer. A turn that takes longer is answered with nothing and
 * its reply follows as a customer message. Never throws.
 */
export const answerMessage = (
  deps: Deps,
  settings: AnswerSettings,
  message: InboundMessage,
): Promise<Reply> =>
  new Promise((resolve) => {
    const busy: Reply = { type: 'text', text: settings.busyText };
    const course: Course = { faults: 0, late: false, asked: false };
    const cancel = settings.timer.after(ANSWER_WITHIN_MS, () => {
      course.late = true;
      // What has failed will hardly end well: the customer is asked now, while a passive reply still reaches them.
      course.asked = course.faults > 0;
      if (!course.asked)
        deps.log.warn({ key: message.key }, 'a turn takes too long; its reply follows as a customer message');
      resolve(course.asked ? busy : { type: 'none' });
    });
    void persistently(deps, settings, message, course).then((reply) => {
      cancel();
      if (!course.late) resolve(reply ?? busy);
      else if (reply !== null || !course.asked) void followUp(deps, settings, message, reply ?? busy);
    });
  });

/** How it goes with one message. */
interface Course {
  faults: number;
  /** WeChat has its answer. */
  late: boolean;
  /** The answer was that the message should be sent again. */
  asked: boolean;
}

/** null: it could not be handled. */
const persistently = async (
  deps: Deps,
  { timer }: AnswerSettings,
  message: InboundMessage,
  course: Course,
): Promise<Reply | null> => {
  for (let attempt = 1; attempt <= ATTEMPTS && !course.asked; attempt += 1) {
    try {
      return await handleMessage(deps, message);
    } catch (error) {
      course.faults += 1;
      deps.log.error({ err: error, key: message.key, attempt }, 'a message could not be handled');
    }
    if (attempt < ATTEMPTS)
      await new Promise<void>((resume) => {
        timer.after(PAUSE_MS, resume);
      });
  }
  return null;
};

const followUp = async (
  deps: Deps,
  { busyText }: AnswerSettings,
  message: InboundMessage,
  reply: Reply,
): Promise<void> => {
  if (reply.type === 'none') return;
  // Only a passive reply can hand over: sent again, the message will get one.
  const text = reply.type === 'text' ? reply.text : busyText;
  try {
    const sent = await deps.officialAccount?.sendText(message.openid, text);
    if (sent?.kind === 'sent') await takeCredit(deps, message, null);
    else deps.log.error({ key: message.key, sent }, 'a late reply did not reach the customer');
  } catch (error) {
    deps.log.error({ err: error, key: message.key }, 'a late reply did not reach the customer');
  }
};
