import type { Facts } from '../../../domain/policy/types.ts';
import { shiftDate, chinaDate, startOfChinaDay } from '../../../domain/time.ts';
import type { StaffTexts } from '../texts.ts';
import { event } from './events.ts';
import { fullDay, plainClause } from './format.ts';
import { trouble } from './troubles.ts';

const outcomes = {
  full: '建议：全额退款。',
  partial: '建议：部分退款，金额与客户协商。',
  none: '建议：不予退款，须由工作人员决定。',
  case_by_case: '建议：由工作人员酌情处理。',
} as const;

const unknownFacts: Readonly<Record<Facts['unknown'][number], string>> = {
  paidAt: '购买时间',
  usage: '使用情况',
  promotional: '是否为促销订单',
  terminatedForViolation: '是否因违规被终止',
  order: '订单本身（尚未核实）',
};

const yes = (value: boolean | null, text: string): readonly string[] => (value === true ? [text] : []);

const usage = ({ paidFeaturesUsed, quotaUsed, quotaTotal }: Facts): readonly string[] => [
  ...(paidFeaturesUsed === null ? [] : [paidFeaturesUsed ? '付费功能已使用' : '付费功能未使用']),
  ...(quotaUsed === null || quotaTotal === null || quotaTotal === 0
    ? []
    : [`额度已用 ${String(quotaUsed)}/${String(quotaTotal)}`]),
];

const purchase = (facts: Facts, days: number, until: number | null): readonly string[] => {
  if (facts.paidAt === null) return [];
  const lastDay = startOfChinaDay(shiftDate(chinaDate(facts.paidAt), days));
  const moved = until !== null && chinaDate(until) !== chinaDate(lastDay);
  return [
    `购买于 ${fullDay(facts.paidAt)}，第 ${String(days)} 天为 ${fullDay(lastDay)}${
      moved ? `（遇休息日，顺延至 ${fullDay(until)}）` : ''
    }`,
  ];
};

const assessment: StaffTexts['assessment'] = (given, policy) => {
  const { facts, clauses } = given;
  const texts = new Map(policy.sections.flatMap((section) => section.clauses.map((c) => [c.id, c.text.zh])));
  // A claim nobody has confirmed is what the customer says, not yet a ground.
  const ground = given.outcome === 'case_by_case' ? '客户主张' : '依据';
  const known = [
    ...purchase(facts, policy.parameters.fullRefundDays, given.fullRefundUntil),
    ...usage(facts),
    ...yes(facts.promotional, '属于促销订单'),
    ...yes(facts.terminatedForViolation, '服务因违规被终止'),
    ...(facts.claimConfirmed === null ? [] : [`工作人员已确认 ${facts.claimConfirmed} 所述情形`]),
  ];
  return [
    outcomes[given.outcome],
    ...clauses.map((id) => `${ground} ${id}：${plainClause(texts.get(id) ?? '本版政策中没有这一条')}`),
    ...(known.length === 0 ? [] : [`事实：${known.join('；')}。`]),
    ...(facts.unknown.length === 0
      ? []
      : [`尚不清楚：${facts.unknown.map((name) => unknownFacts[name]).join('、')}。`]),
    `评估于 ${fullDay(given.assessedAt)}。`,
  ].join('\n');
};

export const staff: StaffTexts = { event, assessment, trouble };
