import { expect } from '@jest/globals';
import { applied, approve, caseOf, desk, expectRefunded, tell } from '../../support/crash-stories.ts';

const ABOVE_THE_LIMIT = 150_000;

tell(
  {
    title: 'an approval, paid',
    given: applied,
    when: approve,
    then: (kase) => {
      expectRefunded(kase);
    },
    notices: ['received', 'result', 'refunded'],
    least: { write: 10, call: 3 },
  },
  {
    title: 'two approvals, paid',
    amountFen: ABOVE_THE_LIMIT,
    given: applied,
    when: async (customer) => {
      await approve(customer);
      const { caseNo } = await caseOf(customer);
      expect(await desk.decide('周主管', caseNo, 'second-approve', { note: '同意' })).toBe(200);
    },
    then: (kase) => {
      expectRefunded(kase);
    },
    notices: ['received', 'result', 'refunded'],
    least: { write: 10, call: 3 },
  },
  {
    title: 'an approval, the second declined',
    amountFen: ABOVE_THE_LIMIT,
    given: applied,
    when: async (customer) => {
      await approve(customer);
      const { caseNo } = await caseOf(customer);
      expect(await desk.decide('周主管', caseNo, 'second-decline', { note: '请再核实' })).toBe(200);
    },
    then: (kase) => {
      expect([kase.status, kase.approval, kase.attempts]).toEqual(['in_review', null, []]);
    },
    notices: ['received'],
    least: { write: 4, call: 0 },
  },
);
