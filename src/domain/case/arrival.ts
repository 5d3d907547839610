import type { Instant } from '../time.ts';
import type { CaseEvent } from './events.ts';
import { type Notice, isMessage } from './notice.ts';

/** What WeChat says of a template message after it has tried to deliver it (official-account reference, "Inbound XML"). */
export interface TemplateReport {
  /** Up to 20 digits. */
  readonly msgid: string;
  /** `success`, `failed:user block` or `failed: system failed`. */
  readonly status: string;
}

export type ArrivalEvent = Extract<CaseEvent, { type: 'NoticeArrived' | 'NoticeNotArrived' }>;

export const isArrival = (event: CaseEvent): event is ArrivalEvent =>
  event.type === 'NoticeArrived' || event.type === 'NoticeNotArrived';

export const isAwaiting = (outbox: readonly Notice[], msgid: string): boolean =>
  outbox.some((notice) => notice.msgid === msgid);

/** Whether a template message may be under way that its notice does not know of yet. */
export const mayBeUnderWay = (outbox: readonly Notice[]): boolean =>
  outbox.some(({ kind, state }) => kind !== 'message' && state === 'pending');

/** What a report says of these notices; null: nothing, or nothing that we understand. */
export const arrivalOf = (
  outbox: readonly Notice[],
  { msgid, status }: TemplateReport,
): ArrivalEvent | null => {
  const notice = outbox.find((each) => each.msgid === msgid);
  if (!notice) return null;
  if (status === 'success') return { type: 'NoticeArrived', noticeId: notice.id, msgid };
  return status.startsWith('failed')
    ? { type: 'NoticeNotArrived', noticeId: notice.id, msgid, detail: status }
    : null;
};

/**
 * The outbox after a report, which counts once. What has not arrived goes another way, unless something later has been
 * sent by now: then it would tell what is no longer so.
 */
export const evolveArrival = (
  outbox: readonly Notice[],
  event: ArrivalEvent,
  at: Instant,
): readonly Notice[] => {
  const reported = outbox.findIndex(({ id, msgid }) => id === event.noticeId && msgid === event.msgid);
  const isOvertaken = outbox.some((each, i) => i > reported && each.state === 'sent' && !isMessage(each));
  return outbox.map((each, i): Notice => {
    if (i !== reported) return each;
    if (event.type === 'NoticeArrived') return { ...each, msgid: null };
    const refused: Notice = {
      ...each,
      channel: null,
      msgid: null,
      refusedBy: [...each.refusedBy, 'template'],
    };
    return isOvertaken ? { ...refused, state: 'superseded' } : { ...refused, state: 'pending', nextAt: at };
  });
};
