import { describe, expect, it } from '@jest/globals';
import { type Actor, system } from '../../../src/domain/case/actor.ts';
import { whoHadPart } from '../../../src/domain/case/appeal.ts';
import type { StaffCommand } from '../../../src/domain/case/commands.ts';
import { type CaseEvent, eventSchema } from '../../../src/domain/case/events.ts';
import { possibleCommands } from '../../../src/domain/case/possible.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { DAY_MS } from '../../../src/domain/time.ts';
import { NOW, aCase, after, staff, when } from '../../support/case.ts';
import {
  anOrder,
  approveAll,
  asks,
  big,
  bigContext,
  does,
  information,
  offer,
  reject,
  request,
} from '../../support/case-states.ts';

const agent = staff('小林');
const supervisor = staff('周主管', 'supervisor');
const finance = staff('吴财务', 'finance');

const claim: StaffCommand = { type: 'claim' };
const release: StaffCommand = { type: 'release' };
const facts: StaffCommand = { type: 'record_facts', facts: { claimConfirmed: '2.1' }, note: 'n' };
const uphold: StaffCommand = {
  type: 'decide_appeal',
  outcome: 'uphold',
  amountFen: null,
  clauses: ['3.1'],
  note: 'n',
  message: 'm',
};

const by = (kase: Case, who: typeof agent, ...commands: readonly StaffCommand[]): Case =>
  commands.reduce((before, command) => does(before, command, who, { order: anOrder(), ...bigContext }), kase);
const appealed = (kase: Case, now = NOW): Case => {
  const filed = asks(kase, { type: 'appeal', text: '不同意', evidence: [] }, { now });
  if (filed.code !== 'ok') throw new Error(filed.code);
  return filed.after;
};
const refused = (kase: Case): Case => appealed(by(kase, agent, reject));
/** Approved above the limit by this person. */
const waiting = (who = agent): Case => by(big(aCase()), who, approveAll(168_000));

/** Whether the supervisor may decide the appeal; what is shown says the same. */
const mayDecide = (kase: Case): boolean => {
  const { code, after: decided } = when(kase, uphold, supervisor);
  expect([code, decided === kase]).toEqual(code === 'ok' ? ['ok', false] : ['second_person_required', true]);
  expect(possibleCommands(kase, supervisor).includes('decide_appeal')).toBe(code === 'ok');
  return code === 'ok';
};

const secondApproved = by(waiting(), supervisor, { type: 'second_approve', note: 'n' });

/** What a supervisor has done in a case before its customer appealed. */
const done: readonly (readonly [string, Case, mayDecide: boolean])[] = [
  ['nothing', refused(aCase()), true],
  [
    'opening it for the customer',
    refused(
      aCase({
        timeline: [
          { at: NOW, actor: { kind: 'staff', name: supervisor.name }, event: { type: 'CaseOpened' } },
        ],
      }),
    ),
    true,
  ],
  ['claiming and releasing it', refused(by(aCase(), supervisor, claim, release)), true],
  ['writing to the customer', refused(by(aCase(), supervisor, { type: 'reply', text: '您好' })), true],
  ['recording facts', refused(by(aCase(), supervisor, facts)), false],
  [
    'verifying the order',
    refused(by(aCase({ verified: false }), supervisor, { type: 'verify', note: 'n' })),
    false,
  ],
  ['asking the customer', refused(asks(by(aCase(), supervisor, request), information).after), false],
  ['offering', appealed(by(aCase(), supervisor, offer())), false],
  [
    'withdrawing a colleague’s offer',
    refused(by(by(aCase(), agent, offer()), supervisor, { type: 'withdraw_offer', note: 'n', message: 'm' })),
    false,
  ],
  [
    'approving what another declined',
    refused(by(waiting(supervisor), finance, { type: 'second_decline', note: 'n' })),
    false,
  ],
  [
    'approving as the second what the ledger then refused',
    refused(after(secondApproved, [{ type: 'PayoutRefused', outRefundNo: `${aCase().caseNo}-1` }])),
    false,
  ],
  [
    'declining as the second',
    refused(by(waiting(), supervisor, { type: 'second_decline', note: 'n' })),
    false,
  ],
  ['rejecting', appealed(by(aCase(), supervisor, reject)), false],
  [
    'offering on an earlier appeal',
    appealed(
      by(refused(aCase()), supervisor, {
        ...uphold,
        outcome: 'offer',
        amountFen: 500,
      }),
    ),
    false,
  ],
  ['recording facts after the appeal', by(refused(aCase()), supervisor, facts), true],
  ['writing and claiming after the appeal', by(refused(aCase()), supervisor, claim), true],
];

