import { expect } from '@jest/globals';
import { HOUR_MS } from '../../../src/domain/time.ts';
import {
  act,
  opened,
  caseOf,
  desk,
  elapseUntil,
  expectStaffTold,
  history,
  tell,
} from '../../support/crash-stories.ts';

tell({
  title: 'information that does not come in time, and comes after all',
  given: async (customer) => {
    await opened(customer);
    await act('小林', customer, 'request-information', { message: '请提供设备的序列号' });
    await desk.settle(1);
  },
  when: async (customer) => {
    elapseUntil(((await caseOf(customer)).information?.lapsesAt ?? 0) + HOUR_MS);
    await desk.settle(4);
    for (const line of ['SN-12345', '确认']) await desk.say(customer.openid, line);
  },
  then: async (kase) => {
    expect([kase.status, kase.information?.answeredAt]).toEqual(['in_review', expect.any(Number)]);
    expect(history(kase)).toEqual(['CaseOpened', 'InformationRequested', 'InformationLapsed', 'Reopened']);
    await expectStaffTold(`customer_answered:${kase.caseNo}`);
  },
  notices: ['received', 'request', 'result'],
  least: { write: 22, call: 1 },
});
