import { type Actor, system } from '../../src/domain/case/actor.ts';
import type { StaffCommand } from '../../src/domain/case/commands.ts';
import { decide } from '../../src/domain/case/decide.ts';
import type { CaseLimits, DecideContext } from '../../src/domain/case/decide/context.ts';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { evolveAll } from '../../src/domain/case/evolve.ts';
import { openCaseAt } from '../../src/domain/case/open.ts';
import type { Case } from '../../src/domain/case/state.ts';
import type { Role, StaffMember } from '../../src/domain/staff.ts';
import { loadCalendar } from '../../src/usecases/load-calendar.ts';
import { china } from './calendar.ts';
import { publishedPolicy } from './policy.ts';

export const NOW = china('2026-03-02 10:00');
export const calendar = loadCalendar(null);
const policy = publishedPolicy();

export const limits: CaseLimits = {
  fourEyesAboveFen: 100_000,
  offerLapseDays: 7,
  offerRounds: 5,
  informationBusinessDays: 10,
};

export const context: DecideContext = {
  now: NOW,
  calendar,
  policy,
  limits,
  refundReason: '退款 RF20260302ABCDEF',
  order: null,
  refundableFen: 19_800,
};

/** A case in review: ¥198 paid three days ago, nothing used. */
export const aCase = (over: Partial<Case> = {}): Case => ({
  ...openCaseAt(
    {
      caseNo: 'RF20260302ABCDEF',
      channel: 'chat',
      email: null,
      shop: null,
      verified: true,
      customer: { appid: 'wx0000000000000001', openid: 'oCustomer0000000000000000001' },
      language: 'zh',
      draftId: 'draft-1',
      order: {
        outTradeNo: 'ORDER-1',
        transactionId: '4200000000202602270000000001',
        description: '年度会员',
        paidFen: 19_800,
        paidAt: NOW - 3 * 86_400_000,
      },
      reason: { category: 'unused_within_14_days', text: '没有用过' },
      evidence: [],
      assessment: {
        outcome: 'full',
        clauses: ['2.2'],
        facts: {
          paidAt: NOW - 3 * 86_400_000,
          paidFeaturesUsed: false,
          quotaUsed: 0,
          quotaTotal: 100,
          promotional: false,
          terminatedForViolation: false,
          claimConfirmed: null,
          unknown: [],
        },
        fullRefundUntil: null,
        assessedAt: NOW,
      },
    },
    policy,
    calendar,
    NOW,
  ),
  ...over,
});

export const staff = (
  name: string,
  role: Role = 'agent',
  wechat: StaffMember['wechat'] = null,
): StaffMember => ({ name, role, wechat, pastWechats: [] });

export const approve = (amountFen = 19_800): StaffCommand => ({
  type: 'approve',
  amountFen,
  note: '核实无误',
  message: null,
});

/** Given a case, when a member of staff commands something, then this is what came of it. */
export const when = (
  kase: Case,
  command: StaffCommand,
  by = staff('小林'),
  over: Partial<DecideContext & { version: number }> = {},
) => {
  const used = { ...context, ...over };
  const decided = decide(kase, command, { staff: by, version: over.version ?? null }, used);
  const after = decided.ok
    ? evolveAll(kase, decided.value, used.now, { kind: 'staff', name: by.name })
    : kase;
  return { decided, code: decided.ok ? 'ok' : decided.code, after };
};

/** The case after these events, a second apart. */
export const after = (kase: Case, events: readonly CaseEvent[], at = NOW, actor: Actor = system): Case =>
  evolveAll(kase, events, at, actor);
