import { lapsesAt } from '../domain/case/lapse.ts';
import type { Notice } from '../domain/case/notice.ts';
import type { Case } from '../domain/case/state.ts';
import { formatYuan } from '../domain/money.ts';
import type { Language } from '../domain/reason.ts';
import type { Instant } from '../domain/time.ts';
import { textsFor } from './messages/texts-for.ts';
import { paidOut } from './next-step.ts';

/** What a template's fields can be filled with; `settings.fields` (config) maps WeChat's names to these. */
export const noticeFieldNames = [
  'caseNo',
  'order',
  'amount',
  'outcome',
  'reason',
  'clauses',
  'replyBy',
  'refundBy',
  'arrivalBy',
  'appliedAt',
  'refundedAt',
  'account',
  'remark',
] as const;
export type NoticeField = (typeof noticeFieldNames)[number];

/** What a notice is about: what was offered, approved or paid; where there is no such amount yet, the price. */
const amountOf = (kase: Case, notice: Notice): number | null => {
  if (notice.kind === 'refunded') return paidOut(kase).amountFen;
  switch (notice.outcome) {
    case 'approved':
    case 'settled_outside':
      return kase.approval?.amountFen ?? null;
    case 'offer':
    case 'offer_reminder':
      return kase.offers.at(-1)?.amountFen ?? null;
    default:
      return kase.order.paidFen;
  }
};

const asksCustomer: readonly Notice['outcome'][] = [
  'information',
  'information_reminder',
  'offer',
  'offer_reminder',
];

/** Until when a reply is due: the customer's, where they are asked for one, and ours where they are not. */
const replyByOf = (kase: Case, { outcome }: Notice): Instant =>
  (asksCustomer.includes(outcome) ? lapsesAt(kase) : null) ?? kase.deadlines.reviewBy;

/** The values of a notice, before they are fitted to a template; what is not known is an empty string. */
export const noticeFields = (
  kase: Case,
  notice: Notice,
  language: Language = kase.language,
): Record<NoticeField, string> => {
  const { form, payouts, notices: texts } = textsFor(language);
  const day = (at: number | null): string => (at === null ? '' : texts.dateField(at));
  const amountFen = amountOf(kase, notice);
  const { amountFen: paidFen, couponFen, at, account } = paidOut(kase);
  return {
    caseNo: kase.caseNo,
    order: kase.order.description === '' ? kase.order.outTradeNo : kase.order.description,
    amount: amountFen === null ? '' : formatYuan(amountFen),
    outcome: texts.outcome(notice.kind, notice.outcome),
    reason: form.reasons[kase.reason.category],
    clauses: notice.outcome === 'rejected' ? texts.clauseList(kase.rejection?.clauses ?? []) : '',
    replyBy: day(replyByOf(kase, notice)),
    refundBy: day(kase.deadlines.refundBy),
    arrivalBy: day(kase.deadlines.arrivalBy),
    appliedAt: texts.timeField(kase.openedAt),
    refundedAt: at === null ? '' : texts.timeField(at),
    account: account === null ? texts.originalChannel : payouts.account(account),
    remark:
      notice.kind === 'refunded' && couponFen > 0
        ? texts.couponRemark(paidFen - couponFen)
        : texts.remark(notice.kind, notice.outcome),
  };
};
