import type { PersonTexts, PromisedAnswer } from '../texts.ts';
import { count, promisedBy } from './format.ts';

const date = ({ kind, respondBy, provisional, businessDays }: PromisedAnswer): string => {
  const by = promisedBy(respondBy, provisional);
  switch (kind) {
    case 'first':
      return `You have been handed over to customer service. We will answer you within ${count(businessDays, 'business day')}: ${by}.`;
    case 'again':
      return `Customer service already has your request and will answer you ${by}; there is no need to ask again.`;
    case 'more':
      return `Your message has been passed on to customer service. If it needs an answer, we will give it ${by}.`;
  }
};

export const person: PersonTexts = {
  promise: (promised) =>
    [
      date(promised),
      promised.duringForm
        ? 'What you were in the middle of has been kept; you can go on with it.'
        : 'You can write your question right here; our colleagues will see it.',
      'While a colleague is talking with you, the automatic service pauses; reply “back” to return to it.',
      'WeChat does not let us write to you once 48 hours have passed since your last message. If you have not heard from us by then, send any message here, and our answer will reach you.',
    ].join('\n'),
  reply: (text) => `${text}\n(Customer service)`,
  back: 'You are back with the automatic service.',
  talking:
    'A colleague is talking with you, so the automatic service is paused. To return to it, type the word “back”.',
};
