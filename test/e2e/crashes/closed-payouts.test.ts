import { applied, approve, desk, expectRefunded, tell } from '../../support/crash-stories.ts';

tell({
  title: 'a payout that WeChat Pay closes, and the next one',
  given: applied,
  when: async (customer) => {
    desk.simulators.faults.add({ on: 'refund_outcome', effect: 'CLOSED' });
    await approve(customer);
  },
  then: (kase) => {
    expectRefunded(kase, 2);
  },
  notices: ['received', 'result', 'refunded'],
  least: { write: 15, call: 4 },
});
