import { formatYuan } from '../../../domain/money.ts';
import { oneLine } from '../../plain-text.ts';
import type { NextStep } from '../../next-step.ts';
import type { CaseTexts } from '../texts.ts';
import { couponLines } from './coupons.ts';
import { latestDay, orderWords, pastDay, promisedDay } from './format.ts';
import { statuses } from './labels.ts';

const next = (step: NextStep, now: number): string => {
  switch (step.kind) {
    case 'we_answer':
      return weAnswer(step);
    case 'you_inform':
      return `等您补充资料：${oneLine(step.what, 60)}\n请直接在这里回复文字或图片，${latestDay(step.until)}。`;
    case 'you_answer_offer':
      return `等您答复方案：退款 ${formatYuan(step.amountFen)}，${latestDay(step.until)}答复。\n回复 接受、拒绝，或您希望的金额（元）；不同意也可以回复 申诉。`;
    case 'we_answer_anew':
      return '方案已到期，由我们重新审核，会尽快给您新的答复。';
    case 'we_prepare_payment':
      return '由我们安排退款，确认后会通知您。';
    case 'money_on_its_way':
      return moneyOnItsWay(step);
    case 'paid':
      return [
        `已退 ${formatYuan(step.amountFen)}${step.account === null ? '' : `，退至 ${oneLine(step.account, 20)}`}${
          step.at === null ? '' : `（${pastDay(step.at, now)}）`
        }`,
        ...couponLines(step.amountFen, step.couponFen),
      ].join('\n');
    case 'you_may_appeal':
      return `如有异议，请${latestDay(step.until)}申诉，回复 申诉 即可提交。`;
    case 'you_may_reopen':
      return `补充资料即可重新开启，${latestDay(step.until)}：${oneLine(step.what, 60)}\n请直接在这里回复图片或文字。`;
    case 'you_may_apply_again':
      return '如果改变主意，回复 退款 可以重新申请。';
    case 'ended':
      return '';
  }
};

const weAnswer = (step: Extract<NextStep, { kind: 'we_answer' }>): string => {
  const appeal = step.mayAppeal ? '\n您也可以回复 申诉，由主管介入处理。' : '';
  if (step.late) return `原定${latestDay(step.by)}答复，已经延误，非常抱歉，我们正在加急处理。${appeal}`;
  const who = step.onAppeal ? '由未参与原决定的主管重新审查' : '由我们审核';
  return `${who}，${promisedDay(step.by, step.provisional)}答复您。${appeal}`;
};

const moneyOnItsWay = (step: Extract<NextStep, { kind: 'money_on_its_way' }>): string => {
  const amount = `批准 ${formatYuan(step.amountFen)}，原路退回。`;
  if (step.late) return `${amount}\n原定日期已过，非常抱歉，我们正在加急办理。`;
  const dates = [
    ...(step.refundBy === null ? [] : [`${promisedDay(step.refundBy, step.provisional)}退出`]),
    ...(step.arrivalBy === null ? [] : [`${latestDay(step.arrivalBy)}到账`]),
  ];
  return dates.length === 0 ? amount : `${amount}\n由我们办理，${dates.join('，')}。`;
};

export const cases: CaseTexts = {
  statuses,
  next,
  noCases: '您还没有退款申请。回复 退款 可以开始。',
  progressHead: (total) => `您共有 ${String(total)} 份申请：`,
  progress: (kase, step, now) =>
    [
      `${kase.caseNo} ${statuses[kase.status]}`,
      `订单：${orderWords(kase.order, kase.order.paidFen)}，${pastDay(kase.openedAt, now)}申请`,
      ...(kase.verified ? [] : ['订单待核实']),
      next(step, now),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  more: (count) => `另有 ${String(count)} 份更早的申请，需要查询请回复 人工。`,
};
