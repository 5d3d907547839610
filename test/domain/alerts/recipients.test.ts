import { describe, expect, it } from '@jest/globals';
import { type CaseTopic, answersPeople, awaits, concerns } from '../../../src/domain/alerts/recipients.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { type Role, roles } from '../../../src/domain/staff.ts';
import { staff } from '../../support/case.ts';
import { inState } from '../../support/case-states.ts';

const member = (role: Role, name = '某人') => staff(name, role);

describe('the morning of each role', () => {
  it('customers who wait for a person', () => {
    expect(roles.filter((role) => answersPeople(member(role)))).toEqual(['agent', 'supervisor', 'admin']);
  });

  it.each<[CaseTopic, Case, readonly Role[]]>([
    ['overdue', inState.in_review, ['supervisor', 'admin']],
    ['overdue', inState.refunding, ['supervisor', 'finance', 'admin']],
    ['due_today', inState.in_review, ['supervisor', 'admin']],
    ['second_approval', inState.awaiting_second_approval, ['supervisor', 'finance', 'admin']],
    ['appeals', inState.appealed, ['supervisor', 'admin']],
    ['payouts', inState.refunding, ['finance', 'admin']],
  ])('%s', (topic, kase, whose) => {
    const unclaimed = { ...kase, assignee: null };
    expect(roles.filter((role) => awaits(topic, unclaimed, member(role)))).toEqual(whose);
  });

  it('what an agent has claimed: theirs where it is overdue or due today, and nobody else’s', () => {
    const claimed = { ...inState.in_review, assignee: '小林' };
    expect(awaits('overdue', claimed, member('agent', '小林'))).toBe(true);
    expect(awaits('due_today', claimed, member('agent', '小林'))).toBe(true);
    expect(awaits('due_today', claimed, member('agent', '小李'))).toBe(false);
    expect(awaits('payouts', { ...inState.refunding, assignee: '小林' }, member('agent', '小林'))).toBe(
      false,
    );
  });

  it('a second approval never waits for whoever approved first', () => {
    const kase = inState.awaiting_second_approval;
    expect(awaits('second_approval', kase, member('supervisor', kase.approval?.by))).toBe(false);
  });

  it('a member’s digest is theirs alone, and the team’s is nobody’s', () => {
    const digest = { kind: 'morning_digest' as const, day: '2026-03-05', sections: [] };
    expect(concerns({ ...digest, member: '小林' }, member('agent', '小林'), null)).toBe(true);
    expect(concerns({ ...digest, member: '小林' }, member('admin', '老板'), null)).toBe(false);
    expect(concerns({ ...digest, member: null }, member('admin', '老板'), null)).toBe(false);
  });
});
