import { nextNoticeTry } from '../backoff.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { type ArrivalEvent, evolveArrival, isArrival } from './arrival.ts';
import type { CaseEvent } from './events.ts';
import { type Notice, type NoticeKind, type NoticeOutcome, isMessage } from './notice.ts';
import type { OfferEnding } from './offer.ts';
import type { Case } from './state.ts';

export type NoticeEvent = Extract<CaseEvent, { noticeId: string }>;

/** Eight failures raise an alarm; trying goes on, at the longest interval. */
export const ALARM_AFTER_FAILURES = 8;

const notice = (
  outbox: readonly Notice[],
  kind: NoticeKind,
  outcome: Notice['outcome'],
  at: Instant,
  text: string | null = null,
): Notice => ({
  id: `${kind}-${String(outbox.filter((each) => each.kind === kind).length + 1)}`,
  kind,
  outcome,
  text,
  state: 'pending',
  channel: null,
  msgid: null,
  refusedBy: [],
  failures: 0,
  createdAt: at,
  nextAt: at,
});

/** What an ended offer is told as; null: the customer ended it and has been answered. */
const offerEndings: Readonly<Record<OfferEnding, NoticeOutcome | null>> = {
  withdrawn: 'offer_withdrawn',
  lapsed: 'offer_lapsed',
  not_approved: 'not_approved',
  declined: null,
  countered: null,
  appealed: null,
};

interface Told {
  readonly kind: NoticeKind;
  readonly outcome: NoticeOutcome | null;
  readonly text?: string;
}

/** What the customer is to be told because of an event; null: nothing. */
const toldOf = (before: Pick<Case, 'approval' | 'status'>, event: CaseEvent): Told | null => {
  switch (event.type) {
    case 'CaseOpened':
      return { kind: 'received', outcome: null };
    case 'InformationRequested':
      return { kind: 'request', outcome: 'information' };
    case 'InformationReminded':
      return { kind: 'request', outcome: 'information_reminder' };
    case 'InformationLapsed':
      return { kind: 'result', outcome: 'lapsed' };
    case 'OfferMade':
      return { kind: 'request', outcome: 'offer' };
    case 'OfferReminded':
      return { kind: 'request', outcome: 'offer_reminder' };
    case 'OfferEnded': {
      const outcome = offerEndings[event.ending];
      return outcome === null ? null : { kind: 'request', outcome };
    }
    case 'SecondDeclined':
    case 'ApprovalVoided':
    case 'PayoutRefused':
      // Only what the customer has agreed to was more than our own affair.
      return before.approval?.offerId == null ? null : { kind: 'request', outcome: 'not_approved' };
    case 'Rejected':
      return { kind: 'result', outcome: 'rejected' };
    case 'AppealUpheld':
      return { kind: 'result', outcome: 'upheld' };
    case 'SettledOutside':
      return { kind: 'result', outcome: 'settled_outside' };
    case 'StaffReplied':
      return { kind: 'message', outcome: null, text: event.text };
    case 'PayoutReserved':
      // A second attempt pays what was already announced.
      return event.first ? { kind: 'result', outcome: 'approved' } : null;
    case 'PayoutSucceeded':
      // Told already that it was paid another way; a person says what is to become of the second payment.
      return before.status === 'refunding' ? { kind: 'refunded', outcome: null } : null;
    default:
      return null;
  }
};

/** The outbox after an event: what the customer is to hear of it enters in the same write. */
export const enqueue = (
  before: Pick<Case, 'approval' | 'status'>,
  outbox: readonly Notice[],
  event: CaseEvent,
  at: Instant,
): readonly Notice[] => {
  const told = toldOf(before, event);
  return told === null ? outbox : [...outbox, notice(outbox, told.kind, told.outcome, at, told.text)];
};

/** What became of the notices when one of them was tried, or when WeChat says what became of one it had taken. */
export const evolveOutbox = (
  outbox: readonly Notice[],
  event: NoticeEvent,
  at: Instant,
): readonly Notice[] => {
  if (isArrival(event)) return evolveArrival(outbox, event, at);
  const tried = outbox.findIndex((each) => each.id === event.noticeId);
  const sent = outbox[tried];
  return outbox.map((each, i) => {
    if (i === tried) return evolveNotice(each, event, at);
    const isOvertaken =
      event.type === 'NoticeSent' &&
      i < tried &&
      each.state === 'pending' &&
      !isMessage(each) &&
      !isMessage(sent);
    return isOvertaken ? { ...each, state: 'superseded', nextAt: null } : each;
  });
};

/** A customer who could not be reached for so long no longer waits for the news; 进度 tells it whenever they ask. */
const GIVE_UP_MS = 30 * DAY_MS;

/** Another delay, or the last. */
export const orGiveUp = (notice: Notice, event: NoticeEvent, at: Instant): NoticeEvent =>
  event.type === 'NoticeDelayed' && at > notice.createdAt + GIVE_UP_MS
    ? { type: 'NoticeUndeliverable', noticeId: event.noticeId, detail: event.detail }
    : event;

/** A notice that is done stays done. */
const evolveNotice = (before: Notice, event: Exclude<NoticeEvent, ArrivalEvent>, at: Instant): Notice => {
  if (before.state !== 'pending') return before;
  switch (event.type) {
    case 'NoticeSent':
      return { ...before, state: 'sent', channel: event.channel, msgid: event.msgid, nextAt: null };
    case 'NoticeChannelRefused':
      return { ...before, refusedBy: [...new Set([...before.refusedBy, event.channel])], nextAt: at };
    case 'NoticeDelayed':
      return { ...before, failures: before.failures + 1, nextAt: nextNoticeTry(at, before.failures) };
    case 'NoticeUndeliverable':
      return { ...before, state: 'undeliverable', nextAt: null };
  }
};

export const isNoticeEvent = (event: CaseEvent): event is NoticeEvent => 'noticeId' in event;
