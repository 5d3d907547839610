import type { Status } from '../../../domain/case/status.ts';
import type { ReasonCategory } from '../../../domain/reason.ts';

export const reasons: Readonly<Record<ReasonCategory, string>> = {
  technical_failure: '技术故障，无法正常使用',
  unused_within_14_days: '购买 14 天内，尚未使用',
  service_unavailable: '服务无法提供',
  required_by_law: '法律法规规定应当退款',
  personal_emergency: '个人突发情况',
  maintenance_interruption: '系统维护造成中断',
  force_majeure: '不可抗力',
  own_reasons: '个人原因，不再需要',
  other: '其他原因',
};

export const statuses: Readonly<Record<Status, string>> = {
  in_review: '审核中',
  awaiting_customer: '待补充资料',
  offered: '待确认方案',
  awaiting_second_approval: '复核中',
  refunding: '退款办理中',
  refunded: '已退款',
  settled_outside: '已通过其他方式退款',
  rejected: '未通过',
  appealed: '申诉审理中',
  closed: '已结案',
  lapsed: '逾期未补充，已关闭',
  withdrawn: '已撤回',
};
