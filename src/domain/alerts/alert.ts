import { z } from 'zod';
import { fenSchema, positiveFenSchema } from '../money.ts';

const caseNo = z.string();
const outRefundNo = z.string();
/** Whose case it is; null: nobody's in particular. */
const assignee = z.string().nullable();
export const customerAnswers = [
  'information',
  'offer_accepted',
  'offer_declined',
  'offer_countered',
] as const;
/** WeChat's words or a fault's, for people. */
const detail = z.string();
const by = z.string();
/** When a person did it: each time is an alert of its own. */
const at = z.number();
/** A day in China. */
const day = z.string();

/** What the morning digest counts, in the order in which it tells. */
export const digestTopics = [
  'overdue',
  'due_today',
  'second_approval',
  'appeals',
  'people',
  'payouts',
] as const;
export type DigestTopic = (typeof digestTopics)[number];
export const digestSectionSchema = z.object({
  topic: z.enum(digestTopics),
  count: z.int().min(1),
  /** Numbers of cases, `people`: ids of threads; the longest waiting first, not all of them where there are many. */
  oldest: z.array(z.string()),
});
export type DigestSection = z.infer<typeof digestSectionSchema>;

/** What staff are told of, the most urgent kinds first; the words are found when it is sent. */
export const alertSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('morning_digest'),
    day,
    /** Whose own it is, for their WeChat; null: the team's, for the other ways. */
    member: z.string().nullable().default(null),
    sections: z.array(digestSectionSchema),
  }),
  z.object({ kind: z.literal('payouts_stopped'), by, at }),
  /** By itself: WeChat Pay calls the applications of these cases wrong. */
  z.object({ kind: z.literal('payouts_stopped_as_wrong'), caseNos: z.array(caseNo), detail, at }),
  z.object({ kind: z.literal('payouts_released'), by, at }),
  /** null: no cap from now on. */
  z.object({ kind: z.literal('daily_cap_set'), by, at, dailyCapFen: positiveFenSchema.nullable() }),
  /** Our settings or our standing are wrong: no refund can be paid. */
  z.object({ kind: z.literal('payouts_paused'), caseNo, detail }),
  z.object({ kind: z.literal('balance_short'), caseNo, detail }),
  /** WeChat Pay speaks of a payout otherwise than its own final answer was, or of one that was paid another way. */
  z.object({ kind: z.literal('late_refund_result'), caseNo, outRefundNo, refundStatus: z.string() }),
  /** Genuine, but not what we asked for; null: it named another merchant. */
  z.object({ kind: z.literal('notification_quarantined'), outRefundNo: outRefundNo.nullable(), detail }),
  z.object({ kind: z.literal('payout_needs_person'), caseNo, outRefundNo, detail }),
  z.object({ kind: z.literal('payout_abnormal'), caseNo, outRefundNo }),
  z.object({ kind: z.literal('payout_unknown'), caseNo, outRefundNo, detail }),
  z.object({ kind: z.literal('payout_closed'), caseNo, outRefundNo }),
  z.object({ kind: z.literal('payout_refused'), caseNo, outRefundNo }),
  z.object({ kind: z.literal('refund_overdue'), caseNo, refundBy: z.number() }),
  z.object({ kind: z.literal('payouts_held'), caseNo }),
  z.object({ kind: z.literal('daily_cap_reached'), caseNo, day }),
  z.object({ kind: z.literal('refund_above_cap'), caseNo, amountFen: fenSchema }),
  z.object({ kind: z.literal('review_overdue'), caseNo, reviewBy: z.number() }),
  /** The date we promised to whoever asked for a person has passed. */
  z.object({ kind: z.literal('person_overdue'), thread: z.string(), respondBy: z.number() }),
  z.object({ kind: z.literal('person_not_reached'), thread: z.string() }),
  z.object({ kind: z.literal('shop_not_told'), detail }),
  /** There is still time: the last day has begun. */
  z.object({ kind: z.literal('refund_due_soon'), caseNo, refundBy: z.number() }),
  z.object({ kind: z.literal('review_due_soon'), caseNo, assignee, reviewBy: z.number() }),
  z.object({ kind: z.literal('person_due_soon'), thread: z.string(), respondBy: z.number() }),
  z.object({ kind: z.literal('appeal_filed'), caseNo, reviewBy: z.number() }),
  z.object({ kind: z.literal('second_approval_waits'), caseNo }),
  /** It is our turn again. */
  z.object({ kind: z.literal('customer_answered'), caseNo, assignee, what: z.enum(customerAnswers) }),
  /** A customer has asked for a person, and is promised an answer by that day. */
  z.object({ kind: z.literal('person_waits'), thread: z.string(), respondBy: z.number() }),
  /** `ref`: a case's number, or a name for what must not be named here because a customer's id is in it. */
  z.object({ kind: z.literal('work_failing'), work: z.string(), ref: z.string(), failures: z.int() }),
  z.object({ kind: z.literal('notices_held_back'), caseNo, channel: z.string(), detail }),
  z.object({ kind: z.literal('notice_faulty'), caseNo, detail }),
  z.object({ kind: z.literal('notice_undeliverable'), caseNo }),
  z.object({ kind: z.literal('notice_delayed'), caseNo }),
]);
export type Alert = z.infer<typeof alertSchema>;
export type AlertKind = Alert['kind'];

const kinds: readonly AlertKind[] = alertSchema.options.map(({ shape }) => shape.kind.value);

/** 0 is what people must read first. */
export const urgency = ({ kind }: Alert): number => kinds.indexOf(kind);

/** What it is about: alerts of one kind with one subject are one alert that happened several times. */
const subjectOf = (alert: Alert): string => {
  switch (alert.kind) {
    case 'payouts_stopped_as_wrong':
    case 'payouts_paused':
    case 'balance_short':
    case 'payouts_held':
    case 'shop_not_told':
      return '';
    case 'payouts_stopped':
    case 'payouts_released':
    case 'daily_cap_set':
      return String(alert.at);
    case 'morning_digest':
      return alert.member === null ? alert.day : `${alert.day}:${alert.member}`;
    case 'daily_cap_reached':
      return alert.day;
    case 'late_refund_result':
    case 'payout_needs_person':
    case 'payout_abnormal':
    case 'payout_unknown':
    case 'payout_closed':
    case 'payout_refused':
      return alert.outRefundNo;
    case 'notification_quarantined':
      return alert.outRefundNo ?? '';
    case 'refund_overdue':
    case 'refund_above_cap':
    case 'review_overdue':
    case 'refund_due_soon':
    case 'review_due_soon':
    case 'appeal_filed':
    case 'second_approval_waits':
    case 'customer_answered':
    case 'notice_faulty':
    case 'notice_undeliverable':
    case 'notice_delayed':
      return alert.caseNo;
    case 'person_overdue':
    case 'person_not_reached':
    case 'person_due_soon':
    case 'person_waits':
      return alert.thread;
    case 'notices_held_back':
      return alert.channel;
    case 'work_failing':
      return `${alert.work}-${alert.ref}`;
  }
};

/** `<kind>:<subject>`, or the kind alone: what is raised under the same key is told as one. */
export const alertKey = (alert: Alert): string => {
  const subject = subjectOf(alert);
  return subject === '' ? alert.kind : `${alert.kind}:${subject}`;
};