describe('an appeal, by a supervisor whose part in the case was', () => {
  it.each(done)('%s', (_what, kase, expected) => {
    expect(mayDecide(kase)).toBe(expected);
  });
});

const types = eventSchema.options.map((option) => option.shape.type.value);
const isPart: readonly CaseEvent['type'][] = [
  'FactsRecorded',
  'OrderVerified',
  'InformationRequested',
  'OfferMade',
  'OfferEnded',
  'Approved',
  'SecondApproved',
  'SecondDeclined',
  'Rejected',
  'AppealDecided',
];
const line = (type: CaseEvent['type'], actor: Actor) =>
  ({ at: NOW, actor, event: { type, against: '' } }) as Case['timeline'][number];

describe('of every event there is', () => {
  it.each(types)(
    '%s is a part in what was decided, or is none; never where nobody of staff did it',
    (type) => {
      const had = (actor: Actor) => [
        ...whoHadPart(
          { timeline: [line(type, actor), ...refused(aCase()).timeline] },
          { against: `rejection-${String(NOW)}` },
        ),
      ];
      const who = isPart.includes(type) ? [supervisor.name, agent.name] : [agent.name];
      expect([had({ kind: 'staff', name: supervisor.name }), had(system)]).toEqual([who, [agent.name]]);
    },
  );
});

describe('an appeal against a missed date', () => {
  const passed = aCase().deadlines.reviewBy + 1;
  const noted = (kase: Case): Case => after(kase, [{ type: 'ReviewOverdue' }], passed);
  const missed = (kase: Case): Case => appealed(kase, passed + DAY_MS);
  const claimed = by(aCase(), supervisor, claim);

  it.each([
    ['had it claimed when the date passed', missed(noted(claimed)), false],
    [
      'had it claimed then, and released it afterwards',
      missed(by(noted(claimed), supervisor, release)),
      false,
    ],
    ['had it claimed, and the customer was faster than the clock', appealed(claimed, passed), false],
    ['had released it before', missed(noted(by(claimed, supervisor, release))), true],
    [
      'had left it to a colleague before',
      missed(noted(by(by(claimed, supervisor, release), agent, claim))),
      true,
    ],
    ['claimed it once the date had passed', missed(by(noted(aCase()), supervisor, claim)), true],
    ['recorded facts before the date passed', missed(noted(by(aCase(), supervisor, facts))), false],
    ['recorded facts once it had', missed(by(noted(aCase()), supervisor, facts)), false],
    ['had nothing to do with it', missed(noted(aCase())), true],
    ['let the date pass before a colleague rejected', refused(by(noted(claimed), supervisor, release)), true],
  ])('by a supervisor who %s', (_what, kase, expected) => {
    expect(mayDecide(kase)).toBe(expected);
  });

  it('that passed twice: neither of those who had it then decides', () => {
    const once = noted(by(aCase(), staff('甲', 'supervisor'), claim));
    const asked = by(once, staff('甲', 'supervisor'), release);
    const resumed = asks(by(asked, agent, request), information).after;
    const twice = after(
      by(resumed, staff('乙', 'supervisor'), claim),
      [{ type: 'ReviewOverdue' }],
      resumed.deadlines.reviewBy + 1,
    );
    const kase = appealed(twice, resumed.deadlines.reviewBy + 2);
    expect([...whoHadPart(kase, { against: 'missed_review' })].sort()).toEqual(['小林', '乙', '甲'].sort());
  });
});
