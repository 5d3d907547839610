import { asks, big, bigContext, does, inState, information, offer } from '../../support/case-states.ts';
import { describe, expect, it } from '@jest/globals';
import { alertsOf } from '../../../src/domain/alerts/of-case.ts';
import type { CustomerCommand } from '../../../src/domain/case/commands.ts';
import type { CaseEvent } from '../../../src/domain/case/events.ts';
import type { Attempt } from '../../../src/domain/case/payout.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { NOW, aCase, after, staff } from '../../support/case.ts';
import {
  CASE_NO as caseNo,
  OUT_REFUND_NO as outRefundNo,
  refundingCase,
} from '../../support/wechatpay-notice.ts';

/** The kinds of alert that an event of this case raises. */
const kinds = (kase: Case, event: CaseEvent): string[] =>
  alertsOf(kase, after(kase, [event]), [event], NOW).map(({ kind }) => kind);
const ofPayout = (attempt: Partial<Attempt>, event: CaseEvent): string[] =>
  kinds(refundingCase(attempt), event);
const delayed: CaseEvent = { type: 'PayoutDelayed', outRefundNo, trouble: 'HTTP 500' };
const paused = (trouble: string): CaseEvent => ({ type: 'PayoutPaused', outRefundNo, trouble });
const succeeded: CaseEvent = {
  type: 'PayoutSucceeded',
  outRefundNo,
  refundId: '5',
  amountFen: 19_800,
  successTime: NOW,
  userReceivedAccount: null,
};
const SIGN_ERROR = '401 SIGN_ERROR: x';

describe('a payout', () => {
  it.each([
    [7, []],
    [8, ['payout_unknown']],
    [9, []],
  ])('whose outcome is unknown for the %s. time', (time, raised) => {
    expect(ofPayout({ state: 'sent', failures: time - 1 }, delayed)).toEqual(raised);
  });

  it.each<[CaseEvent, string]>([
    [{ type: 'PayoutNeedsPerson', outRefundNo, trouble: 'x' }, 'payout_needs_person'],
    [{ type: 'PayoutAbnormal', outRefundNo, refundId: '5' }, 'payout_abnormal'],
    [{ type: 'PayoutClosed', outRefundNo, refundId: '5' }, 'payout_closed'],
    [{ type: 'PayoutWaitsForFunds', outRefundNo, trouble: '403 NOT_ENOUGH' }, 'balance_short'],
    [paused(SIGN_ERROR), 'payouts_paused'],
    [paused('payouts_stopped'), 'payouts_held'],
    [paused('over_daily_cap'), 'daily_cap_reached'],
    [paused('larger_than_daily_cap'), 'refund_above_cap'],
  ])('that comes to %j, for the first time: %s; found so again: nothing', (event, kind) => {
    const kase = refundingCase({ state: 'sent' });
    expect(kinds(kase, event)).toEqual([kind]);
    expect(kinds(after(kase, [event]), event)).toEqual([]);
  });

  it('unknown for the eighth time and then waiting for a person, is not said once an hour', () => {
    expect(ofPayout({ state: 'needs_person', failures: 8 }, delayed)).toEqual([]);
  });

  it.each<[CaseEvent, string[]]>([
    [{ type: 'PayoutAccepted', outRefundNo, refundId: '5' }, ['late_refund_result']],
    [{ type: 'PayoutAbnormal', outRefundNo, refundId: '5' }, ['late_refund_result']],
    [succeeded, ['late_refund_result']],
    [{ type: 'PayoutClosed', outRefundNo, refundId: '5' }, []],
  ])('of a case settled another way that comes to %j: %j, once', (event, raised) => {
    const kase = inState.settled_outside;
    expect(kinds(kase, event)).toEqual(raised);
    expect(kinds(after(kase, [event]), event)).toEqual([]);
  });

  it('that the order could not bear after all', () => {
    expect(ofPayout({ state: 'planned' }, { type: 'PayoutRefused', outRefundNo })).toEqual([
      'payout_refused',
    ]);
  });

  it('that WeChat Pay refuses for hours: once an hour; that people have stopped: once', () => {
    const raised = (event: CaseEvent) => {
      let kase = refundingCase({ state: 'sent', failures: 0 });
      let count = 0;
      for (let minute = 0; minute < 180; minute += 1) {
        count += kinds(kase, event).length;
        kase = after(kase, [event]);
      }
      return count;
    };
    expect([raised(paused(SIGN_ERROR)), raised(paused('payouts_stopped'))]).toEqual([4, 1]);
  });

  it('paid, accepted or sent raises nothing', () => {
    const events: CaseEvent[] = [{ type: 'PayoutAccepted', outRefundNo, refundId: '5' }, succeeded];
    for (const event of events) expect(ofPayout({ state: 'sent' }, event)).toEqual([]);
  });
});

