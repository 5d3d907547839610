import { nextNoticeTry } from '../backoff.ts';
import { DAY_MS, type Instant } from '../time.ts';
import type { CaseEvent } from './events.ts';
import type { Notice, NoticeKind } from './notice.ts';

export type NoticeEvent = Extract<CaseEvent, { noticeId: string }>;

/** Eight failures raise an alarm; trying goes on, at the longest interval. */
export const ALARM_AFTER_FAILURES = 8;

const notice = (
  outbox: readonly Notice[],
  kind: NoticeKind,
  outcome: Notice['outcome'],
  at: Instant,
): Notice => ({
  id: `${kind}-${String(outbox.filter((each) => each.kind === kind).length + 1)}`,
  kind,
  outcome,
  state: 'pending',
  channel: null,
  refusedBy: [],
  failures: 0,
  createdAt: at,
  nextAt: at,
});

/** What the customer is to be told because of an event; it enters the outbox in the same write as the event. */
export const enqueue = (outbox: readonly Notice[], event: CaseEvent, at: Instant): readonly Notice[] => {
  switch (event.type) {
    case 'CaseOpened':
      return [...outbox, notice(outbox, 'received', null, at)];
    case 'Rejected':
      return [...outbox, notice(outbox, 'result', 'rejected', at)];
    case 'PayoutReserved':
      // A second attempt pays what was already announced.
      return event.first ? [...outbox, notice(outbox, 'result', 'approved', at)] : outbox;
    case 'PayoutSucceeded':
      return [...outbox, notice(outbox, 'refunded', null, at)];
    default:
      return outbox;
  }
};

/** What became of the notices when one of them was tried. */
export const evolveOutbox = (
  outbox: readonly Notice[],
  event: NoticeEvent,
  at: Instant,
): readonly Notice[] => {
  const tried = outbox.findIndex((each) => each.id === event.noticeId);
  return outbox.map((each, i) => {
    if (i === tried) return evolveNotice(each, event, at);
    const isOvertaken = event.type === 'NoticeSent' && i < tried && each.state === 'pending';
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
const evolveNotice = (before: Notice, event: NoticeEvent, at: Instant): Notice => {
  if (before.state !== 'pending') return before;
  switch (event.type) {
    case 'NoticeSent':
      return { ...before, state: 'sent', channel: event.channel, nextAt: null };
    case 'NoticeChannelRefused':
      return { ...before, refusedBy: [...new Set([...before.refusedBy, event.channel])], nextAt: at };
    case 'NoticeDelayed':
      return { ...before, failures: before.failures + 1, nextAt: nextNoticeTry(at, before.failures) };
    case 'NoticeUndeliverable':
      return { ...before, state: 'undeliverable', nextAt: null };
  }
};

export const isNoticeEvent = (event: CaseEvent): event is NoticeEvent => 'noticeId' in event;
