import { describe, expect, it } from '@jest/globals';
import { openCaseAt } from '../../../src/domain/case/open.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { MINUTE_MS } from '../../../src/domain/time.ts';
import { NOW, aCase, after, calendar } from '../../support/case.ts';
import { publishedPolicy } from '../../support/policy.ts';

const applied = openCaseAt(
  aCase({ verified: false, timeline: [], outbox: [] }),
  publishedPolicy(),
  calendar,
  NOW,
);
const notFound = (kase: Case): Case =>
  after(kase, [{ type: 'OrderNotVerified', found: 'not_found' }], kase.orderCheck.nextAt ?? NOW);

describe('whose order it is, where nobody could tell when the customer applied', () => {
  it('is asked after 1, 5 and 30 minutes, 2, 6 and 24 hours, and then left to staff', () => {
    const waits: (number | null)[] = [];
    let [kase, at] = [applied, NOW];
    while (kase.orderCheck.nextAt !== null && waits.length < 20) {
      waits.push((kase.orderCheck.nextAt - at) / MINUTE_MS);
      at = kase.orderCheck.nextAt;
      kase = notFound(kase);
    }
    expect(waits).toEqual([1, 5, 30, 120, 360, 1_440]);
    expect(kase.timeline).toEqual(applied.timeline);
    expect([kase.verified, kase.version, kase.nextActionAt]).toEqual([false, 1, expect.any(Number)]);
  });

  it('is not asked of an order that proved to be somebody else’s, and that is said once', () => {
    const foreign = after(applied, [
      { type: 'OrderNotVerified', found: 'foreign' },
      { type: 'OrderNotVerified', found: 'foreign' },
    ]);
    expect(foreign.orderCheck).toEqual({ failures: 2, nextAt: null });
    expect(foreign.timeline.map(({ event }) => event.type)).toEqual(['CaseOpened', 'OrderNotVerified']);
  });

  it('is not asked once the customer has withdrawn', () => {
    const withdrawn = after(applied, [{ type: 'Withdrawn' }]);
    expect(notFound(withdrawn).orderCheck.nextAt).toBeNull();
  });
});
