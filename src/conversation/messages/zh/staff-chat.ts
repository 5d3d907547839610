import type { Case } from '../../../domain/case/state.ts';
import { formatYuan } from '../../../domain/money.ts';
import type { StaffCaseView } from '../../staff-chat/outcome.ts';
import { fitBytes, oneLine } from '../../plain-text.ts';
import type { StaffChatTexts } from '../staff-chat-texts.ts';
import { latestDay, orderWords } from './format.ts';
import { reasons, statuses } from './labels.ts';

/** So much of the recommendation that the rest of the message keeps its place. */
const EXPLANATION_MAX_BYTES = 700;

const listed = (kase: Case, n: number, now: number): string => {
  const { caseNo, status, deadlines } = kase;
  const late = deadlines.reviewBy <= now ? '，已超期' : '';
  return `${String(n)}. ${caseNo} ${statuses[status]}，${latestDay(deadlines.reviewBy)}答复${late}`;
};

const refusals: ReadonlyMap<string, string> = new Map([
  ['forbidden', '您的角色没有这项权限，请联系有权限的同事。'],
  ['own_case', '这是您自己的申请，请由其他同事处理。'],
  ['claimed_by_other', '案件已由其他同事认领，请与其沟通，或请主管释放。'],
  ['second_person_required', '这是您自己批准的，需由另一位同事复核。'],
  ['version_conflict', '案件刚刚有变化，请重新查看后再决定。'],
  ['illegal_transition', '案件目前的状态不能进行这项操作。'],
  ['unverified_order', '订单归属尚未核实，请先在控制台核实。'],
  ['nothing_refundable', '订单已没有可退的金额。'],
  ['amount_exceeds_refundable', '金额超过了订单目前可退的余额，请重新查看。'],
  ['partial_needs_offer', '可退余额有变化，请重新查看后再决定。'],
  ['refund_window_closed', '付款已超过 365 天，微信支付无法原路退款，请用其他方式处理。'],
  ['case_not_found', '没有这个编号的案件，请核对。'],
  ['busy', '案件正在被其他人修改，本次没有执行，请稍后再试。'],
]);

const about = ({ kase, refundableFen }: StaffCaseView): string[] => [
  `${kase.caseNo} ${statuses[kase.status]}`,
  `订单：${orderWords(kase.order, kase.order.paidFen)}${
    refundableFen === null ? '，归属未核实' : `，可退 ${formatYuan(refundableFen)}`
  }`,
];

const words = ({ kase: { caseNo }, commands }: StaffCaseView): string => {
  const possible = [
    ...(commands.includes('claim') ? [`认领 ${caseNo}`] : []),
    ...(commands.includes('reply') ? [`回复 ${caseNo} 内容`] : []),
    ...(commands.includes('approve') || commands.includes('second_approve') ? [`同意 ${caseNo}`] : []),
  ];
  return possible.length === 0
    ? '目前没有您可以在微信中进行的操作。'
    : `您可以发送：\n${possible.join('\n')}`;
};

export const staffChat: StaffChatTexts = {
  bound: (name) =>
    `${oneLine(name, 40)}，您好，此微信已绑定您的员工账号。\n可以发送：队列、案件编号、认领 案件编号、回复 案件编号 内容、同意 案件编号。\n发送 解绑 可随时解除。`,
  notices: {
    code_not_valid: '绑定码无效。请重新获取绑定码后再试；多次输错后，需等一小时。',
    unbound: '已解除绑定，此微信不能再处理案件。',
    not_bound: '此微信没有绑定员工账号。',
    no_second_factor: '涉及款项的决定需要动态码确认。请先在控制台的“我的账号”中启用动态码。',
  },
  queue: (cases, hasMore, now) =>
    cases.length === 0
      ? '目前没有等您处理的案件。'
      : [
          ...cases.map((kase, index) => listed(kase, index + 1, now)),
          hasMore ? '其余案件请在控制台查看。' : '',
          '发送案件编号可查看详情。',
        ]
          .filter((line) => line !== '')
          .join('\n'),
  case: (view) =>
    [
      ...about(view),
      `申请：${reasons[view.kase.reason.category]}；${oneLine(view.kase.reason.text, 60)}`,
      fitBytes(view.explanation, EXPLANATION_MAX_BYTES),
      `${latestDay(view.kase.deadlines.reviewBy)}答复；${
        view.kase.assignee === null ? '无人认领' : `由 ${oneLine(view.kase.assignee, 40)} 处理`
      }`,
      words(view),
    ].join('\n'),
  said: {
    claimed: (caseNo) => `案件 ${caseNo} 已由您认领。`,
    replied: (caseNo) => `已回复案件 ${caseNo} 的客户，送达情况请看案件记录。`,
    text_empty: (caseNo) => `请把要回复客户的内容写在编号后面，例如：回复 ${caseNo} 您好，已收到您的资料。`,
    text_too_long: (caseNo) =>
      `内容太长，没有发送给案件 ${caseNo} 的客户：一条消息最多 500 字，表情较多时更少。请分几次回复。`,
  },
  confirm: (view, { amountFen, command, version }, changed) =>
    [
      ...(changed ? ['案件刚刚有变化，没有执行。请看现在的情况：'] : []),
      ...about(view),
      `${command === 'approve' ? '批准退款' : '复核通过，退款'} ${formatYuan(amountFen)}（案件第 ${String(version)} 版）`,
      '请在 5 分钟内直接回复 6 位动态码确认；回复其他内容则取消。',
    ].join('\n'),
  wrongCode: (left) =>
    `动态码不对或已经用过，没有执行。还可以再试 ${String(left)} 次，请等动态码更新后再回复。`,
  confirmationEnded: (why, caseNo) =>
    why === 'expired'
      ? `确认已超时，没有执行。如仍要批准，请重新发送 同意 ${caseNo}。`
      : `动态码多次不对，没有执行。请稍后重新发送 同意 ${caseNo}。`,
  note: '在微信中凭动态码确认',
  approved: ({ caseNo, status }, amountFen) =>
    status === 'awaiting_second_approval'
      ? `案件 ${caseNo} 已批准退款 ${formatYuan(amountFen)}，等待另一位同事复核。`
      : `案件 ${caseNo} 已批准退款 ${formatYuan(amountFen)}，系统将自动打款。`,
  refused: (caseNo, code) => `案件 ${caseNo}：${refusals.get(code) ?? '没有执行，请在控制台查看并处理。'}`,
};
