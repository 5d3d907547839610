import type { ThreadTexts } from './texts.ts';

export const threadsEn: ThreadTexts = {
  title: 'Waiting people',
  states: { open: 'Waiting', answered: 'Answered', closed: 'Ended' },
  empty: 'There are no requests here.',
  asked: (at) => `Asked on ${at}`,
  answerBy: (at) => `Answer by ${at}`,
  deliveries: {
    pending: 'the last answer is being sent',
    sent: 'the last answer was sent',
    undeliverable: 'the last answer cannot reach them; contact them another way',
    superseded: 'the last answer was no longer needed',
    waiting_for_customer: 'the last answer goes out once the customer writes again',
  },
  reply: 'Answer the customer',
  send: 'Send',
  close: 'End the request',
  done: { reply: 'The answer goes to the customer.', close: 'The request has ended.' },
  refusals: {
    thread_not_found: 'There is no such request.',
    thread_closed: 'The request has ended; the customer opens another by asking for a person again.',
    forbidden: 'Your role may not do this; ask a colleague whose role may.',
    text_empty: 'Write what the customer is to read.',
    text_too_long:
      'Too long: a message has at most 500 characters, fewer where many are emoji. Send it in parts.',
  },
};
