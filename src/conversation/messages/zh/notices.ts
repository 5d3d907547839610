import type { NoticeOutcome } from '../../../domain/case/notice.ts';
import { formatYuan } from '../../../domain/money.ts';
import { oneLine } from '../../plain-text.ts';
import type { NoticeTexts } from '../texts.ts';
import { contactLine } from './contact.ts';
import { couponLines } from './coupons.ts';
import { fullDay, fullMinute, latestDay, orderWords, promisedDay } from './format.ts';

const order = (kase: Parameters<NoticeTexts['received']>[0]): string =>
  `订单：${orderWords(kase.order, kase.order.paidFen)}`;

/** At most five characters: a template's `phrase` takes no more. */
const outcomes: Readonly<Record<NoticeOutcome, string>> = {
  approved: '已批准',
  rejected: '未通过',
  upheld: '维持原议',
  lapsed: '暂时结束',
  settled_outside: '已退款',
  information: '待补充',
  information_reminder: '待补充',
  offer: '待您确认',
  offer_reminder: '待您确认',
  offer_withdrawn: '重新审核',
  offer_lapsed: '重新审核',
  not_approved: '重新审核',
};

/** At most twenty characters. */
const remarks: Readonly<Record<NoticeOutcome, string>> = {
  approved: '款项将按原支付渠道退回',
  rejected: '如有异议可申诉，回复“申诉”',
  upheld: '可申请第三方调解，如 12315',
  lapsed: '30 天内补充资料可重新开启',
  settled_outside: '已以其他方式退款给您',
  information: '请在公众号回复文字或图片',
  information_reminder: '请在公众号回复文字或图片',
  offer: '请在公众号回复接受或拒绝',
  offer_reminder: '请在公众号回复接受或拒绝',
  offer_withdrawn: '方案已撤回，我们会再答复您',
  offer_lapsed: '方案已到期，我们会再答复您',
  not_approved: '方案未能执行，我们会再答复您',
};

export const notices: NoticeTexts = {
  received: (kase) =>
    [
      '我们已收到您的退款申请。',
      `申请编号：${kase.caseNo}`,
      order(kase),
      ...(kase.verified ? [] : ['这笔订单还未核对到您的账号，工作人员会先核实。']),
      `我们${promisedDay(kase.deadlines.reviewBy, kase.deadlines.provisional)}答复您。`,
      '回复 进度 可随时查看。',
    ].join('\n'),
  approved: (kase, amountFen, message) => {
    const { refundBy, arrivalBy, provisional } = kase.deadlines;
    return [
      `您的退款申请 ${kase.caseNo} 已批准。`,
      order(kase),
      `批准金额：${formatYuan(amountFen)}`,
      '款项将按原支付渠道退回，目前正在办理，退款成功后会再通知您。',
      ...(refundBy === null ? [] : [`${promisedDay(refundBy, provisional)}退出。`]),
      ...(arrivalBy === null ? [] : [`${latestDay(arrivalBy)}到账，以银行或微信到账为准。`]),
      ...(message === '' ? [] : [`客服留言：${message}`]),
    ].join('\n');
  },
  rejected: (kase, { clauses, message, appealBy, contact, url }) =>
    [
      `您的退款申请 ${kase.caseNo} 经审核未能通过，很抱歉没能达成您的期望。`,
      order(kase),
      '依据退款政策：',
      ...clauses.map((clause) => (clause.text === '' ? clause.id : `${clause.id} ${clause.text}`)),
      ...(message === '' ? [] : [`客服说明：${message}`]),
      `如有异议，请${latestDay(appealBy)}申诉：在这里回复 申诉 即可；也可以联系${contactLine(contact)}，附上申请编号（政策 8.1）。`,
      `完整政策：${url}`,
    ].join('\n'),
  refunded: (kase, { amountFen, couponFen, at, account }) =>
    [
      `您的退款 ${kase.caseNo} 已成功退出。`,
      order(kase),
      `退款金额：${formatYuan(amountFen)}`,
      ...couponLines(amountFen, couponFen),
      ...(account === null || account === '' ? [] : [`退至：${oneLine(account, 40)}`]),
      ...(at === null ? [] : [`退款时间：${fullMinute(at)}`]),
      '退至银行卡的，到账时间以银行为准。感谢您的耐心等待。',
    ].join('\n'),
  movedOn: (kase) => `您的退款申请 ${kase.caseNo} 有新的进展，回复 进度 查看。`,
  outcome: (kind, outcome) => {
    if (kind === 'received') return '审核中';
    return kind === 'refunded' ? '已退款' : outcomes[outcome ?? 'approved'];
  },
  remark: (kind, outcome) => {
    if (kind === 'received') return '回复“进度”可随时查看';
    return kind === 'refunded' ? '到账时间以银行或微信为准' : remarks[outcome ?? 'approved'];
  },
  couponRemark: (ownFen) => `其中退回自付 ${formatYuan(ownFen)}`,
  clauseList: (ids) => (ids.length === 0 ? '' : `依据政策 ${ids.join('、')}`),
  originalChannel: '原支付渠道',
  unknown: '待核实',
  dateField: fullDay,
  timeField: fullMinute,
};
