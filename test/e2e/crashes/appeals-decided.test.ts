import { expect } from '@jest/globals';
import { type Customer, act, opened, desk, history, reject, tell } from '../../support/crash-stories.ts';

const appealed = async (customer: Customer): Promise<void> => {
  await opened(customer);
  await reject(customer);
  await desk.settle(1);
  for (const line of ['申诉', '没有真正用上', '确认']) await desk.say(customer.openid, line);
  await desk.settle(1);
};
const decide = (customer: Customer, decision: object) =>
  act('周主管', customer, 'decide-appeal', { message: '已由主管重新审查。', ...decision });

tell(
  {
    title: 'an appeal that is not allowed',
    given: appealed,
    when: (customer) => decide(customer, { outcome: 'uphold' }),
    then: (kase) => {
      expect([kase.status, kase.nextActionAt]).toEqual(['closed', null]);
      expect(kase.appeals).toMatchObject([{ outcome: 'uphold', by: '周主管', clauses: ['3.1'] }]);
      expect(history(kase).slice(-2)).toEqual(['AppealDecided', 'AppealUpheld']);
    },
    notices: ['received', 'result', 'result'],
    least: { write: 6, call: 1 },
  },
  {
    title: 'an appeal that is answered by an offer',
    given: appealed,
    when: (customer) => decide(customer, { outcome: 'offer', amountFen: 9_900 }),
    then: (kase) => {
      expect(kase.status).toBe('offered');
      expect(kase.offers).toMatchObject([{ amountFen: 9_900, state: 'open' }]);
      expect(history(kase).slice(-2)).toEqual(['AppealDecided', 'OfferMade']);
    },
    notices: ['received', 'result', 'request'],
    least: { write: 7, call: 2 },
  },
);
