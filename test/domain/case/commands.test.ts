import { describe, expect, it } from '@jest/globals';
import type { CustomerCommand, StaffCommand } from '../../../src/domain/case/commands.ts';
import { gates } from '../../../src/domain/case/decide/gates.ts';
import { possibleCommands } from '../../../src/domain/case/possible.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { type Status, statuses } from '../../../src/domain/case/status.ts';
import { type Role, type StaffMember, roles } from '../../../src/domain/staff.ts';
import { aCase, staff, when } from '../../support/case.ts';
import {
  anOrder,
  approveAll,
  asks,
  bigContext,
  inState,
  information,
  offer,
  reject,
  request,
} from '../../support/case-states.ts';

/** What DESIGN.md and INTERFACE.md say: who may, and from which state to which. Everything else is refused. */
interface Row {
  readonly command: StaffCommand;
  readonly roles: readonly Role[];
  readonly leads: Readonly<Partial<Record<Status, Status>>>;
}

const handlers: readonly Role[] = ['agent', 'supervisor', 'admin'];
const stay = (...states: readonly Status[]): Row['leads'] =>
  Object.fromEntries(states.map((state) => [state, state]));
const open: readonly Status[] = [
  'in_review',
  'awaiting_customer',
  'offered',
  'awaiting_second_approval',
  'refunding',
  'rejected',
  'appealed',
];

const table: readonly Row[] = [
  { command: { type: 'claim' }, roles: handlers, leads: stay(...open) },
  { command: { type: 'release' }, roles: handlers, leads: stay(...open) },
  {
    command: { type: 'record_facts', facts: { claimConfirmed: '2.1' }, note: 'n' },
    roles: handlers,
    leads: {
      ...stay('in_review', 'awaiting_customer', 'offered', 'appealed'),
      awaiting_second_approval: 'in_review',
    },
  },
  { command: request, roles: handlers, leads: { in_review: 'awaiting_customer' } },
  { command: approveAll(), roles: handlers, leads: { in_review: 'refunding' } },
  {
    command: { type: 'second_approve', note: 'n' },
    roles: ['supervisor', 'finance', 'admin'],
    leads: { awaiting_second_approval: 'refunding' },
  },
  {
    command: { type: 'second_decline', note: 'n' },
    roles: ['supervisor', 'finance', 'admin'],
    leads: { awaiting_second_approval: 'in_review' },
  },
  { command: offer(), roles: handlers, leads: { in_review: 'offered' } },
  {
    command: { type: 'withdraw_offer', note: 'n', message: 'm' },
    roles: handlers,
    leads: { offered: 'in_review' },
  },
  { command: reject, roles: handlers, leads: { in_review: 'rejected' } },
  {
    command: {
      type: 'decide_appeal',
      outcome: 'refund',
      amountFen: null,
      clauses: [],
      note: 'n',
      message: 'm',
    },
    roles: ['supervisor', 'admin'],
    leads: { appealed: 'refunding' },
  },
  {
    command: {
      type: 'decide_appeal',
      outcome: 'offer',
      amountFen: 500,
      clauses: [],
      note: 'n',
      message: 'm',
    },
    roles: ['supervisor', 'admin'],
    leads: { appealed: 'offered' },
  },
  {
    command: {
      type: 'decide_appeal',
      outcome: 'uphold',
      amountFen: null,
      clauses: [],
      note: 'n',
      message: 'm',
    },
    roles: ['supervisor', 'admin'],
    leads: { appealed: 'closed' },
  },
  { command: { type: 'reply', text: '您好' }, roles: handlers, leads: stay(...statuses) },
  {
    command: { type: 'verify', note: 'n' },
    roles: handlers,
    leads: stay('in_review', 'awaiting_customer', 'rejected', 'appealed'),
  },
  {
    command: { type: 'settle_outside', proof: 'p', note: 'n' },
    roles: ['finance', 'admin'],
    leads: { refunding: 'settled_outside' },
  },
];

const nameOf = (command: StaffCommand): string =>
  command.type === 'decide_appeal' ? `${command.type} ${command.outcome}` : command.type;

const rows = table.flatMap((row) => roles.map((role) => [nameOf(row.command), role, row] as const));

const caseFor = (status: Status, command: StaffCommand) =>
  command.type === 'verify' ? { ...inState[status], verified: false } : inState[status];

const byStatus = <T>(value: (status: Status) => T): Record<string, T> =>
  Object.fromEntries(statuses.map((status) => [status, value(status)]));

/** What comes of a command in every state: where it leads, or the code it is refused with. */
const cameOf = ({ command }: Row, role: Role, over: Partial<Case> = {}) =>
  byStatus((status) => {
    const kase = { ...caseFor(status, command), ...over };
    const paid = status === 'awaiting_second_approval' ? bigContext : {};
    const result = when(kase, command, staff('周', role), { order: anOrder(), ...paid });
    if (result.code === 'ok') return result.after.status;
    return result.after === kase ? result.code : 'refused, and changed all the same';
  });
const refusalOf = ({ roles: allowed }: Row, role: Role): string =>
  allowed.includes(role) ? 'illegal_transition' : 'forbidden';

/** These are done whoever has claimed the case. */
const mindNoClaim: readonly StaffCommand['type'][] = [
  'second_approve',
  'second_decline',
  'decide_appeal',
  'settle_outside',
];
const mayFree: readonly Role[] = ['supervisor', 'admin'];

