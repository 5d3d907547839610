import type { CaseEvent } from '../../../domain/case/events.ts';
import { formatYuan } from '../../../domain/money.ts';
import type { LifeEvent } from '../texts.ts';
import { oneLine } from '../../plain-text.ts';
import { fullDay, nearDay } from './format.ts';
import { withNote } from './note.ts';

const outcomes = {
  full: '全额退款',
  partial: '部分退款',
  none: '不予退款',
  case_by_case: '酌情处理',
} as const;

const judged = ({
  outcome,
  clauses,
}: Pick<Extract<CaseEvent, { type: 'FactsRecorded' }>['assessment'], 'outcome' | 'clauses'>): string =>
  clauses.length === 0 ? outcomes[outcome] : `${outcomes[outcome]}（${clauses.join('、')}）`;

const facts = ({ from, assessment, note }: Extract<CaseEvent, { type: 'FactsRecorded' }>): string => {
  const [before, after] = [judged(from), judged(assessment)];
  const change = before === after ? `评估不变：${after}` : `评估由“${before}”变为“${after}”`;
  return withNote(note === null ? `订单资料有更新，${change}` : `记录了事实，${change}`, note);
};

const given = (said: { readonly text: string | null; readonly evidence: readonly string[] }): string =>
  [
    ...(said.text === null ? [] : [`“${oneLine(said.text, 200)}”`]),
    ...(said.evidence.length === 0 ? [] : [`图片 ${String(said.evidence.length)} 张`]),
  ].join('，');

const endings = {
  declined: '客户没有接受方案',
  countered: '客户没有接受方案',
  withdrawn: '方案已撤回',
  lapsed: '方案到期，客户没有答复',
  appealed: '客户对方案提出申诉，方案失效',
  not_approved: '方案未获复核通过，失效',
} as const;

const against = (what: string): string => {
  if (what === 'missed_review') return '逾期未答复';
  return what.startsWith('offer-') ? '协商方案' : '审核结果';
};

const appealOutcomes = { refund: '同意全额退款', offer: '提出协商方案', uphold: '维持原决定' } as const;

/** What happens between application and money. */
export const lifeEvent = (event: LifeEvent): string => {
  switch (event.type) {
    case 'Claimed':
      return '认领了案件。';
    case 'Released':
      return '案件不再由专人负责。';
    case 'FactsRecorded':
      return facts(event);
    case 'OrderVerified':
      return withNote(
        `已核实订单 ${event.order.outTradeNo} 属于客户，实付 ${formatYuan(event.order.paidFen)}`,
        event.note,
      );
    case 'OrderNotVerified':
      return event.found === 'foreign'
        ? '微信支付的记录显示，这笔订单由另一个账号付款，请核实。'
        : '暂时无法核实订单归属。';
    case 'InformationRequested':
      return `请客户补充资料，最晚 ${fullDay(event.lapsesAt)}：“${oneLine(event.message, 200)}”。`;
    case 'InformationReminded':
      return '已提醒客户补充资料。';
    case 'InformationGiven':
      return `客户补充了资料：${given(event.given)}。`;
    case 'InformationAdded':
      return `客户又补充了资料：${given(event.given)}。`;
    case 'InformationLapsed':
      return '客户没有按时补充资料，申请暂时结束；客户答复后会重新开启。';
    case 'Reopened':
      return `客户补充了资料，案件重新开启：${given(event.given)}。`;
    case 'OfferMade':
      return withNote(
        `提出方案：退 ${formatYuan(event.amountFen)}，客户最晚 ${fullDay(event.lapsesAt)}答复`,
        event.note,
      );
    case 'OfferReminded':
      return '已提醒客户答复方案。';
    case 'OfferAccepted':
      return `客户接受方案 ${formatYuan(event.amountFen)}${event.needsSecond ? '，等待第二人复核' : ''}。`;
    case 'OfferEnded':
      return withNote(
        event.counterFen === null
          ? endings[event.ending]
          : `${endings[event.ending]}，希望退 ${formatYuan(event.counterFen)}`,
        event.note,
      );
    case 'ApprovalVoided':
      return '案件情况有变，待复核的批准失效，退回处理。';
    case 'AppealFiled':
      return `客户对${against(event.against)}提出申诉，最晚 ${nearDay(event.review.reviewBy)}答复：“${oneLine(event.text, 200)}”。`;
    case 'AppealDecided':
      return withNote(`申诉结果：${appealOutcomes[event.outcome]}`, event.note);
    case 'AppealUpheld':
      return `维持不予退款，依据 ${event.clauses.join('、')}，案件结案；客户可申请第三方调解（12315）。`;
    case 'Withdrawn':
      return '客户撤回了申请。';
    case 'StaffReplied':
      return `答复客户：“${oneLine(event.text, 200)}”。`;
    case 'ReviewDueSoon':
      return '今天是答复期限的最后一天。';
    case 'RefundDueSoon':
      return '今天是退款期限的最后一天。';
  }
};
