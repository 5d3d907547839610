import { describe, expect, it } from '@jest/globals';
import { clockEvent } from '../../../src/domain/case/clock-event.ts';
import { dueByClock } from '../../../src/domain/case/next-action.ts';
import { openCaseAt } from '../../../src/domain/case/open.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { type ChinaDate, chinaDate } from '../../../src/domain/time.ts';
import { china } from '../../support/calendar.ts';
import { aCase, after, calendar, staff } from '../../support/case.ts';
import { asks, does, information } from '../../support/case-states.ts';
import { offerWithdrawn, offered, rejected, requested } from '../../support/negotiation.ts';
import { publishedPolicy } from '../../support/policy.ts';

const at = (date: ChinaDate): number => china(`${date} 10:00`);

/** Applied for that day: three business days for our answer. */
const openedOn = (date: ChinaDate): Case =>
  openCaseAt(aCase({ timeline: [], outbox: [] }), publishedPolicy(), calendar, at(date));

const answerBy = ({ deadlines }: Case): ChinaDate => chinaDate(deadlines.reviewBy);

/** Opened, asked, answered; from Monday the 2nd of March, and over the holiday of 4 to 6 April. An offer lapses within the first. */
const journeys: readonly (readonly [why: string, ChinaDate, ChinaDate, ChinaDate, due: ChinaDate])[] = [
  ['asked at once, answered ten days later', '2026-03-02', '2026-03-02', '2026-03-12', '2026-03-17'],
  ['two days left, answered on a Saturday', '2026-03-02', '2026-03-03', '2026-03-07', '2026-03-10'],
  ['one day left, answered after our own date', '2026-03-02', '2026-03-04', '2026-03-06', '2026-03-09'],
  ['asked on the last day: one day all the same', '2026-03-02', '2026-03-05', '2026-03-09', '2026-03-10'],
  ['two days left, answered before the holiday', '2026-04-01', '2026-04-02', '2026-04-03', '2026-04-08'],
  ['two days left, answered within the holiday', '2026-04-01', '2026-04-02', '2026-04-05', '2026-04-08'],
  ['answered the same day: nothing is won or lost', '2026-03-02', '2026-03-03', '2026-03-03', '2026-03-05'],
];

describe('the clock of our answer', () => {
  it.each(journeys)(
    'stands while the customer is asked for something: %s',
    (_why, opened, asked, answered, due) => {
      const waiting = requested('请发截图', openedOn(opened), at(asked));
      const given = asks(waiting, information, { now: at(answered) });
      expect([given.code, answerBy(given.after)]).toEqual(['ok', due]);
      expect(given.after.missed.review).toBe(false);
    },
  );

  it.each(journeys.slice(1))(
    'stands while an offer is open, however it comes to nothing: %s',
    (_why, opened, asked, answered, due) => {
      const open = offered(9_900, openedOn(opened), at(asked));
      const now = at(answered);
      const declined = asks(open, { type: 'decline_offer', offerId: 'offer-1' }, { now });
      expect([declined.code, answerBy(declined.after)]).toEqual(['ok', due]);
      const lapsed = after(open, [clockEvent(open, 'offer_lapsed', { calendar, now })], now);
      expect([answerBy(lapsed), answerBy(offerWithdrawn(open, now))]).toEqual([due, due]);
    },
  );

  it('asked twice: each time goes on with what was then left', () => {
    const first = requested('请发截图', openedOn('2026-03-02'), at('2026-03-03'));
    const { after: answered } = asks(first, information, { now: at('2026-03-09') });
    const second = requested('再请发一张', answered, at('2026-03-10'));
    const { after: again } = asks(second, information, { now: at('2026-03-20') });
    expect([answerBy(answered), answerBy(again)]).toEqual(['2026-03-11', '2026-03-23']);
  });

  it('while it stands nothing is overdue, and staff are not warned of a date that means nothing', () => {
    const kase = openedOn('2026-03-02');
    const waiting = requested('请发截图', kase, at('2026-03-03'));
    const passed = [china('2026-03-05 09:00'), kase.deadlines.reviewBy + 1];
    expect(passed.map((now) => dueByClock(waiting, now))).toEqual([null, null]);
    expect(passed.map((now) => dueByClock(kase, now))).toEqual(['review_due_soon', 'review_overdue']);
  });
});

describe('the date of an appeal', () => {
  const appeal = { type: 'appeal', text: '不同意', evidence: [] } as const;
  const opened = openedOn('2026-03-02');

  it.each<[string, Case, ChinaDate, due: ChinaDate]>([
    ['a refusal, the day after', rejected(opened, at('2026-03-03')), '2026-03-04', '2026-03-09'],
    ['a refusal, on its last day', rejected(opened, at('2026-03-03')), '2026-04-02', '2026-04-08'],
    [
      'an offer, with one day left of our own',
      offered(9_900, opened, at('2026-03-04')),
      '2026-03-05',
      '2026-03-10',
    ],
    ['a missed date, days later', opened, '2026-03-11', '2026-03-16'],
  ])('is its own, three business days from when it was filed: against %s', (_what, kase, filed, due) => {
    const { code, after: appealed } = asks(kase, appeal, { now: at(filed) });
    expect([code, appealed.status, answerBy(appealed)]).toEqual(['ok', 'appealed', due]);
    expect([appealed.missed.review, dueByClock(appealed, at(filed))]).toEqual([false, null]);
    expect(dueByClock(appealed, appealed.deadlines.reviewBy + 1)).toBe('review_overdue');
  });

  it('of which an offer comes to nothing: goes on with what was left', () => {
    const filed = asks(rejected(opened, at('2026-03-03')), appeal, { now: at('2026-03-04') }).after;
    const decision = {
      type: 'decide_appeal',
      outcome: 'offer',
      amountFen: 5_000,
      clauses: [],
      note: 'n',
      message: 'm',
    } as const;
    const open = does(filed, decision, staff('周主管', 'supervisor'), { now: at('2026-03-05') });
    const decline = { type: 'decline_offer', offerId: 'offer-1' } as const;
    const declined = asks(open, decline, { now: at('2026-03-11') }).after;
    expect([declined.status, answerBy(declined)]).toEqual(['appealed', '2026-03-13']);
  });
});
