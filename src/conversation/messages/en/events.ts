import { formatYuan } from '../../../domain/money.ts';
import type { CaseEvent } from '../../../domain/case/events.ts';
import type { Actor } from '../../../domain/case/actor.ts';
import type { NoticeKind } from '../../../domain/case/notice.ts';
import { oneLine } from '../../plain-text.ts';
import { accountName } from './accounts.ts';
import { lifeEvent } from './case-events.ts';
import { fullDay, fullMinute } from './format.ts';
import { withNote } from './note.ts';
import { trouble } from './troubles.ts';

type PayoutEvent = Extract<CaseEvent, { outRefundNo: string }>;
type NoticeEvent = Extract<CaseEvent, { noticeId: string }>;
type DeadlinesMoved = Extract<CaseEvent, { type: 'DeadlinesMoved' }>;

const channels = { customer_message: 'customer message', template: 'template message' } as const;

const noticeNames: Readonly<Record<NoticeKind, string>> = {
  received: 'Acknowledgement',
  result: 'Notice of the result',
  refunded: 'Notice of the refund',
  request: 'Request to the customer',
  message: 'Reply of customer service',
};

/** `result-1` → Notice of the result (result-1) */
const noticeName = (id: string): string => {
  const [, name] = Object.entries(noticeNames).find(([kind]) => id.startsWith(`${kind}-`)) ?? [];
  return `${name ?? 'Notice'} (${oneLine(id, 20)})`;
};

const payout = (event: PayoutEvent): string => {
  const no = event.outRefundNo;
  switch (event.type) {
    case 'PayoutPlanned':
      return `Payout ${String(event.number)} planned: refund ${no} of ${formatYuan(event.amountFen)}, to be sent by the end of ${fullDay(event.refundBy)}${event.provisional ? ' (provisional)' : ''}.`;
    case 'PayoutReserved':
      return `The amount of refund ${no} is reserved on the order.`;
    case 'PayoutRefused':
      return `The amount of refund ${no} could not be reserved: the order has not enough left. The case goes back.`;
    case 'PayoutSent':
      return `Refund ${no} submitted to WeChat Pay.`;
    case 'PayoutAccepted':
      return `WeChat Pay has accepted refund ${no} (its own number: ${event.refundId}) and is processing it.`;
    case 'PayoutSucceeded':
      return `Refund ${no} succeeded: ${formatYuan(event.amountFen)} returned on ${fullMinute(event.successTime)}${
        event.userReceivedAccount === null ? '' : ` (${oneLine(accountName(event.userReceivedAccount), 40)})`
      }.`;
    case 'PayoutClosed':
      return `WeChat Pay has closed refund ${no}; nothing was paid this time.`;
    case 'PayoutAbnormal':
      return `Refund ${no} is abnormal: the money could not reach the customer’s account. Finance has to deal with it.`;
    case 'PayoutDelayed':
      return withNote(`What became of refund ${no} is not known yet; asking goes on`, trouble(event.trouble));
    case 'PayoutWaitsForFunds':
      return withNote(`The merchant balance is short; refund ${no} waits for funds`, trouble(event.trouble));
    case 'PayoutPaused':
      return withNote(`Refund ${no} is paused`, trouble(event.trouble));
    case 'PayoutNeedsPerson':
      return withNote(`Refund ${no} needs a person`, trouble(event.trouble));
    case 'SettledOutside':
      return withNote(
        `Refund ${no} was paid in another way; proof: ${oneLine(event.proof, 100)}`,
        event.note,
      );
  }
};

const notice = (event: NoticeEvent): string => {
  const name = noticeName(event.noticeId);
  switch (event.type) {
    case 'NoticeSent':
      return `${name} sent by ${channels[event.channel]}.`;
    case 'NoticeArrived':
      return `${name} has arrived, as WeChat confirms.`;
    case 'NoticeNotArrived':
      return withNote(`${name} did not arrive by ${channels.template}`, event.detail);
    case 'NoticeChannelRefused':
      return withNote(`${name} could not be delivered by ${channels[event.channel]}`, event.detail);
    case 'NoticeDelayed':
      return withNote(`${name} not delivered yet; it will be tried again`, event.detail);
    case 'NoticeUndeliverable':
      return withNote(`${name} cannot be delivered; please reach the customer another way`, event.detail);
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
  const ours =
    refundBy === null
      ? `our answer by the end of ${fullDay(reviewBy)}`
      : `the refund by the end of ${fullDay(refundBy)}`;
  // While it is the customer's turn our own clock stands.
  const dates = [
    lapsesAt === null ? ours : `the customer’s reply by the end of ${fullDay(lapsesAt)}`,
    ...(arrivalBy === null ? [] : [`the money by the end of ${fullDay(arrivalBy)}`]),
    ...(appealBy === null ? [] : [`the customer’s appeal by the end of ${fullDay(appealBy)}`]),
  ];
  const certainty = provisional ? ' (provisional)' : '';
  return `China’s public holidays have been announced; dates computed anew: ${dates.join(', ')}${certainty}.`;
};

/** One line of the timeline, for staff. */
export const event = (given: CaseEvent, actor: Actor): string => {
  if ('outRefundNo' in given) return payout(given);
  if ('noticeId' in given) return notice(given);
  switch (given.type) {
    case 'CaseOpened':
      return actor.kind === 'customer'
        ? 'The customer applied for a refund.'
        : 'An application was entered on the customer’s behalf.';
    case 'Approved':
      return withNote(
        `Refund of ${formatYuan(given.amountFen)} approved${given.needsSecond ? '; it waits for a second person' : ''}`,
        given.note,
      );
    case 'SecondApproved':
      return withNote('Second approval given', given.note);
    case 'SecondDeclined':
      return withNote('Second approval declined; back in review', given.note);
    case 'Rejected':
      return withNote(
        `Refund declined under ${given.clauses.join(', ')}; the customer can appeal until the end of ${fullDay(given.appealBy)}`,
        given.note,
      );
    case 'AppealWindowClosed':
      return 'The time to appeal has passed; the case is closed.';
    case 'ReviewOverdue':
      return 'The date of our answer has passed.';
    case 'RefundOverdue':
      return 'The date of the refund has passed.';
    case 'DeadlinesMoved':
      return moved(given);
    default:
      return lifeEvent(given);
  }
};
