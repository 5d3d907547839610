import type { Alert, DigestSection, DigestTopic } from '../../domain/alerts/alert.ts';
import { formatYuan } from '../../domain/money.ts';
import { chinaMinute, startOfChinaDay } from '../../domain/time.ts';
import { fullDay, nearDay } from '../messages/zh/format.ts';
import { oneLine } from '../plain-text.ts';
import type { AlertTexts, OurTurn } from './texts.ts';

const DETAIL_CHARS = 120;
const because = (detail: string): string => (detail === '' ? '' : `（${oneLine(detail, DETAIL_CHARS)}）`);
const name = (by: string): string => oneLine(by, 40);

const topics: Readonly<Record<DigestTopic, string>> = {
  overdue: '已超期',
  due_today: '今天到期',
  second_approval: '等待复核',
  appeals: '等待处理申诉',
  people: '等待人工答复',
  payouts: '打款暂停或需人工处理',
};

const section = ({ topic, count, oldest }: DigestSection): string => {
  const rest = count > oldest.length ? ' 等' : '';
  return `${topics[topic]} ${String(count)} 件：${oldest.join('、')}${rest}`;
};

/** What the collections hold that background work is done on. */
const work: Readonly<Record<string, string>> = {
  cases: '案件',
  sessions: '客户会话',
  messages: '客户图片',
};

const answers = {
  information: '补充了资料',
  offer_accepted: '接受了方案',
  offer_declined: '没有接受方案',
  offer_countered: '提出了另一个金额',
} as const;

const ourTurn = (alert: OurTurn): string => {
  switch (alert.kind) {
    case 'person_overdue':
      return `有客户等待人工答复，已过承诺的日期（${nearDay(alert.respondBy)}），请尽快答复（请求 ${alert.thread}）。`;
    case 'person_not_reached':
      return `给客户的人工答复没有送达（请求 ${alert.thread}），请用其他方式联系客户。`;
    case 'shop_not_told':
      return `商城系统一直没有接收退款通知${because(alert.detail)}，仍在重试：请检查 SHOP_WEBHOOK_URL 和接收方。`;
    case 'refund_due_soon':
      return `案件 ${alert.caseNo} 今天是退款期限的最后一天（${nearDay(alert.refundBy)}），款项还没有退出。`;
    case 'review_due_soon':
      return `案件 ${alert.caseNo} 今天是答复期限的最后一天（${nearDay(alert.reviewBy)}）：${
        alert.assignee === null ? '还没有人认领。' : `请 ${alert.assignee} 尽快处理。`
      }`;
    case 'person_due_soon':
      return `有客户等待人工答复，今天是承诺的最后一天（${nearDay(alert.respondBy)}），请尽快答复（请求 ${alert.thread}）。`;
    case 'appeal_filed':
      return `案件 ${alert.caseNo} 的客户提出申诉，请未参与原决定的主管最晚 ${nearDay(alert.reviewBy)}答复。`;
    case 'second_approval_waits':
      return `案件 ${alert.caseNo} 等待第二人复核。`;
    case 'customer_answered':
      return `案件 ${alert.caseNo} 的客户${answers[alert.what]}${alert.assignee === null ? '' : `，请 ${alert.assignee} 跟进`}。`;
    case 'person_waits':
      return `有客户请求人工答复，已承诺最晚 ${nearDay(alert.respondBy)}回复，请跟进（请求 ${alert.thread}）。`;
  }
};

