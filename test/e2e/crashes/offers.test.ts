import { expect } from '@jest/globals';
import { type Customer, act, applied, desk, expectRefunded, tell } from '../../support/crash-stories.ts';

const AMOUNT = 9_900;
const offer = (customer: Customer) => act('小林', customer, 'offer', { amountFen: AMOUNT });

tell(
  {
    title: 'an offer',
    given: applied,
    when: offer,
    then: (kase) => {
      expect(kase.status).toBe('offered');
      expect(kase.offers).toMatchObject([{ id: 'offer-1', amountFen: AMOUNT, state: 'open' }]);
    },
    notices: ['received', 'request'],
    least: { write: 4, call: 1 },
  },
  {
    title: 'an offer that is accepted, paid',
    given: async (customer) => {
      await applied(customer);
      await offer(customer);
      await desk.settle(1);
    },
    when: async ({ openid }) => {
      await desk.say(openid, '接受');
    },
    then: (kase) => {
      expectRefunded(kase);
      expect(kase.attempts).toMatchObject([{ amountFen: AMOUNT }]);
      expect(kase.offers).toMatchObject([{ state: 'accepted' }]);
      expect(kase.timeline.filter(({ event }) => event.type === 'OfferAccepted')).toHaveLength(1);
    },
    notices: ['received', 'request', 'result', 'refunded'],
    least: { write: 10, call: 3 },
  },
);
