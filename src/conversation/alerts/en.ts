import type { Alert, DigestSection, DigestTopic } from '../../domain/alerts/alert.ts';
import { formatYuan } from '../../domain/money.ts';
import { chinaMinute, startOfChinaDay } from '../../domain/time.ts';
import { count as counted, fullDay, nearDay } from '../messages/en/format.ts';
import { oneLine } from '../plain-text.ts';
import type { AlertTexts, OurTurn } from './texts.ts';

const DETAIL_CHARS = 120;
const because = (detail: string): string => (detail === '' ? '' : ` (${oneLine(detail, DETAIL_CHARS)})`);
const name = (by: string): string => oneLine(by, 40);

const topics: Readonly<Record<DigestTopic, string>> = {
  overdue: 'Overdue',
  due_today: 'Due today',
  second_approval: 'Waiting for a second approval',
  appeals: 'Appeals waiting',
  people: 'Customers waiting for a person',
  payouts: 'Payouts paused or waiting for a person',
};

const section = ({ topic, count, oldest }: DigestSection): string => {
  const rest = count > oldest.length ? ' …' : '';
  return `${topics[topic]}: ${String(count)} (${oldest.join(', ')}${rest})`;
};

const work: Readonly<Record<string, string>> = {
  cases: 'case',
  sessions: 'the chat of a customer,',
  messages: 'a picture of a customer,',
};

const answers = {
  information: 'has given information',
  offer_accepted: 'has accepted the offer',
  offer_declined: 'has declined the offer',
  offer_countered: 'asks for another amount',
} as const;

const ourTurn = (alert: OurTurn): string => {
  switch (alert.kind) {
    case 'person_overdue':
      return `A customer waits for a person and the date promised has passed (${nearDay(alert.respondBy)}): answer request ${alert.thread}.`;
    case 'person_not_reached':
      return `An answer of ours has not reached the customer (request ${alert.thread}): reach them another way.`;
    case 'shop_not_told':
      return `The shop’s system does not take what it is told${because(alert.detail)}; trying goes on: check SHOP_WEBHOOK_URL and its receiver.`;
    case 'refund_due_soon':
      return `Today is the last day for the refund of case ${alert.caseNo} (${nearDay(alert.refundBy)}), and the money has not gone out yet.`;
    case 'review_due_soon':
      return `Today is the last day to answer case ${alert.caseNo} (${nearDay(alert.reviewBy)}): ${
        alert.assignee === null ? 'nobody has claimed it.' : `${alert.assignee}, please see to it.`
      }`;
    case 'person_due_soon':
      return `A customer waits for a person, and today is the last day promised (${nearDay(alert.respondBy)}): answer request ${alert.thread}.`;
    case 'appeal_filed':
      return `The customer of case ${alert.caseNo} appeals; a supervisor who had no part in the decision answers by the end of ${nearDay(alert.reviewBy)}.`;
    case 'second_approval_waits':
      return `Case ${alert.caseNo} waits for a second person.`;
    case 'customer_answered':
      return `The customer of case ${alert.caseNo} ${answers[alert.what]}${alert.assignee === null ? '' : `; ${alert.assignee}, please go on`}.`;
    case 'person_waits':
      return `A customer asks for a person and was promised an answer by the end of ${nearDay(alert.respondBy)}: please see to request ${alert.thread}.`;
  }
};

