import { describe, expect, it } from '@jest/globals';
import { type Told, afterTelling, hintThread } from '../../../src/domain/thread/delivery.ts';
import { dueJob } from '../../../src/domain/thread/next-action.ts';
import type { Thread } from '../../../src/domain/thread/state.ts';
import {
  type PersonRequest,
  addReply,
  askAgain,
  closeThread,
  missDate,
  moveDate,
  noteTold,
  openThread,
} from '../../../src/domain/thread/thread.ts';
import { DAY_MS, HOUR_MS, morningOf } from '../../../src/domain/time.ts';
import { china } from '../../support/calendar.ts';
import { NOW, calendar } from '../../support/case.ts';

const terms = { calendar, businessDays: 3 };
const of = { customer: { appid: 'wx', openid: 'o' }, caseNo: null };
const request = (n: number, askedAt = NOW): PersonRequest => ({
  id: String(n).padStart(24, '0'),
  language: 'zh',
  askedAt,
  asks: true,
  duringForm: false,
});
const opened = (): Thread => openThread(request(0), terms, of);
const closing = (at: number) => ({ at, how: 'staff', by: 'a', commandId: null }) as const;
const reply = { text: 'x', by: 'a', commandId: 'c' };

describe('a request for a person', () => {
  it('taken again: changes nothing, so that nothing is promised twice', () => {
    const asked = askAgain(opened(), request(1), terms);
    expect(asked.promise.kind).toBe('again');
    expect(askAgain(asked, request(1), terms)).toBe(asked);
    expect(askAgain(asked, request(0), terms)).toBe(asked);
  });

  it('while they wait: the date stands; after an answer it begins anew', () => {
    const again = askAgain(opened(), request(1, NOW + DAY_MS), terms);
    expect(again.respondBy).toBe(opened().respondBy);
    const anew = askAgain(addReply(again, reply, NOW + DAY_MS), request(2, NOW + DAY_MS), terms);
    expect(anew.respondBy).toBeGreaterThan(again.respondBy);
    expect(anew).toMatchObject({ state: 'open', answeredAt: null, alarmedAt: null });
  });

  it('of a thread that has ended: leaves it as it is', () => {
    const closed = closeThread(opened(), closing(NOW));
    expect(askAgain(closed, request(1), terms)).toBe(closed);
    expect(closeThread(closed, closing(NOW + 1))).toBe(closed);
  });
});

describe('a reply', () => {
  it('that is done stays done, whatever is heard of it later', () => {
    const answered = addReply(opened(), reply, NOW);
    const item = { kind: 'reply', reply: { id: 'r1' } } as const;
    const sent = afterTelling(answered, item, { kind: 'sent' }, NOW);
    expect(afterTelling(sent, item, { kind: 'refused', detail: '' }, NOW).replies).toEqual(sent.replies);
    expect(hintThread(sent, NOW)).toBe(sent);
  });

  it('refused, where another has reached the customer: the thread stays answered', () => {
    const two = addReply(addReply(opened(), reply, NOW), { ...reply, commandId: 'd' }, NOW);
    const tell = (thread: Thread, id: string, told: Told) =>
      afterTelling(thread, { kind: 'reply', reply: { id } }, told, NOW);
    const refused: Told = { kind: 'refused', detail: '' };
    expect(tell(tell(two, 'r1', { kind: 'sent' }), 'r2', refused).state).toBe('answered');
    expect(tell(tell(two, 'r1', refused), 'r2', refused).state).toBe('open');
  });
});

describe('what staff are told of a thread', () => {
  const silent = (thread: Thread): Thread => ({ ...thread, promise: { ...thread.promise, nextAt: null } });
  const jobAt = (thread: Thread, at: number) => dueJob(silent(thread), at)?.kind ?? null;

  it('that it waits, at once; that it is due, at nine on the last day; and each of it once', () => {
    const thread = opened();
    expect(jobAt(thread, NOW)).toBe('waits');
    const told = noteTold(thread, 'waits', thread);
    const morning = morningOf(thread.respondBy);
    expect([jobAt(told, morning - 1), jobAt(told, morning)]).toEqual([null, 'due_soon']);
    const warned = noteTold(told, 'due_soon', thread);
    expect([jobAt(warned, thread.respondBy), jobAt(warned, thread.respondBy + 1)]).toEqual([null, 'overdue']);
  });

  it('of several, after a standstill, only the last', () => {
    const thread = opened();
    expect(jobAt(thread, morningOf(thread.respondBy))).toBe('due_soon');
    const over = thread.respondBy + 1;
    expect(jobAt(thread, over)).toBe('overdue');
    expect(jobAt(missDate(thread, calendar, over), over)).toBeNull();
  });

  it('nothing once it is answered or ended, and all anew when they ask again', () => {
    const answered = addReply(opened(), reply, NOW);
    const sent = afterTelling(answered, { kind: 'reply', reply: { id: 'r1' } }, { kind: 'sent' }, NOW);
    expect(jobAt(sent, NOW)).toBeNull();
    expect(jobAt(closeThread(opened(), closing(NOW)), DAY_MS + NOW)).toBeNull();
    const told = addReply(noteTold(opened(), 'waits', opened()), reply, NOW);
    expect(jobAt(askAgain(told, request(2), terms), NOW)).not.toBeNull();
    expect(askAgain(told, request(2), terms).staffTold).toBe('nothing');
  });

  it('told of a wait that is over by the time it is noted: the new one is told all the same', () => {
    const before = opened();
    const anew = askAgain(addReply(before, reply, NOW), request(2, NOW + DAY_MS), terms);
    expect(noteTold(anew, 'waits', before)).toBe(anew);
  });
});