describe('a command of staff, in every state', () => {
  it('is in the table, whichever it is', () => {
    const types = new Set(table.map(({ command }) => command.type));
    expect([...types].sort()).toEqual(Object.keys(gates).sort());
  });

  it.each(rows)('%s by %s', (_name, role, row) => {
    const leads = row.roles.includes(role) ? row.leads : {};
    expect(cameOf(row, role)).toEqual(byStatus((status) => leads[status] ?? refusalOf(row, role)));
  });

  it.each(rows)('%s by %s, of a case that a colleague has claimed', (_name, role, row) => {
    const { type } = row.command;
    const isLeft = !mindNoClaim.includes(type) && !(type === 'release' && mayFree.includes(role));
    const leads = row.roles.includes(role) ? row.leads : {};
    const expected = byStatus((status) => {
      const to = leads[status];
      if (to === undefined) return refusalOf(row, role);
      return isLeft ? 'claimed_by_other' : to;
    });
    expect(cameOf(row, role, { assignee: '小李' })).toEqual(expected);
  });

  it('a claim is freed by whoever has it, and by a supervisor for somebody who is away', () => {
    const claimed = { ...aCase(), assignee: '小李' };
    const freed = (by: StaffMember) => when(claimed, { type: 'release' }, by).after.assignee;
    expect(freed(staff('小李'))).toBeNull();
    expect(roles.map((role) => freed(staff('周', role)))).toEqual(
      roles.map((role) => (mayFree.includes(role) ? null : '小李')),
    );
  });

  it.each(table.map(({ command }) => [nameOf(command), command] as const))(
    '%s by whoever applied for it themselves: refused, not shown, and nothing changes; only a claim can be given back',
    (_name, command) => {
      const came = byStatus((status) => {
        const kase = caseFor(status, command);
        const own = staff('周', 'admin', kase.customer);
        expect(possibleCommands(kase, own).filter((possible) => possible !== 'release')).toEqual([]);
        const { code, after } = when(kase, command, own);
        return after === kase ? code : 'refused, and changed all the same';
      });
      const others = byStatus((status) => when(caseFor(status, command), command, staff('周', 'admin')).code);
      expect(came).toEqual(command.type === 'release' ? others : byStatus(() => 'own_case'));
    },
  );

  it.each(table.map(({ command }) => [nameOf(command), command] as const))(
    '%s by whoever paid the order, applied for in another name: refused just the same',
    (_name, command) => {
      const payer = { appid: 'wx-payer', openid: 'oPayer' };
      const given = (status: Status, by: StaffMember) =>
        when(caseFor(status, command), command, by, { order: anOrder(payer) }).code;
      const came = byStatus((status) => given(status, staff('周', 'admin', payer)));
      const others = byStatus((status) => given(status, staff('周', 'admin')));
      expect(came).toEqual(command.type === 'release' ? others : byStatus(() => 'own_case'));
    },
  );

  it.each(rows)(
    '%s is shown to %s only where it can be given',
    (_name, role, { command, roles: allowed, leads }) => {
      const shown = statuses.filter((status) =>
        possibleCommands(caseFor(status, command), staff('周', role)).includes(command.type),
      );
      const possible = statuses.filter((status) => allowed.includes(role) && leads[status] !== undefined);
      expect(possible).toEqual(expect.arrayContaining(shown));
    },
  );
});

const appeal: CustomerCommand = { type: 'appeal', text: '不同意', evidence: [] };
const asked: readonly (readonly [CustomerCommand, string, Readonly<Partial<Record<Status, Status>>>])[] = [
  [{ type: 'accept_offer', offerId: 'offer-1' }, 'no_open_offer', { offered: 'refunding' }],
  [{ type: 'decline_offer', offerId: 'offer-1' }, 'no_open_offer', { offered: 'in_review' }],
  [
    { type: 'counter_offer', offerId: 'offer-1', amountFen: 15_000 },
    'no_open_offer',
    { offered: 'in_review' },
  ],
  [information, 'nothing_asked', { awaiting_customer: 'in_review', lapsed: 'in_review' }],
  [
    { type: 'withdraw' },
    'cannot_withdraw',
    {
      in_review: 'withdrawn',
      awaiting_customer: 'withdrawn',
      offered: 'withdrawn',
      awaiting_second_approval: 'withdrawn',
      rejected: 'withdrawn',
      appealed: 'withdrawn',
    },
  ],
  [appeal, 'nothing_to_appeal', { offered: 'appealed', rejected: 'appealed' }],
];

describe('a command of the customer, by state', () => {
  it.each(asked)('%j', (command, refusal, leads) => {
    const came = byStatus((status) => {
      const kase = inState[status];
      const result = asks(kase, command);
      if (result.code === 'ok') return result.after.status;
      return result.after === kase ? result.code : 'refused, and changed all the same';
    });
    expect(came).toEqual(byStatus((status) => leads[status] ?? refusal));
  });

  it('an appeal, by when our answer was due: where we owe one, only once that has passed', () => {
    const { reviewBy } = aCase().deadlines;
    const filed = (now: number) => byStatus((status) => asks(inState[status], appeal, { now }).after.status);
    const decided: Row['leads'] = { ...stay(...statuses), offered: 'appealed', rejected: 'appealed' };
    expect(filed(reviewBy)).toEqual(decided);
    const late = { in_review: 'appealed', awaiting_second_approval: 'appealed' };
    expect(filed(reviewBy + 1)).toEqual({ ...decided, ...late });
  });

  it('an appeal while a second approval is waited for: there is nothing left to approve', () => {
    const now = aCase().deadlines.reviewBy + 1;
    const { after: appealed } = asks(inState.awaiting_second_approval, appeal, { now });
    expect(appealed).toMatchObject({ approval: null, attempts: [], appeals: [{ against: 'missed_review' }] });
    const second = when(appealed, { type: 'second_approve', note: 'n' }, staff('周', 'admin'), bigContext);
    expect(second.code).toBe('illegal_transition');
  });

  it('nothing of a case of which nothing was asked is taken for information', () => {
    expect(asks(aCase(), information).code).toBe('nothing_asked');
  });
});
