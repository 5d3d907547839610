import { afterAll, expect } from '@jest/globals';
import { HOUR_MS, isoChina } from '../../../src/domain/time.ts';
import { alerts } from '../../../src/usecases/documents/alerts.ts';
import { incidents } from '../../../src/usecases/documents/incidents.ts';
import {
  type Customer,
  act,
  opened,
  approve,
  desk,
  expectStaffTold,
  history,
  tellWith,
} from '../../support/crash-stories.ts';
import { Cleanup } from '../../support/http-app.ts';
import { type Heard, type Receiver, SECRET, startReceiver } from '../../support/shop.ts';

const cleanup = new Cleanup();
let receiver: Receiver;
afterAll(() => cleanup.run());

const hears = (): void => {
  receiver.answer(() => ({ status: 204 }));
};
/** The shop says what has been used of the order since, where it is asked. */
const knowsUsage = ({ order }: Customer): void => {
  const { outTradeNo, transactionId, openid, description, amountFen, paidAt } = order;
  const { appid } = desk.simulators.credentials;
  const usage = { paidFeaturesUsed: true, quotaUsed: 80, quotaTotal: 100 };
  const told = { outTradeNo, transactionId, appid, openid, description, amountFen, usage };
  const body = JSON.stringify({ ...told, paidAt: isoChina(paidAt) });
  receiver.answer(({ type }) => (type === 'order.usage_requested' ? { status: 200, body } : { status: 204 }));
};
const heardOf = (caseNo: string): readonly Heard[] =>
  receiver.taken.filter(({ id }) => id.startsWith(caseNo));

/** Each event once or, where something failed, once more; in order, and always as the same. */
const expectHeard = (caseNo: string, types: readonly string[]): void => {
  const heard = heardOf(caseNo);
  const lines = heard.map(({ line }) => line);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
  const first = heard.filter(({ id }, i) => heard.findIndex((each) => each.id === id) === i);
  expect(first.map(({ type }) => type)).toEqual(types);
  expect(heard.length).toBeLessThanOrEqual(first.length + 1);
  expect(receiver.faults).toEqual([]);
};

let toldBefore = 0;

tellWith(
  async () => {
    receiver = await startReceiver(cleanup);
    return { SHOP_WEBHOOK_URL: receiver.url, SHOP_WEBHOOK_SECRET: SECRET };
  },
  {
    title: 'a decision before which the shop is asked, and of which it hears',
    amountFen: 150_000,
    given: async (customer) => {
      hears();
      await opened(customer);
      // What the shop has told of the order is then too old to decide on.
      desk.time.elapse(25 * HOUR_MS);
      await desk.settle(1);
      knowsUsage(customer);
    },
    when: approve,
    until: ({ shop }) => shop?.nextAt === null,
    then: (kase, _customer, failure) => {
      expect([kase.status, kase.approval?.by]).toEqual(['awaiting_second_approval', '小林']);
      // Where the shop gave no answer, or it could not be written down, it is decided on what is known.
      const isLearnt = (failure?.ends ?? true) || history(kase).includes('FactsRecorded');
      const types = [...(isLearnt ? ['refund.facts_recorded'] : []), 'refund.approved'];
      expectHeard(kase.caseNo, ['refund.applied', ...types]);
    },
    notices: ['received'],
    least: { write: 14, call: 3 },
  },
  {
    title: 'a shop that wants to hear no more',
    given: async (customer) => {
      hears();
      await opened(customer);
      receiver.answer(() => ({ status: 410 }));
      toldBefore = (await desk.store.get(alerts, 'shop_not_told'))?.doc.count ?? 0;
    },
    when: async (customer) => {
      await act('小林', customer, 'reply', { text: '正在核实。' });
      await desk.settle(4);
      hears();
    },
    until: ({ shop }) => shop?.nextAt === null,
    then: async (kase, _customer, failure) => {
      // Whoever gave no answer at first is complained of later.
      if (failure?.on !== 'call' || failure.ends) {
        await expectStaffTold('shop_not_told', toldBefore);
        expect((await desk.store.get(incidents, 'shop_not_told'))?.doc.state).toBe('open');
      }
      expectHeard(kase.caseNo, ['refund.applied', 'refund.replied']);
    },
    notices: ['received', 'message'],
    least: { write: 15, call: 3 },
  },
);
