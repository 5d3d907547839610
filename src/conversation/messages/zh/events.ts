import { formatYuan } from '../../../domain/money.ts';
import type { CaseEvent } from '../../../domain/case/events.ts';
import type { Actor } from '../../../domain/case/actor.ts';
import type { NoticeKind } from '../../../domain/case/notice.ts';
import { oneLine } from '../../plain-text.ts';
import { lifeEvent } from './case-events.ts';
import { fullDay, fullMinute } from './format.ts';
import { withNote } from './note.ts';
import { trouble } from './troubles.ts';

type PayoutEvent = Extract<CaseEvent, { outRefundNo: string }>;
type NoticeEvent = Extract<CaseEvent, { noticeId: string }>;
type DeadlinesMoved = Extract<CaseEvent, { type: 'DeadlinesMoved' }>;

const channels = { customer_message: '客服消息', template: '模板消息' } as const;

const noticeNames: Readonly<Record<NoticeKind, string>> = {
  received: '受理通知',
  result: '结果通知',
  refunded: '退款成功通知',
  request: '待办通知',
  message: '客服答复',
};

/** `result-1` → 结果通知（result-1） */
const noticeName = (id: string): string => {
  const [, name] = Object.entries(noticeNames).find(([kind]) => id.startsWith(`${kind}-`)) ?? [];
  return `${name ?? '通知'}（${oneLine(id, 20)}）`;
};

const payout = (event: PayoutEvent): string => {
  const no = event.outRefundNo;
  switch (event.type) {
    case 'PayoutPlanned':
      return `已计划第 ${String(event.number)} 次打款：退款单号 ${no}，金额 ${formatYuan(event.amountFen)}，最晚 ${fullDay(event.refundBy)}退出${event.provisional ? '（日期暂定）' : ''}。`;
    case 'PayoutReserved':
      return `退款单 ${no} 的金额已在订单上预留。`;
    case 'PayoutRefused':
      return `退款单 ${no} 未能预留金额：订单可退余额不足，案件退回。`;
    case 'PayoutSent':
      return `退款单 ${no} 已向微信支付提交。`;
    case 'PayoutAccepted':
      return `微信支付已受理退款单 ${no}（微信退款单号 ${event.refundId}），处理中。`;
    case 'PayoutSucceeded':
      return `退款单 ${no} 成功：${formatYuan(event.amountFen)} 于 ${fullMinute(event.successTime)} 退回${
        event.userReceivedAccount === null ? '' : `至 ${oneLine(event.userReceivedAccount, 40)}`
      }。`;
    case 'PayoutClosed':
      return `微信支付已关闭退款单 ${no}，这一次没有退出。`;
    case 'PayoutAbnormal':
      return `退款单 ${no} 异常：款项未能退到客户账户，需要财务处理。`;
    case 'PayoutDelayed':
      return withNote(`退款单 ${no} 的结果暂时未知，将继续查询`, trouble(event.trouble));
    case 'PayoutWaitsForFunds':
      return withNote(`商户余额不足，退款单 ${no} 等待补足资金`, trouble(event.trouble));
    case 'PayoutPaused':
      return withNote(`退款单 ${no} 已暂停`, trouble(event.trouble));
    case 'PayoutNeedsPerson':
      return withNote(`退款单 ${no} 需要人工处理`, trouble(event.trouble));
    case 'SettledOutside':
      return withNote(`退款单 ${no} 已以其他方式付清，凭证：${oneLine(event.proof, 100)}`, event.note);
  }
};

const notice = (event: NoticeEvent): string => {
  const name = noticeName(event.noticeId);
  switch (event.type) {
    case 'NoticeSent':
      return `${name}已通过${channels[event.channel]}发送。`;
    case 'NoticeArrived':
      return `${name}已送达，微信已确认。`;
    case 'NoticeNotArrived':
      return withNote(`${name}未能通过${channels.template}送达`, trouble(event.detail));
    case 'NoticeChannelRefused':
      return withNote(`${name}无法通过${channels[event.channel]}送达`, trouble(event.detail));
    case 'NoticeDelayed':
      return withNote(`${name}暂未送达，将重试`, trouble(event.detail));
    case 'NoticeUndeliverable':
      return withNote(`${name}无法送达，请用其他方式联系客户`, trouble(event.detail));
  }
};

const moved = ({
  reviewBy,
  refundBy,
  arrivalBy,
  appealBy,
  lapsesAt,
  provisional,
}: DeadlinesMoved): string => {
  const ours = refundBy === null ? `答复最晚 ${fullDay(reviewBy)}` : `退款最晚 ${fullDay(refundBy)}`;
  // While it is the customer's turn our own clock stands.
  const dates = [
    lapsesAt === null ? ours : `客户回复最晚 ${fullDay(lapsesAt)}`,
    ...(arrivalBy === null ? [] : [`到账最晚 ${fullDay(arrivalBy)}`]),
    ...(appealBy === null ? [] : [`客户申诉最晚 ${fullDay(appealBy)}`]),
  ];
  return `国家放假安排已公布，期限重新计算：${dates.join('，')}${provisional ? '（日期暂定）' : ''}。`;
};

/** One line of the timeline, for staff. */
export const event = (given: CaseEvent, actor: Actor): string => {
  if ('outRefundNo' in given) return payout(given);
  if ('noticeId' in given) return notice(given);
  switch (given.type) {
    case 'CaseOpened':
      return actor.kind === 'customer' ? '客户提交了退款申请。' : '已代客户登记退款申请。';
    case 'Approved':
      return withNote(
        `批准退款 ${formatYuan(given.amountFen)}${given.needsSecond ? '，等待第二人复核' : ''}`,
        given.note,
      );
    case 'SecondApproved':
      return withNote('复核通过', given.note);
    case 'SecondDeclined':
      return withNote('复核未通过，退回审核', given.note);
    case 'Rejected':
      return withNote(
        `不予退款，依据 ${given.clauses.join('、')}，客户最晚 ${fullDay(given.appealBy)}申诉`,
        given.note,
      );
    case 'AppealWindowClosed':
      return '申诉期已过，案件结案。';
    case 'ReviewOverdue':
      return '已超过答复期限。';
    case 'RefundOverdue':
      return '已超过退款期限。';
    case 'DeadlinesMoved':
      return moved(given);
    default:
      return lifeEvent(given);
  }
};
