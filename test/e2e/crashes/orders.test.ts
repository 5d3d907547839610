import { expect } from '@jest/globals';
import type { Case } from '../../../src/domain/case/state.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import {
  type Customer,
  applied,
  caseOf,
  desk,
  hasPaid,
  history,
  shopTells,
  tell,
} from '../../support/crash-stories.ts';

const unverified = async (customer: Customer): Promise<void> => {
  const kase = await applied(customer, customer.transactionId);
  expect(kase.verified).toBe(false);
};
/** Pressed again where nobody could be asked. */
const verify = async (customer: Customer): Promise<void> => {
  const { caseNo } = await caseOf(customer);
  for (let tries = 0; tries < 3; tries += 1) {
    const status = await desk.decide('小林', caseNo, 'verify', { note: '已核对付款记录' });
    if (status === 200) return;
    expect(status).toBe(409);
  }
  throw new Error('it could not be verified');
};
const expectVerified = async (kase: Case, { outTradeNo }: Customer, by: string): Promise<void> => {
  expect([kase.status, kase.verified, kase.order.outTradeNo]).toEqual(['in_review', true, outTradeNo]);
  expect(history(kase).filter((type) => type !== 'FactsRecorded')).toEqual(['CaseOpened', 'OrderVerified']);
  expect(kase.timeline.find(({ event }) => event.type === 'OrderVerified')?.actor.kind).toBe(by);
  expect((await desk.store.get(orders, outTradeNo))?.doc.source).toBe(by === 'system' ? 'feed' : 'wechatpay');
};

tell(
  {
    title: 'an order that staff verify',
    known: 'to_nobody',
    given: async (customer) => {
      await unverified(customer);
      // Asked for in vain; the next time is some minutes away.
      await desk.settle(1);
      hasPaid(customer);
    },
    when: verify,
    then: (kase, customer) => expectVerified(kase, customer, 'staff'),
    notices: ['received'],
    least: { write: 3, call: 1 },
  },
  {
    title: 'an order that the shop tells of after the application',
    known: 'to_nobody',
    given: unverified,
    when: shopTells,
    until: ({ verified }) => verified,
    then: (kase, customer) => expectVerified(kase, customer, 'system'),
    notices: ['received'],
    least: { write: 4, call: 0 },
  },
  {
    title: 'an order that WeChat Pay comes to know after the application',
    known: 'to_nobody',
    given: async (customer) => {
      await unverified(customer);
      hasPaid(customer);
    },
    when: () => desk.settle(1),
    until: ({ verified }) => verified,
    then: (kase, customer) => expectVerified(kase, customer, 'wechatpay'),
    notices: ['received'],
    least: { write: 4, call: 1 },
  },
);
