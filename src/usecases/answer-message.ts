import type { Reply } from '../conversation/types.ts';
import type { InboundMessage } from './chat/inbound-message.ts';
import type { Deps } from './deps.ts';
import { handleMessage } from './handle-message.ts';
import { endLate, noteLate, sendLate } from './late-answer.ts';

/** WeChat gives up after five seconds; one is left for the way there and back. */
export const ANSWER_WITHIN_MS = 4_000;
/** Of what is left of it. */
export const NOTE_WITHIN_MS = 500;
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
 * the message again, for WeChat redelivers only what got no answer. A turn that takes longer is noted, then answered with
 * nothing, and its reply follows as a customer message. Never throws.
 */
export const answerMessage = (
  deps: Deps,
  settings: AnswerSettings,
  message: InboundMessage,
): Promise<Reply> =>
  new Promise((resolve) => {
    const busy: Reply = { type: 'text', text: settings.busyText };
    const course: Course = { faults: 0, answered: false, asked: false, noted: null };
    const answer = (reply: Reply, asked = false): void => {
      if (course.answered) return;
      course.answered = true;
      course.asked = asked;
      resolve(reply);
    };
    const askAgain = (): void => {
      answer(busy, true);
    };
    let cancel = settings.timer.after(ANSWER_WITHIN_MS, () => {
      // What has failed will hardly end well: the customer is asked now, while a passive reply still reaches them.
      if (course.faults > 0) {
        askAgain();
        return;
      }
      cancel = settings.timer.after(NOTE_WITHIN_MS, askAgain);
      course.noted = noteLate(deps, message, settings.busyText);
      course.noted.then(() => {
        cancel();
        deps.log.warn({ key: message.key }, 'a turn takes too long; its reply follows as a customer message');
        answer({ type: 'none' });
      }, askAgain);
    });
    void persistently(deps, settings, message, course).then((reply) => {
      cancel();
      const isFirst = !course.answered;
      answer(reply ?? busy);
      const isOwed = !isFirst && (reply !== null || !course.asked);
      void followUp(deps, settings, message, isOwed ? (reply ?? busy) : null, course);
    });
  });

/** How it goes with one message. */
interface Course {
  faults: number;
  /** WeChat has its answer. */
  answered: boolean;
  /** The answer was that the message should be sent again. */
  asked: boolean;
  /** Resolves when it has been noted that the customer waits for a late answer; null: it is not late. */
  noted: Promise<void> | null;
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

/** What is owed is sent; then nobody else need answer. null: the customer has been answered. */
const followUp = async (
  deps: Deps,
  { busyText }: AnswerSettings,
  message: InboundMessage,
  owed: Reply | null,
  { noted }: Course,
): Promise<void> => {
  try {
    const isDone = owed === null || (await sendLate(deps, message, owed, busyText));
    if (noted === null || !isDone) return;
    // It may stand even where writing it has failed: then the worker would answer once more.
    await noted.catch(() => undefined);
    await endLate(deps, message.key);
  } catch (error) {
    deps.log.error({ err: error, key: message.key }, 'a late reply did not reach the customer');
  }
};
