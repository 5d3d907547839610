import { formatYuan } from '../../../domain/money.ts';
import { oneLine } from '../../plain-text.ts';
import type { NextStep } from '../../next-step.ts';
import type { CaseTexts } from '../texts.ts';
import { latestDay, orderWords, pastDay, promisedDay } from './format.ts';
import { statuses } from './labels.ts';

const next = (step: NextStep, now: number): string => {
  switch (step.kind) {
    case 'we_answer':
      return step.late
        ? `原定${latestDay(step.by)}答复，已经延误，非常抱歉，我们正在加急处理。`
        : `由我们审核，${promisedDay(step.by, step.provisional)}答复您。`;
    case 'you_inform':
      return '等您补充资料，请回复 人工 提供给客服。';
    case 'you_answer_offer':
      return '等您确认我们提出的方案，请回复 人工 告诉客服。';
    case 'we_prepare_payment':
      return '由我们安排退款，确认后会通知您。';
    case 'money_on_its_way':
      return moneyOnItsWay(step);
    case 'paid':
      return `已退 ${formatYuan(step.amountFen)}${step.account === null ? '' : `，退至 ${oneLine(step.account, 20)}`}${
        step.at === null ? '' : `（${pastDay(step.at, now)}）`
      }`;
    case 'you_may_appeal':
      return `如有异议，请${latestDay(step.until)}申诉，回复 申诉 了解办法。`;
    case 'ended':
      return '';
  }
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
