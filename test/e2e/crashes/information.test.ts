import { expect } from '@jest/globals';
import { type Customer, act, applied, desk, tell } from '../../support/crash-stories.ts';

const ask = (customer: Customer) =>
  act('小林', customer, 'request-information', { message: '请提供设备的序列号' });

tell(
  {
    title: 'information that is asked for',
    given: applied,
    when: ask,
    then: (kase) => {
      expect([kase.status, kase.information?.answeredAt]).toEqual(['awaiting_customer', null]);
    },
    notices: ['received', 'request'],
    least: { write: 4, call: 1 },
  },
  {
    title: 'information that is given',
    given: async (customer) => {
      await applied(customer);
      await ask(customer);
      await desk.settle(1);
    },
    when: async ({ openid }) => {
      await desk.say(openid, 'SN-12345');
    },
    then: (kase) => {
      expect(kase.status).toBe('in_review');
      const given = kase.timeline.flatMap(({ event }) =>
        event.type === 'InformationGiven' ? [event.given.text] : [],
      );
      expect(given).toEqual(['SN-12345']);
    },
    notices: ['received', 'request'],
    least: { write: 4, call: 0 },
  },
  {
    title: 'an application that is withdrawn',
    given: async (customer) => {
      await applied(customer);
      await desk.say(customer.openid, '撤回');
    },
    when: async ({ openid }) => {
      await desk.say(openid, '确认');
    },
    then: (kase) => {
      expect([kase.status, kase.nextActionAt]).toEqual(['withdrawn', null]);
      expect(kase.timeline.filter(({ event }) => event.type === 'Withdrawn')).toHaveLength(1);
    },
    notices: ['received'],
    least: { write: 4, call: 0 },
  },
);
