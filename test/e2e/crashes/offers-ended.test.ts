import { expect } from '@jest/globals';
import { openOffer } from '../../../src/domain/case/offer.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/time.ts';
import {
  type Customer,
  act,
  opened,
  caseOf,
  desk,
  elapseUntil,
  expectStaffTold,
  history,
  tell,
} from '../../support/crash-stories.ts';

const offered = async (customer: Customer): Promise<void> => {
  await opened(customer);
  await act('小林', customer, 'offer', { amountFen: 9_900 });
  await desk.settle(1);
};
const theOffer = async (customer: Customer) => {
  const offer = openOffer((await caseOf(customer)).offers);
  if (!offer) throw new Error('there is no offer');
  return offer;
};

tell(
  {
    title: 'an offer that is answered with another amount',
    given: offered,
    when: async ({ openid }) => {
      await desk.say(openid, '150元');
    },
    then: async (kase) => {
      expect(kase.status).toBe('in_review');
      expect(kase.offers).toMatchObject([{ state: 'countered', counterFen: 15_000 }]);
      expect(history(kase)).toEqual(['CaseOpened', 'OfferMade', 'OfferEnded']);
      await expectStaffTold(`customer_answered:${kase.caseNo}`);
    },
    notices: ['received', 'request'],
    least: { write: 9, call: 0 },
  },
  {
    title: 'an offer that is declined',
    given: offered,
    when: async ({ openid }) => {
      await desk.say(openid, '拒绝');
    },
    then: async (kase) => {
      expect([kase.status, kase.offers[0]?.state]).toEqual(['in_review', 'declined']);
      expect(history(kase)).toEqual(['CaseOpened', 'OfferMade', 'OfferEnded']);
      await expectStaffTold(`customer_answered:${kase.caseNo}`);
    },
    notices: ['received', 'request'],
    least: { write: 9, call: 0 },
  },
  {
    title: 'an offer that staff withdraw',
    given: offered,
    when: (customer) => act('小林', customer, 'withdraw-offer', { message: '我们重新计算。' }),
    then: (kase) => {
      expect([kase.status, kase.offers[0]?.state]).toEqual(['in_review', 'withdrawn']);
      expect(history(kase)).toEqual(['CaseOpened', 'OfferMade', 'OfferEnded']);
    },
    notices: ['received', 'request', 'request'],
    least: { write: 6, call: 1 },
  },
  {
    title: 'an offer that nobody answers: a reminder, and it lapses',
    given: offered,
    when: async (customer) => {
      const { remindAt, lapsesAt } = await theOffer(customer);
      elapseUntil((remindAt ?? 0) + HOUR_MS);
      // Whoever has not written for two days cannot be told.
      await desk.say(customer.openid, '进度');
      await desk.settle(4);
      elapseUntil(lapsesAt + MINUTE_MS);
    },
    until: ({ status }) => status === 'in_review',
    then: (kase) => {
      expect([kase.status, kase.offers[0]?.state]).toEqual(['in_review', 'lapsed']);
      expect(history(kase)).toEqual(['CaseOpened', 'OfferMade', 'OfferReminded', 'OfferEnded']);
    },
    notices: ['received', 'request', 'request', 'request'],
    least: { write: 18, call: 2 },
  },
);