describe('a deadline and a notice', () => {
  it('passed unmet, every day anew', () => {
    const overdue = after(aCase(), [{ type: 'ReviewOverdue' }]);
    for (const kase of [aCase(), overdue])
      expect(kinds(kase, { type: 'ReviewOverdue' })).toEqual(['review_overdue']);
    expect(ofPayout({}, { type: 'RefundOverdue' })).toEqual(['refund_overdue']);
  });

  it('that cannot be delivered; that is late only when it is very late', () => {
    const kase = after(aCase(), [{ type: 'CaseOpened' }]);
    const noticeId = kase.outbox[0]?.id ?? '';
    expect(kinds(kase, { type: 'NoticeUndeliverable', noticeId, detail: 'x' })).toEqual([
      'notice_undeliverable',
    ]);
    const late: CaseEvent = { type: 'NoticeDelayed', noticeId, detail: 'x' };
    const seven = after(
      kase,
      Array.from({ length: 7 }, () => late),
    );
    expect([kinds(kase, late), kinds(seven, late)]).toEqual([[], ['notice_delayed']]);
  });

  it('on its last day: warned of, before it has passed', () => {
    expect(kinds(aCase({ assignee: '小林' }), { type: 'ReviewDueSoon' })).toEqual(['review_due_soon']);
    expect(ofPayout({}, { type: 'RefundDueSoon' })).toEqual(['refund_due_soon']);
  });

  it('what a customer answers, and an approval that waits for a second person', () => {
    const [appealed] = inState.appealed.timeline.slice(-1);
    expect(appealed && kinds(inState.rejected, appealed.event)).toEqual(['appeal_filed']);
    const [waits] = inState.awaiting_second_approval.timeline.slice(-1);
    expect(waits && kinds(aCase(), waits.event)).toEqual(['second_approval_waits']);
  });

  it.each<[string, Case, CustomerCommand, string]>([
    ['what they were asked for', inState.awaiting_customer, information, 'information'],
    ['what they were asked for, after it lapsed', inState.lapsed, information, 'information'],
    ['no to an offer', inState.offered, { type: 'decline_offer', offerId: 'offer-1' }, 'offer_declined'],
    [
      'another amount',
      inState.offered,
      { type: 'counter_offer', offerId: 'offer-1', amountFen: 15_000 },
      'offer_countered',
    ],
    ['yes to an offer', inState.offered, { type: 'accept_offer', offerId: 'offer-1' }, 'offer_accepted'],
  ])('a customer who gives %s: whoever has the case hears what it was', (_what, kase, command, what) => {
    const claimed = { ...kase, assignee: '小林' };
    const { after: answered } = asks(claimed, command);
    const events = answered.timeline.slice(claimed.timeline.length).map(({ event }) => event);
    expect(alertsOf(claimed, answered, events, NOW)).toEqual([
      { kind: 'customer_answered', caseNo, assignee: '小林', what },
    ]);
  });

  it('an offer that staff withdraw, or that lapses: no customer has answered', () => {
    const withdrawn = does(inState.offered, { type: 'withdraw_offer', note: 'n', message: 'm' });
    const ended = withdrawn.timeline.at(-1)?.event;
    if (ended?.type !== 'OfferEnded') throw new Error('the offer stands');
    for (const ending of ['withdrawn', 'lapsed'] as const)
      expect(kinds(inState.offered, { ...ended, ending })).toEqual([]);
  });

  it('an offer accepted: above the limit it waits for a second person, like any other approval', () => {
    const accepted = (offered: Case, over = {}) => {
      const { after: kase } = asks(offered, { type: 'accept_offer', offerId: 'offer-1' }, over);
      const event = kase.timeline.find((line) => line.event.type === 'OfferAccepted')?.event;
      return [kase.status, event && kinds(offered, event)];
    };
    expect(accepted(does(aCase(), offer()))).toEqual(['refunding', ['customer_answered']]);
    const large = does(big(aCase()), offer(150_000), staff('小林'), bigContext);
    expect(accepted(large, bigContext)).toEqual(['awaiting_second_approval', ['second_approval_waits']]);
  });

  it('an appeal that is won above the limit: waits for a second person', () => {
    const appealed = big(inState.appealed);
    const won = does(
      appealed,
      { type: 'decide_appeal', outcome: 'refund', amountFen: null, clauses: [], note: 'n', message: 'm' },
      staff('周主管', 'supervisor'),
      bigContext,
    );
    const events = won.timeline.slice(appealed.timeline.length).map((line) => line.event);
    expect(won.status).toBe('awaiting_second_approval');
    expect(alertsOf(appealed, won, events, NOW)).toEqual([{ kind: 'second_approval_waits', caseNo }]);
  });

  it('names the case', () => {
    const [alert] = alertsOf(aCase(), aCase(), [{ type: 'ReviewOverdue' }], NOW);
    expect(alert).toMatchObject({ caseNo });
  });
});
