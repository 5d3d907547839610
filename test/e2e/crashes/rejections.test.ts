import { expect } from '@jest/globals';
import { DAY_MS } from '../../../src/domain/time.ts';
import { applied, desk, reject, tell } from '../../support/crash-stories.ts';

tell(
  {
    title: 'a rejection',
    given: applied,
    when: reject,
    then: (kase) => {
      expect(kase.status).toBe('rejected');
    },
    notices: ['received', 'result'],
    least: { write: 4, call: 1 },
  },
  {
    title: 'a rejection that nobody appeals in time',
    given: async (customer) => {
      await applied(customer);
      await reject(customer);
      await desk.settle(1);
    },
    when: async () => {
      desk.time.elapse(40 * DAY_MS);
      await desk.settle(1);
    },
    until: ({ status }) => status === 'closed',
    then: (kase) => {
      expect([kase.status, kase.nextActionAt]).toEqual(['closed', null]);
      expect(kase.timeline.filter(({ event }) => event.type === 'AppealWindowClosed')).toHaveLength(1);
    },
    notices: ['received', 'result'],
    least: { write: 3, call: 0 },
  },
);