const text = (alert: Alert): string => {
  switch (alert.kind) {
    case 'morning_digest':
      return [
        `To do on ${fullDay(startOfChinaDay(alert.day))}, oldest first:`,
        ...alert.sections.map(section),
      ].join('\n');
    case 'payouts_stopped':
      return `${name(alert.by)} has stopped all payouts; until they are released nothing is sent to WeChat Pay.`;
    case 'payouts_stopped_as_wrong':
      return `All payouts have been stopped: within ten minutes WeChat Pay has called several refund applications wrong${because(alert.detail)}. Please find out why, then release the payouts. Cases ${alert.caseNos.join(', ')}.`;
    case 'payouts_released':
      return `${name(alert.by)} has released the payouts; refunds that waited go on by themselves.`;
    case 'daily_cap_set':
      return alert.dailyCapFen === null
        ? `${name(alert.by)} has removed the daily cap of payouts.`
        : `${name(alert.by)} has set the daily cap of payouts to ${formatYuan(alert.dailyCapFen)}.`;
    case 'payouts_paused':
      return `Nothing can be paid through WeChat Pay for now: check merchant number, certificate and key; refunds go on once it is put right${because(alert.detail)}. Case ${alert.caseNo}.`;
    case 'balance_short':
      return `The merchant balance is short: top it up, the refunds follow by themselves${because(alert.detail)}. Case ${alert.caseNo}.`;
    case 'late_refund_result':
      return `WeChat Pay reports ${oneLine(alert.refundStatus, 20)} for refund ${alert.outRefundNo}, which here is settled otherwise or was never sent: compare with the merchant platform, it may have been paid twice.`;
    case 'notification_quarantined':
      return alert.outRefundNo === null
        ? `A refund notification for another merchant was quarantined${because(alert.detail)}: check the settings of the merchant platform.`
        : `A notification of refund ${alert.outRefundNo} contradicts what we asked for and was quarantined${because(alert.detail)}: compare with the merchant platform.`;
    case 'payout_needs_person':
      return `Refund ${alert.outRefundNo} needs a person${because(alert.detail)}.`;
    case 'payout_abnormal':
      return `Refund ${alert.outRefundNo} is abnormal: the money cannot reach the customer’s account. Finance has to deal with it.`;
    case 'payout_unknown':
      return `What became of refund ${alert.outRefundNo} is still not known; asking goes on${because(alert.detail)}.`;
    case 'payout_closed':
      return `WeChat Pay has closed refund ${alert.outRefundNo} and nothing was paid; it is submitted again under a new number.`;
    case 'payout_refused':
      return `Refund ${alert.outRefundNo} was not submitted: the order has not enough left. The case is back, decide again.`;
    case 'refund_overdue':
      return `The refund deadline of case ${alert.caseNo} (${nearDay(alert.refundBy)}) has passed and the money has not gone out: see to it.`;
    case 'payouts_held':
      return `Payouts are stopped and approved refunds are waiting: case ${alert.caseNo}.`;
    case 'daily_cap_reached':
      return `Today’s payouts have reached the cap; the refund of case ${alert.caseNo} follows tomorrow, or once the cap is raised.`;
    case 'refund_above_cap':
      return `The refund of case ${alert.caseNo}, ${formatYuan(alert.amountFen)}, is larger than the daily cap; it is paid once the cap is raised.`;
    case 'review_overdue':
      return `The review deadline of case ${alert.caseNo} (${nearDay(alert.reviewBy)}) has passed: decide the case.`;
    case 'work_failing':
      return `The work on ${work[alert.work] ?? alert.work} ${alert.ref} has failed ${counted(alert.failures, 'time')} and is tried again: an engineer should read the log.`;
    case 'notices_held_back':
      return `WeChat does not take our notices for now; they are tried again${because(alert.detail)}: check the Official Account. Case ${alert.caseNo}.`;
    case 'notice_faulty':
      return `WeChat refused a notice of case ${alert.caseNo} for what is in it${because(alert.detail)}: check the template, and reach the customer another way.`;
    case 'notice_undeliverable':
      return `A notice of case ${alert.caseNo} cannot be delivered: reach the customer another way.`;
    case 'notice_delayed':
      return `A notice of case ${alert.caseNo} could still not be delivered; trying goes on.`;
    default:
      return ourTurn(alert);
  }
};

const names: AlertTexts['names'] = {
  morning_digest: 'To do today',
  payouts_stopped: 'Payouts stopped',
  payouts_stopped_as_wrong: 'Payouts stopped by themselves',
  payouts_released: 'Payouts released',
  daily_cap_set: 'Daily cap changed',
  payouts_paused: 'Nothing can be paid',
  balance_short: 'Merchant balance short',
  late_refund_result: 'Refund result not ours',
  notification_quarantined: 'Refund notification quarantined',
  payout_needs_person: 'Refund needs a person',
  payout_abnormal: 'Refund abnormal',
  payout_unknown: 'Outcome of a refund unknown',
  payout_closed: 'Refund closed',
  payout_refused: 'Order has not enough left',
  refund_overdue: 'Refund overdue',
  payouts_held: 'Refunds wait for the payout switch',
  daily_cap_reached: 'Daily cap reached',
  refund_above_cap: 'Refund larger than the daily cap',
  review_overdue: 'Review overdue',
  person_overdue: 'Person overdue',
  person_not_reached: 'Answer not delivered',
  shop_not_told: 'Shop not told',
  refund_due_soon: 'Refund due today',
  review_due_soon: 'Answer due today',
  person_due_soon: 'Person due today',
  appeal_filed: 'Appeal',
  second_approval_waits: 'Second approval waits',
  customer_answered: 'Customer answered',
  person_waits: 'Person asked for',
  work_failing: 'Work failing',
  notices_held_back: 'Notices held back',
  notice_faulty: 'Notice refused for its content',
  notice_undeliverable: 'Notice undeliverable',
  notice_delayed: 'Notice delayed',
};

export const en: AlertTexts = {
  text,
  names,
  severalTimes: (times) => ` (${counted(times, 'time')} in all)`,
  again: (times, toldAt) =>
    ` (${counted(times, 'time')} since you were told at ${chinaMinute(toldAt).slice(5)})`,
  title: (alerts) => `Refund desk: ${counted(alerts, 'alert')}`,
  more: (count, byName) =>
    `And ${String(count)} more: ${byName.map((each) => `${each.name} × ${String(each.count)}`).join(', ')}.`,
  where: (url) => `See ${url}`,
};
