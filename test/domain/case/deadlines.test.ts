import { describe, expect, it } from '@jest/globals';
import { type Calendar, addBusinessDays, addDays, buildCalendar } from '../../../src/domain/calendar.ts';
import { system } from '../../../src/domain/case/actor.ts';
import { moveDeadlines, movableSince } from '../../../src/domain/case/deadlines.ts';
import { evolve } from '../../../src/domain/case/evolve.ts';
import { dueByClock, nextActionAt } from '../../../src/domain/case/next-action.ts';
import { openCaseAt } from '../../../src/domain/case/open.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { chinaDate } from '../../../src/domain/time.ts';
import { china } from '../../support/calendar.ts';
import { aCase, approve, after, calendar, limits, when } from '../../support/case.ts';
import { offered, requested } from '../../support/negotiation.ts';
import { publishedPolicy } from '../../support/policy.ts';

const policy = publishedPolicy();

/** What a notice for 2027 might say: 1 to 3 January off, Saturday the 9th worked; the Spring Festival in February. */
const known2027: Calendar = buildCalendar(
  { holidays: [...calendar.holidays], workdays: [...calendar.workdays] },
  [
    {
      year: 2027,
      days: [
        ...['2027-01-01', '2027-01-02', '2027-01-03', '2027-10-01'].map((date) => ({ date, isOffDay: true })),
        { date: '2027-01-09', isOffDay: false },
        ...[4, 5, 6, 7, 8, 9, 10].map((day) => ({
          date: `2027-02-${String(day).padStart(2, '0')}`,
          isOffDay: true,
        })),
      ],
    },
  ],
);

const openedOn = (text: string, known = calendar): Case =>
  openCaseAt(aCase({ timeline: [], outbox: [] }), policy, known, china(text));

const moved = (kase: Case, known = known2027, at = china('2026-12-30 12:00')): Case => {
  const event = moveDeadlines(kase, policy, known, limits);
  return event === null ? kase : evolve(kase, event, at, system);
};

const dates = ({ deadlines }: Case) => ({
  reviewBy: chinaDate(deadlines.reviewBy),
  refundBy: deadlines.refundBy === null ? null : chinaDate(deadlines.refundBy),
  arrivalBy: deadlines.arrivalBy === null ? null : chinaDate(deadlines.arrivalBy),
  provisional: deadlines.provisional,
});

const approvedOn = (text: string, kase: Case): Case =>
  when(kase, approve(), undefined, { now: china(text) }).after;

