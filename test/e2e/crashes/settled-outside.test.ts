import { expect } from '@jest/globals';
import { incidents } from '../../../src/usecases/documents/incidents.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { approve, caseOf, desk, history, opened, tell } from '../../support/crash-stories.ts';

const FINANCE = '吴财务';
/** Pressed again where WeChat Pay could not be asked. */
const settle = async (caseNo: string): Promise<void> => {
  const settlement = { proof: '银行流水 8801', note: '客户已确认收到' };
  for (let tries = 0; tries < 3; tries += 1) {
    const status = await desk.decide(FINANCE, caseNo, 'settle-outside', settlement);
    if (status === 200) return;
    expect(status).toBe(409);
  }
  throw new Error('it could not be settled');
};
const incidentOf = (caseNo: string): string => `payout_needs_person:${caseNo}-1`;

tell({
  title: 'a refund that finance pay another way, and the incident they resolve',
  given: async (customer) => {
    await opened(customer);
    const code = 'USER_ACCOUNT_ABNORMAL';
    desk.simulators.faults.add({ on: 'refund', effect: 'error', status: 403, code });
    await approve(customer);
    await desk.settle(1);
    expect((await caseOf(customer)).attempts).toMatchObject([{ state: 'needs_person' }]);
  },
  when: async (customer) => {
    const { caseNo } = await caseOf(customer);
    await settle(caseNo);
    const path = `/incidents/${incidentOf(caseNo)}/resolve`;
    expect((await desk.staffCall(FINANCE, path, { note: '已另行支付' }, caseNo)).status).toBe(200);
  },
  then: async (kase, { outTradeNo }) => {
    expect([kase.status, kase.nextActionAt]).toEqual(['settled_outside', null]);
    expect(history(kase).filter((type) => type === 'SettledOutside')).toHaveLength(1);
    expect((await desk.store.get(orders, outTradeNo))?.doc.ledger).toMatchObject([{ state: 'outside' }]);
    const incident = (await desk.store.get(incidents, incidentOf(kase.caseNo)))?.doc;
    expect([incident?.state, incident?.resolutions.length]).toEqual(['resolved', 1]);
  },
  notices: ['received', 'result', 'result'],
  least: { write: 11, call: 2 },
});
