import { describe, expect, it } from '@jest/globals';
import { buildCalendar } from '../../src/domain/calendar.ts';
import { openCaseAt } from '../../src/domain/case/open.ts';
import type { Case } from '../../src/domain/case/state.ts';
import { chinaDate } from '../../src/domain/time.ts';
import { orderKey } from '../../src/store/store.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { recomputeDeadlines } from '../../src/usecases/recompute-deadlines.ts';
import { china } from '../support/calendar.ts';
import { aCase, calendar } from '../support/case.ts';
import { database, desk, say, useDesk } from '../support/chat-bench.ts';
import { failingAt } from '../support/chat-desk.ts';
import { theThread } from '../support/threads.ts';
import { publishedPolicy } from '../support/policy.ts';

useDesk();

const known2027 = buildCalendar(
  { holidays: [...calendar.holidays, '2027-01-01', '2027-10-01'], workdays: [...calendar.workdays] },
  [],
);

/** A case opened that day, under the calendar that ends with 2026. */
const put = async (serial: string, opened: string, over: Partial<Case> = {}): Promise<string> => {
  const caseNo = `RF20261230${serial}`;
  const order = { ...aCase().order, outTradeNo: caseNo };
  const template = { ...aCase({ caseNo, draftId: caseNo, order }), timeline: [], outbox: [] };
  const kase = { ...openCaseAt(template, publishedPolicy(), calendar, china(opened)), ...over };
  expect((await desk.deps.store.insert(cases, caseNo, kase)).ok).toBe(true);
  return caseNo;
};

const stored = async (caseNo: string) => {
  const found = await desk.deps.store.get(cases, caseNo);
  if (!found) throw new Error(`no case ${caseNo}`);
  return {
    ...found,
    moves: found.doc.timeline.filter((line) => line.event.type === 'DeadlinesMoved').length,
  };
};

const answerDue = async (caseNo: string) => chinaDate((await stored(caseNo)).doc.deadlines.reviewBy);

describe('a server that starts with the holidays of a further year', () => {
  it('moves what was provisional, leaves what was certain, and looks at nothing else', async () => {
    const movable = await put('AAAAAA', '2026-12-30 10:00');
    const certain = await put('BBBBBB', '2026-12-01 10:00');
    const over = await put('CCCCCC', '2026-12-30 10:00', { status: 'withdrawn' });
    const untouched = [await stored(certain), await stored(over)];
    expect(await recomputeDeadlines({ ...desk.deps, calendar: known2027 })).toBe(1);
    expect(await answerDue(movable)).toBe('2027-01-05');
    expect((await stored(movable)).doc.deadlines.provisional).toBe(false);
    expect([await stored(certain), await stored(over)]).toEqual(untouched);
    expect(await recomputeDeadlines({ ...desk.deps, calendar: known2027 })).toBe(0);
  });

  it('without a further year: nothing is looked at', async () => {
    await put('AAAAAA', '2026-12-30 10:00');
    expect(await recomputeDeadlines({ ...desk.deps, calendar })).toBe(0);
  });

  it('two processes at once, more cases than a page holds: every case is moved once', async () => {
    const letters = 'ABCDEFGHJK';
    const all: string[] = [];
    for (const a of letters.slice(0, 6))
      for (const b of letters) all.push(await put(`AAAA${a}${b}`, '2026-12-30 10:00'));
    const other = await database.startDesk();
    await Promise.all([desk, other].map(({ deps }) => recomputeDeadlines({ ...deps, calendar: known2027 })));
    for (const caseNo of all) {
      expect(await answerDue(caseNo)).toBe('2027-01-05');
      expect((await stored(caseNo)).moves).toBe(1);
    }
  });

  it.each(['before', 'after'] as const)(
    'a process that dies in the middle, %s any operation took effect: the next one moves the rest, and no case twice',
    async (when) => {
      for (let at = 0, isReached = true; isReached; at += 1) {
        const serial = String(at).padStart(2, '0').replaceAll('0', 'A').replaceAll('1', 'B');
        const both = [
          await put(`${serial}AAAA`, '2026-12-30 10:00'),
          await put(`${serial}BBBB`, '2026-12-30 10:00'),
        ];
        const { wrap, arm, reached } = failingAt(at, when);
        const dying = await database.startDesk({}, wrap);
        arm();
        await recomputeDeadlines({ ...dying.deps, calendar: known2027 }).catch(() => undefined);
        await recomputeDeadlines({ ...desk.deps, calendar: known2027 });
        for (const caseNo of both) {
          expect(await answerDue(caseNo)).toBe('2027-01-05');
          expect((await stored(caseNo)).moves).toBe(1);
        }
        isReached = reached();
      }
    },
  );

  it('a case whose policy has gone: it is reported, and the others move', async () => {
    const orphan = await put('AAAAAA', '2026-12-30 10:00', { policyVersion: 'gone' });
    const fine = await put('BBBBBB', '2026-12-30 10:00');
    await recomputeDeadlines({ ...desk.deps, calendar: known2027 });
    expect(await answerDue(fine)).toBe('2027-01-05');
    expect(await answerDue(orphan)).toBe('2027-01-04');
    expect(desk.logged.map(({ level, message }) => [level, message])).toContainEqual([
      'error',
      'the dates of a case could not be computed anew',
    ]);
  });

  it('a customer who waits for a person: the date promised moves before it passes', async () => {
    desk.clock.advance(china('2026-12-30 10:00') - desk.clock.now());
    await say('人工');
    const { respondBy } = await theThread(desk.deps.store);
    expect([chinaDate(respondBy), await recomputeDeadlines({ ...desk.deps, calendar })]).toEqual([
      '2027-01-04',
      0,
    ]);
    await Promise.all([desk, desk].map(({ deps }) => recomputeDeadlines({ ...deps, calendar: known2027 })));
    const moved = await theThread(desk.deps.store);
    expect([moved.respondBy, moved.provisional]).toEqual([china('2027-01-05 23:59:59.999'), false]);
  });

  it('asks an index', async () => {
    const range = { facet: '', to: orderKey(2027), limit: 50 };
    expect(await desk.deps.store.explain(cases, 'movable', range)).toContain('cases.movable');
  });
});