describe('when the holidays of a further year are announced', () => {
  it('the date of our answer, provisional until then: is counted anew from the day of the application, and is certain', () => {
    const before = openedOn('2026-12-30 10:00');
    expect(dates(before)).toMatchObject({ reviewBy: '2027-01-04', provisional: true });
    const now = moved(before);
    expect(dates(now)).toMatchObject({ reviewBy: '2027-01-05', provisional: false });
    expect(now.deadlines.reviewBy).toBe(addBusinessDays(known2027, before.openedAt, 3).at);
    expect(now.timeline.at(-1)).toMatchObject({ actor: system, event: { type: 'DeadlinesMoved' } });
    expect(now.nextActionAt).toBe(nextActionAt(now));
  });

  it.each([
    ['the last millisecond of the announced years', '2026-12-28 23:59:59.999', '2026-12-31', false],
    ['the first of the year that is not', '2026-12-29 00:00:00.000', '2027-01-01', true],
  ])('a case whose answer is due by %s', (_title, opened, reviewBy, movable) => {
    const kase = openedOn(opened);
    expect(dates(kase)).toMatchObject({ reviewBy, provisional: movable });
    expect(movableSince(kase)).toBe(movable ? 2026 : null);
    expect(moved(kase) === kase).toBe(!movable);
  });

  it('refund and arrival: counted from the approval, not from the dates they replace', () => {
    const before = approvedOn('2026-12-28 10:00', openedOn('2026-12-24 10:00'));
    expect(dates(before)).toMatchObject({ refundBy: '2027-01-04', provisional: true });
    const now = moved(before);
    const refundBy = addBusinessDays(known2027, china('2026-12-28 10:00'), 5).at;
    expect(now.deadlines).toMatchObject({
      refundBy,
      arrivalBy: addBusinessDays(known2027, refundBy, policy.parameters.arrivalBusinessDaysMax).at,
      provisional: false,
    });
    expect(dates(now).refundBy).toBe('2027-01-05');
  });

  it('a date that was certain stays, while the one after it moves', () => {
    const before = approvedOn('2026-12-21 10:00', openedOn('2026-12-18 10:00'));
    expect(dates(before)).toMatchObject({
      reviewBy: '2026-12-23',
      refundBy: '2026-12-28',
      provisional: true,
    });
    // Even where the later notice takes back a day of the year before.
    const corrected = {
      ...known2027,
      holidays: new Set([...known2027.holidays, '2026-12-23', '2026-12-28']),
      workdays: new Set<string>(),
    };
    const now = moved(before, corrected);
    expect(dates(now)).toMatchObject({ reviewBy: '2026-12-23', refundBy: '2026-12-28', provisional: false });
    expect(now.deadlines.arrivalBy).not.toBe(before.deadlines.arrivalBy);
  });

  it('a second time, or by a calendar that knows less: nothing changes', () => {
    const once = moved(openedOn('2026-12-30 10:00'));
    expect(moved(once)).toBe(once);
    expect(moved(once, calendar)).toBe(once);
    const kase = openedOn('2026-12-30 10:00');
    expect(moved(kase, calendar)).toBe(kase);
    // The same event once more, after a conflict.
    const event = moveDeadlines(kase, policy, known2027, limits);
    if (event) expect(evolve(moved(kase), event, china('2026-12-30 12:00'), system)).toEqual(moved(kase));
  });

  it('nothing comes out differently, since whoever approved knew the year already: no line in the history', () => {
    const opened = openedOn('2026-12-21 10:00');
    const order = { ...opened.order, paidAt: china('2026-12-20 10:00') };
    const approved = when({ ...opened, order }, approve(), undefined, {
      now: china('2027-12-14 10:00'),
      calendar: known2027,
    }).after;
    expect(dates(approved)).toMatchObject({ refundBy: '2027-12-21', provisional: true });
    expect(movableSince(approved)).toBe(2026);
    const known = moved(approved);
    expect(known.timeline).toEqual(approved.timeline);
    expect(dates(known)).toEqual(dates(approved));
    expect(movableSince(known)).toBe(2027);
  });

  it('the last day to appeal: later where a holiday moves it, never earlier than was promised', () => {
    const rejectedOn = (text: string): Case => {
      const command = { type: 'reject', clauses: ['3.1'], note: 'n', message: 'm' } as const;
      return when(openedOn('2026-12-01 10:00'), command, undefined, { now: china(text) }).after;
    };
    // 30 days after the 6th: Tuesday the 5th of January; after the 2nd of December: Friday the 1st.
    const later = moved(rejectedOn('2026-12-02 10:00'));
    expect(later.rejection?.appealBy).toBe(china('2027-01-04 23:59:59.999'));
    expect(nextActionAt({ ...later, outbox: [] })).toBe(china('2027-01-05 00:00:00.000'));
    expect(movableSince(later)).toBeNull();
    // Saturday the 9th is worked: the provisional date, Monday the 11th, stands.
    const kept = rejectedOn('2026-12-10 10:00');
    expect(kept.rejection?.appealBy).toBe(china('2027-01-11 23:59:59.999'));
    expect(addDays(known2027, china('2026-12-10 10:00'), 30).at).toBeLessThan(kept.rejection?.appealBy ?? 0);
    expect(moved(kept).rejection?.appealBy).toBe(kept.rejection?.appealBy);
  });

  it('what the customer is asked for: they have as many business days as they were promised, and do not lapse early', () => {
    const asked = requested('请发截图', openedOn('2026-12-21 10:00'), china('2026-12-22 10:00'));
    expect(asked.information?.lapsesAt).toBe(china('2027-01-05 23:59:59.999'));
    expect([asked.deadlines.provisional, movableSince(asked)]).toEqual([false, 2026]);
    const now = moved(asked);
    const lapsesAt = china('2027-01-06 23:59:59.999');
    expect([now.information?.lapsesAt, now.status, movableSince(now)]).toEqual([
      lapsesAt,
      'awaiting_customer',
      null,
    ]);
    expect(now.timeline.at(-1)?.event).toMatchObject({ type: 'DeadlinesMoved', lapsesAt });
    const reminded = after(now, [{ type: 'InformationReminded' }], china('2027-01-05 12:00'));
    expect([lapsesAt, lapsesAt + 1].map((at) => dueByClock(reminded, at))).toEqual([
      null,
      'information_lapsed',
    ]);
    expect(now.deadlines.reviewBy).toBe(asked.deadlines.reviewBy);
  });

  it('an offer: stands until the next working day, where its last day turns out to be none', () => {
    const made = offered(9_900, openedOn('2026-12-24 10:00'), china('2026-12-25 10:00'));
    expect(made.offers[0]?.lapsesAt).toBe(china('2027-01-01 23:59:59.999'));
    expect(moved(made).offers).toEqual([{ ...made.offers[0], lapsesAt: china('2027-01-04 23:59:59.999') }]);
  });

  it('the customer’s last day to answer would come out earlier: the one they were promised stands', () => {
    const asked = requested('请发截图', openedOn('2026-12-30 10:00'), china('2026-12-31 10:00'));
    const busier = { ...known2027, holidays: calendar.holidays };
    expect(addBusinessDays(busier, china('2026-12-31 10:00'), 10).at).toBe(china('2027-01-13 23:59:59.999'));
    expect(moved(asked, busier).information?.lapsesAt).toBe(china('2027-01-14 23:59:59.999'));
  });

  it('an answer that was given: its date is history', () => {
    const asked = requested('请发截图', openedOn('2026-12-21 10:00'), china('2026-12-22 10:00'));
    const review = { businessDays: 1, reviewBy: china('2026-12-24 23:59:59.999'), provisional: false };
    const given = { text: '见附图', evidence: [] };
    const answered = after(asked, [{ type: 'InformationGiven', given, review }], china('2026-12-23 10:00'));
    expect([movableSince(answered), moved(answered)]).toEqual([null, answered]);
  });

  it('a date that passed under the old count and is still to come: was not missed', () => {
    const overdue = after(
      openedOn('2026-12-30 10:00'),
      [{ type: 'ReviewOverdue' }],
      china('2027-01-05 00:00'),
    );
    expect(overdue.missed.review).toBe(true);
    const now = moved(overdue, known2027, china('2027-01-05 10:00'));
    expect(now.missed).toEqual({ review: false, refund: false, toldAt: null });
    expect(nextActionAt({ ...now, outbox: [] })).toBe(china('2027-01-05 09:00'));
  });

  it('a date that passed under both counts: stays missed, and staff are not told anew', () => {
    const told = china('2027-01-06 00:00');
    const overdue = after(openedOn('2026-12-30 10:00'), [{ type: 'ReviewOverdue' }], told);
    expect(moved(overdue, known2027, china('2027-01-06 10:00')).missed).toEqual({
      review: true,
      refund: false,
      toldAt: told,
    });
  });

  it('a case that is over: its dates are history', () => {
    const over: Case = { ...openedOn('2026-12-30 10:00'), status: 'withdrawn' };
    expect(moved(over)).toBe(over);
  });

  it('a payout the ledger refused: the answer is as certain as when it was promised, not as the refund was', () => {
    const approved = approvedOn('2026-12-21 10:00', openedOn('2026-12-18 10:00'));
    expect(approved.deadlines.provisional).toBe(true);
    const outRefundNo = approved.attempts[0]?.outRefundNo ?? '';
    const back = after(approved, [{ type: 'PayoutRefused', outRefundNo }]);
    expect(dates(back)).toEqual({
      reviewBy: '2026-12-23',
      refundBy: null,
      arrivalBy: null,
      provisional: false,
    });
  });

  it('after a refused payout, the refund is counted from the approval that stands', () => {
    const first = approvedOn('2026-12-21 10:00', openedOn('2026-12-18 10:00'));
    const outRefundNo = first.attempts[0]?.outRefundNo ?? '';
    const back = after(first, [{ type: 'PayoutRefused', outRefundNo }]);
    const now = moved(approvedOn('2026-12-29 10:00', back));
    expect(now.deadlines.refundBy).toBe(addBusinessDays(known2027, china('2026-12-29 10:00'), 5).at);
  });
});