describe('when the holidays of a further year are announced', () => {
  const asked = (text: string): Thread => openThread(request(0, china(text)), terms, of);
  const announcing = (...daysOff: string[]) => ({
    ...calendar,
    holidays: new Set([...calendar.holidays, ...daysOff]),
    lastAnnouncedYear: 2027,
  });
  const newYear = announcing('2027-01-01', '2027-01-04');

  it('the date promised moves to what it should have been, and staff are warned on that day', () => {
    const before = noteTold(asked('2026-12-30 10:00'), 'waits', asked('2026-12-30 10:00'));
    expect([before.respondBy, before.provisional]).toEqual([china('2027-01-04 23:59:59.999'), true]);
    const warned = noteTold(before, 'due_soon', before);
    for (const thread of [before, warned])
      expect(moveDate(thread, newYear)).toMatchObject({
        respondBy: china('2027-01-06 23:59:59.999'),
        provisional: false,
        staffTold: 'waits',
      });
  });

  it('never to an earlier one, nor where it is certain, answered or not announced', () => {
    const before = asked('2026-12-30 10:00');
    const busier = { ...announcing(), workdays: new Set(['2027-01-02', '2027-01-03']) };
    expect(moveDate(before, busier)).toMatchObject({ respondBy: before.respondBy, provisional: false });
    expect(moveDate(before, calendar)).toBe(before);
    const certain = asked('2026-12-01 10:00');
    expect(moveDate(certain, newYear)).toBe(certain);
    const answered = addReply(before, reply, china('2026-12-31 10:00'));
    expect(moveDate(answered, newYear)).toBe(answered);
  });

  it('a date that passed under the old count and is still to come was not missed; one passed under both stays so', () => {
    const missedAt = (text: string): Thread => missDate(asked('2026-12-30 10:00'), calendar, china(text));
    expect(moveDate(missedAt('2027-01-05 00:00'), newYear)).toMatchObject({
      alarmedAt: null,
      staffTold: 'waits',
    });
    expect(moveDate(missedAt('2027-01-07 00:00'), newYear)).toMatchObject({
      alarmedAt: china('2027-01-07 00:00'),
      staffTold: 'due_soon',
    });
  });
});

describe('whatever happens to a thread', () => {
  const told: readonly Told[] = [
    { kind: 'sent' },
    { kind: 'closed', detail: '' },
    { kind: 'delayed', detail: '' },
    { kind: 'refused', detail: '' },
  ];
  /** The same choices on every run (a linear congruential generator, Numerical Recipes). */
  const chooser = (seed: number) => {
    let state = seed;
    return <T>(choices: readonly T[]): T => {
      state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
      const choice = choices[Math.floor((state / 2 ** 32) * choices.length)];
      if (choice === undefined) throw new Error('nothing to choose from');
      return choice;
    };
  };
  const work = (thread: Thread, now: number, answer: Told): Thread => {
    const job = dueJob(thread, now);
    if (!job) return thread;
    switch (job.kind) {
      case 'overdue':
        return missDate(thread, calendar, now);
      case 'silence':
        return closeThread(thread, closing(now));
      case 'waits':
      case 'due_soon':
        return noteTold(thread, job.kind, thread);
      default:
        return afterTelling(thread, job, answer, now);
    }
  };
  const isOver = ({ state, promise, replies }: Thread): boolean =>
    state === 'closed' && [promise, ...replies].every((item) => item.state !== 'pending');

  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'seed %s: it has a next action until it is over and everything told, and work on it comes to an end',
    (seed) => {
      const choose = chooser(seed);
      let thread = opened();
      let now = NOW;
      for (let step = 0; step < 60; step += 1) {
        now += choose([0, HOUR_MS, DAY_MS, 4 * DAY_MS]);
        const at = now;
        thread = choose([
          () => askAgain(thread, { ...request(step + 1, at), asks: choose([true, false]) }, terms),
          () =>
            thread.state === 'closed' ? thread : addReply(thread, { ...reply, commandId: String(step) }, at),
          () => hintThread(thread, at),
          () => work(thread, at, choose(told)),
          () => (choose([0, 0, 0, 1]) === 1 ? closeThread(thread, closing(at)) : thread),
        ])();
        expect([step, thread.nextActionAt === null]).toEqual([step, isOver(thread)]);
        if (thread.nextActionAt !== null) expect(dueJob(thread, thread.nextActionAt)).not.toBeNull();
        let rest = thread;
        for (let jobs = 0; dueJob(rest, at) !== null; jobs += 1) {
          expect(jobs).toBeLessThan(100);
          rest = work(rest, at, choose(told));
        }
      }
    },
  );
});
