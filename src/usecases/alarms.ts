import type { CaseEvent } from '../domain/case/events.ts';
import { ALARM_AFTER_FAILURES } from '../domain/case/outbox.ts';
import type { Case } from '../domain/case/state.ts';
import type { ShopRefused, ShopUnknown } from '../gateways/shop/types.ts';
import type { Log } from './log.ts';

/** Says in the log what a person must look at; each line names the case and what to do. */
export const raiseAlarms = (log: Log, kase: Case, events: readonly CaseEvent[]): void => {
  const { caseNo } = kase;
  for (const event of events) {
    switch (event.type) {
      case 'PayoutNeedsPerson':
      case 'PayoutAbnormal':
      case 'PayoutClosed':
        log.error({ caseNo, event }, 'a refund needs a person: see the case');
        break;
      case 'PayoutRefused':
        log.error({ caseNo, event }, 'the order has no longer enough left for this refund: decide again');
        break;
      case 'PayoutDelayed': {
        const attempt = kase.attempts.find((each) => each.outRefundNo === event.outRefundNo);
        if (attempt?.failures === ALARM_AFTER_FAILURES)
          log.error({ caseNo, event }, 'it is still not known what became of a refund; asking goes on');
        break;
      }
      case 'PayoutPaused':
        log.error({ caseNo, event }, 'WeChat Pay refuses us: check merchant number, certificate and key');
        break;
      case 'PayoutWaitsForFunds':
        log.error(
          { caseNo, event },
          'the merchant balance is short: top it up, the refund follows by itself',
        );
        break;
      case 'ReviewOverdue':
        log.warn(
          { caseNo, reviewBy: kase.deadlines.reviewBy },
          'the review deadline has passed: decide the case',
        );
        break;
      case 'RefundOverdue':
        log.error({ caseNo, refundBy: kase.deadlines.refundBy }, 'the refund deadline has passed');
        break;
      case 'NoticeUndeliverable':
        log.warn({ caseNo, event }, 'the customer could not be told');
        break;
      case 'NoticeDelayed': {
        const failures = kase.outbox.find((notice) => notice.id === event.noticeId)?.failures ?? 0;
        if (failures === ALARM_AFTER_FAILURES)
          log.error({ caseNo, event, failures }, 'the customer could still not be told; trying goes on');
        break;
      }
      default:
        break;
    }
  }
};

const GONE = 410;

/** The shop's own system has not taken an event: said when it has gone on for long, at once where it wants no more. */
export const raiseShopAlarm = (
  log: Log,
  { caseNo, shop }: Pick<Case, 'caseNo' | 'shop'>,
  answer: ShopRefused | ShopUnknown,
): void => {
  const failures = shop?.failures ?? 0;
  const isGone = failures === 1 && answer.kind === 'refused' && answer.status === GONE;
  if (isGone || failures === ALARM_AFTER_FAILURES)
    log.error(
      { caseNo, failures, detail: answer.detail },
      'the shop does not take what it is told; trying goes on: check SHOP_WEBHOOK_URL and its receiver',
    );
};
