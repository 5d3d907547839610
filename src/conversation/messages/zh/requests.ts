import type { OfferLine } from '../../../domain/case/offer.ts';
import { formatYuan } from '../../../domain/money.ts';
import type { RequestTexts } from '../texts.ts';
import { contactLine } from './contact.ts';
import { latestDay, orderWords, promisedDay } from './format.ts';

const signed = (amountFen: number): string =>
  amountFen < 0 ? `－${formatYuan(-amountFen)}` : `＋${formatYuan(amountFen)}`;

/** What is taken off, be it nothing. */
const less = (amountFen: number): string => `－${formatYuan(-amountFen)}`;

const paidParts: RequestTexts['paidParts'] = (paidFen, payerFen) =>
  payerFen === paidFen ? null : `自付 ${formatYuan(payerFen)}，优惠抵扣 ${formatYuan(paidFen - payerFen)}`;

const partsOf = ({ amountFen, payerFen }: OfferLine): string | null =>
  payerFen === undefined ? null : paidParts(amountFen, payerFen);

const offerLine = (line: OfferLine): string => {
  const { kind, amountFen, quota } = line;
  switch (kind) {
    case 'paid': {
      const parts = partsOf(line);
      return parts === null
        ? `实付 ${formatYuan(amountFen)}`
        : `订单金额 ${formatYuan(amountFen)}（${parts}）`;
    }
    case 'used':
      return `已使用${quota === null ? '' : ` ${String(quota.used)}/${String(quota.total)}`} ${less(amountFen)}`;
    case 'refunded':
      return `此前已退 ${less(amountFen)}`;
    case 'adjustment':
      return `协商调整 ${signed(amountFen)}`;
  }
};

const order = (kase: Parameters<RequestTexts['lapsed']>[0]): string =>
  `订单：${orderWords(kase.order, kase.order.paidFen)}`;

const nextAnswer = (kase: Parameters<RequestTexts['lapsed']>[0]): string =>
  `我们${promisedDay(kase.deadlines.reviewBy, kase.deadlines.provisional)}给您新的答复。`;

const ended = {
  offer_withdrawn: '我们撤回了之前提出的退款方案',
  offer_lapsed: '之前提出的退款方案已到期，没有收到您的答复',
  not_approved: '很抱歉，您接受的退款方案未能通过内部复核，无法执行',
} as const;

export const requests: RequestTexts = {
  information: (kase, { message, lapsesAt }, isReminder) =>
    [
      isReminder
        ? `温馨提醒：您的退款申请 ${kase.caseNo} 还在等您补充资料。`
        : `您的退款申请 ${kase.caseNo} 需要您补充资料。`,
      order(kase),
      `需要：${message}`,
      `请直接在这里回复文字或图片，${latestDay(lapsesAt)}。等您答复期间，审核时间暂停计算。`,
    ].join('\n'),
  offer: (kase, { amountFen, lines, lapsesAt }, message, isReminder) =>
    [
      isReminder
        ? `温馨提醒：您的退款申请 ${kase.caseNo} 还在等您答复退款方案。`
        : `关于您的退款申请 ${kase.caseNo}，我们提出以下退款方案。`,
      order(kase),
      `可退金额：${formatYuan(amountFen)}`,
      `计算：${lines.map(offerLine).join('，')}`,
      ...(lines.some((line) => partsOf(line) !== null)
        ? ['其中由优惠抵扣的部分按微信支付的规则处理，不一定退为现金。']
        : []),
      ...(message === '' ? [] : [`客服留言：${message}`]),
      '回复 接受 按此金额退款，回复 拒绝 或您希望的金额（元，如 88.00）可继续协商。',
      `请${latestDay(lapsesAt)}答复；不同意也可以回复 申诉。`,
    ].join('\n'),
  offerLines: (lines) => lines.map(offerLine),
  paidParts,
  offerEnded: (kase, outcome, message) =>
    [
      `${ended[outcome]}（申请 ${kase.caseNo}）。`,
      ...(message === '' ? [] : [`客服说明：${message}`]),
      nextAnswer(kase),
    ].join('\n'),
  lapsed: (kase) =>
    [
      `您的退款申请 ${kase.caseNo} 因未收到补充资料，暂时结束。`,
      order(kase),
      '30 天内在这里回复所需的文字或图片，申请会重新开启。',
    ].join('\n'),
  upheld: (kase, { clauses, message, contact, url }) =>
    [
      `您的申诉（申请 ${kase.caseNo}）已由未参与原决定的主管重新审查，维持原决定。很抱歉没能达成您的期望。`,
      order(kase),
      '依据退款政策：',
      ...clauses.map((clause) => (clause.text === '' ? clause.id : `${clause.id} ${clause.text}`)),
      ...(message === '' ? [] : [`主管说明：${message}`]),
      `如仍有异议，您可以申请第三方调解，例如拨打 12315 消费者投诉举报热线（政策 8.3）。需要完整的案件材料，请联系${contactLine(contact)}。`,
      `完整政策：${url}`,
    ].join('\n'),
  settledOutside: (kase, amountFen) =>
    [
      `您的退款 ${kase.caseNo} 已通过其他方式支付。`,
      order(kase),
      ...(amountFen === null ? [] : [`退款金额：${formatYuan(amountFen)}`]),
      '原支付渠道无法退回，款项已由工作人员以其他方式退给您。如未收到，请回复 人工。',
    ].join('\n'),
  message: (kase, text) => `${text}\n（退款申请 ${kase.caseNo}，客服）`,
};
