import { describe, expect, it } from '@jest/globals';
import { type Status, isFinal, statuses } from '../../../src/domain/case/status.ts';
import { targets, transitions } from '../../../src/domain/case/transitions.ts';

const next = (from: Status): Status[] => Object.values<readonly Status[]>(transitions[from]).flat();

describe('the transition table', () => {
  it('from the application, every state can be reached', () => {
    const reached = new Set<Status>(['in_review']);
    for (const status of reached) for (const to of next(status)) reached.add(to);
    expect([...reached].sort()).toEqual([...statuses].sort());
  });

  it.each(statuses.filter((status) => !isFinal(status)))(
    'from %s, an end can be reached, so that no case is stuck',
    (start) => {
      const reached = new Set<Status>([start]);
      for (const status of reached) for (const to of next(status)) reached.add(to);
      expect([...reached].some(isFinal)).toBe(true);
    },
  );

  it.each(['refunded', 'settled_outside', 'closed', 'withdrawn'] as const)(
    'from %s, nothing leads on',
    (end) => {
      expect(next(end)).toEqual([]);
    },
  );

  it('before the refund is on its way, the customer can withdraw; afterwards not', () => {
    const withdrawable = statuses.filter((status) => targets(status, 'Withdrawn').includes('withdrawn'));
    expect(withdrawable).toEqual([
      'in_review',
      'awaiting_customer',
      'offered',
      'awaiting_second_approval',
      'rejected',
      'appealed',
    ]);
  });

  it('an event that does not exist leads nowhere', () => {
    expect(targets('in_review', 'toString')).toEqual([]);
  });
});