const text = (alert: Alert): string => {
  switch (alert.kind) {
    case 'morning_digest':
      return [
        `${fullDay(startOfChinaDay(alert.day))}待办（最早的在前）：`,
        ...alert.sections.map(section),
      ].join('\n');
    case 'payouts_stopped':
      return `${name(alert.by)} 停止了全部打款，恢复前不会向微信支付提交任何退款。`;
    case 'payouts_stopped_as_wrong':
      return `已自动停止全部打款：10 分钟内有多笔退款请求被微信支付判为参数错误${because(alert.detail)}。请查明原因后再恢复打款。案件 ${alert.caseNos.join('、')}。`;
    case 'payouts_released':
      return `${name(alert.by)} 恢复了打款，暂停的退款将自动继续。`;
    case 'daily_cap_set':
      return alert.dailyCapFen === null
        ? `${name(alert.by)} 取消了每日打款上限。`
        : `${name(alert.by)} 将每日打款上限设为 ${formatYuan(alert.dailyCapFen)}。`;
    case 'payouts_paused':
      return `目前无法通过微信支付打款，退款暂停：请检查商户号、证书和密钥，排除后自动继续${because(alert.detail)}。案件 ${alert.caseNo}。`;
    case 'balance_short':
      return `商户余额不足，请充值，到账后退款自动继续${because(alert.detail)}。案件 ${alert.caseNo}。`;
    case 'late_refund_result':
      return `微信支付通知退款单 ${alert.outRefundNo} 的结果为 ${oneLine(alert.refundStatus, 20)}，与我们的记录不符（已了结，或从未提交）：请在商户平台核对，以防重复退款。`;
    case 'notification_quarantined':
      return alert.outRefundNo === null
        ? `收到其他商户号的退款通知，已隔离${because(alert.detail)}：请核对商户平台的设置。`
        : `退款单 ${alert.outRefundNo} 的通知与我们的申请不符，已隔离${because(alert.detail)}：请在商户平台核对。`;
    case 'payout_needs_person':
      return `退款单 ${alert.outRefundNo} 需要人工处理${because(alert.detail)}。`;
    case 'payout_abnormal':
      return `退款单 ${alert.outRefundNo} 异常：款项退不到客户账户，请财务处理。`;
    case 'payout_unknown':
      return `退款单 ${alert.outRefundNo} 的结果一直未知，仍在自动查询${because(alert.detail)}。`;
    case 'payout_closed':
      return `微信支付关闭了退款单 ${alert.outRefundNo}，款项没有退出，系统将用新单号再次提交。`;
    case 'payout_refused':
      return `退款单 ${alert.outRefundNo} 没有提交：订单可退余额不足，案件已退回，请重新决定。`;
    case 'refund_overdue':
      return `案件 ${alert.caseNo} 已过退款期限（${nearDay(alert.refundBy)}），款项仍未退出，请尽快处理。`;
    case 'payouts_held':
      return `打款已停止，已批准的退款正在等待：案件 ${alert.caseNo}。`;
    case 'daily_cap_reached':
      return `今天的打款已达上限，案件 ${alert.caseNo} 的退款等到明天，或调高上限后自动继续。`;
    case 'refund_above_cap':
      return `案件 ${alert.caseNo} 的退款 ${formatYuan(alert.amountFen)} 超过每日打款上限，调高上限后才会打款。`;
    case 'review_overdue':
      return `案件 ${alert.caseNo} 已过答复期限（${nearDay(alert.reviewBy)}），请尽快作出决定。`;
    case 'work_failing':
      return `${work[alert.work] ?? alert.work} ${alert.ref} 的自动处理已失败 ${String(alert.failures)} 次，仍会重试：请技术人员查看日志。`;
    case 'notices_held_back':
      return `微信暂不接受我们的通知，将自动重试${because(alert.detail)}：请检查公众号。案件 ${alert.caseNo}。`;
    case 'notice_faulty':
      return `案件 ${alert.caseNo} 的通知内容被微信拒绝${because(alert.detail)}：请检查模板，并用其他方式联系客户。`;
    case 'notice_undeliverable':
      return `案件 ${alert.caseNo} 的通知无法送达，请用其他方式联系客户。`;
    case 'notice_delayed':
      return `案件 ${alert.caseNo} 的通知多次未能送达，仍在重试。`;
    default:
      return ourTurn(alert);
  }
};

const names: AlertTexts['names'] = {
  morning_digest: '今日待办',
  payouts_stopped: '停止打款',
  payouts_stopped_as_wrong: '自动停止打款',
  payouts_released: '恢复打款',
  daily_cap_set: '修改打款上限',
  payouts_paused: '无法打款',
  balance_short: '商户余额不足',
  late_refund_result: '退款结果不符',
  notification_quarantined: '退款通知已隔离',
  payout_needs_person: '退款需人工处理',
  payout_abnormal: '退款异常',
  payout_unknown: '退款结果未知',
  payout_closed: '退款单被关闭',
  payout_refused: '可退余额不足',
  refund_overdue: '退款超期',
  payouts_held: '退款等待恢复打款',
  daily_cap_reached: '打款达到上限',
  refund_above_cap: '单笔超过上限',
  review_overdue: '答复超期',
  person_overdue: '人工答复超期',
  person_not_reached: '人工答复未送达',
  shop_not_told: '商城未接收通知',
  refund_due_soon: '退款今天到期',
  review_due_soon: '答复今天到期',
  person_due_soon: '人工答复今天到期',
  appeal_filed: '客户申诉',
  second_approval_waits: '等待复核',
  customer_answered: '客户已答复',
  person_waits: '客户请求人工答复',
  work_failing: '自动处理失败',
  notices_held_back: '通知暂缓',
  notice_faulty: '通知内容被拒',
  notice_undeliverable: '通知无法送达',
  notice_delayed: '通知延迟',
};

export const zh: AlertTexts = {
  text,
  names,
  severalTimes: (times) => `（共 ${String(times)} 次）`,
  again: (times, toldAt) => `（${chinaMinute(toldAt).slice(5)} 通知后又发生 ${String(times)} 次）`,
  title: (alerts) => `退款台：${String(alerts)} 条提醒`,
  more: (count, byName) =>
    `另有 ${String(count)} 条：${byName.map((each) => `${each.name} ${String(each.count)} 条`).join('、')}。`,
  where: (url) => `详情见 ${url}`,
};
