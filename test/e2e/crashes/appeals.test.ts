import { expect } from '@jest/globals';
import {
  type Customer,
  act,
  applied,
  desk,
  expectRefunded,
  reject,
  tell,
} from '../../support/crash-stories.ts';

const rejected = async (customer: Customer): Promise<void> => {
  await applied(customer);
  await reject(customer);
  await desk.settle(1);
  for (const line of ['申诉', '没有真正用上']) await desk.say(customer.openid, line);
};
const file = async ({ openid }: Customer): Promise<void> => {
  await desk.say(openid, '确认');
};

tell(
  {
    title: 'an appeal',
    given: rejected,
    when: file,
    then: (kase) => {
      expect([kase.status, kase.assignee]).toEqual(['appealed', null]);
      expect(kase.appeals).toMatchObject([{ text: '没有真正用上', outcome: null }]);
    },
    notices: ['received', 'result'],
    least: { write: 4, call: 0 },
  },
  {
    title: 'an appeal that is allowed, paid',
    given: async (customer) => {
      await rejected(customer);
      await file(customer);
    },
    when: (customer) =>
      act('周主管', customer, 'decide-appeal', { outcome: 'refund', message: '予以全额退款' }),
    then: (kase) => {
      expectRefunded(kase);
      expect(kase.appeals).toMatchObject([{ outcome: 'refund', by: '周主管' }]);
    },
    notices: ['received', 'result', 'result', 'refunded'],
    least: { write: 10, call: 3 },
  },
);
