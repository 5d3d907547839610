import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../../src/domain/time.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { WorkMemory, workDue } from '../../src/usecases/work-due.ts';
import { aCase } from '../support/case.ts';
import { desk, useDesk } from '../support/chat-bench.ts';

useDesk();

const told = aCase({ outbox: [], nextActionAt: aCase().deadlines.reviewBy + 1 });
const caseNumbered = (caseNo: string) => ({
  ...told,
  caseNo,
  draftId: caseNo,
  order: { ...told.order, outTradeNo: caseNo },
});

/** How often the log has said that some work failed. */
const failures = () => desk.logged.filter((entry) => entry.message.startsWith('work failed')).length;

describe('a pass over due work', () => {
  it('a case that cannot be read, first in line: it is reported, and those behind it are worked on', async () => {
    const { store, clock } = { ...desk.deps, clock: desk.clock };
    const damaged = { ...caseNumbered('RF20260302AAAAAA'), policyVersion: 7, nextActionAt: 1 };
    await store.insert(cases, damaged.caseNo, damaged as never);
    await store.insert(cases, 'RF20260302BBBBBB', caseNumbered('RF20260302BBBBBB'));
    clock.advance(DAY_MS);
    await workDue(desk.deps, new WorkMemory());
    expect((await store.get(cases, 'RF20260302BBBBBB'))?.doc.missed.review).toBe(true);
    expect(failures()).toBe(1);
  });

  it('told to stop: begins nothing, and the next pass does it', async () => {
    const { store } = desk.deps;
    await store.insert(cases, 'RF20260302BBBBBB', caseNumbered('RF20260302BBBBBB'));
    desk.clock.advance(DAY_MS);
    await workDue(desk.deps, new WorkMemory(), () => true);
    expect((await store.get(cases, 'RF20260302BBBBBB'))?.doc.missed.review).toBe(false);
    await workDue(desk.deps, new WorkMemory());
    expect((await store.get(cases, 'RF20260302BBBBBB'))?.doc.missed.review).toBe(true);
  });

  it('an item that another process has finished meanwhile: is forgotten', async () => {
    const memory = new WorkMemory();
    memory.resting.set('cases:gone', { count: 3, until: desk.clock.now() });
    desk.clock.advance(DAY_MS);
    await workDue(desk.deps, memory);
    expect(memory.resting.size).toBe(0);
  });

  it('work that throws: rests longer each time, and is tried again', async () => {
    const { store } = desk.deps;
    const damaged = { ...caseNumbered('RF20260302AAAAAA'), policyVersion: 7, nextActionAt: 1 };
    await store.insert(cases, damaged.caseNo, damaged as never);
    const memory = new WorkMemory();
    await workDue(desk.deps, memory);
    await workDue(desk.deps, memory);
    expect(failures()).toBe(1);
    desk.clock.advance(2 * 60_000);
    await workDue(desk.deps, memory);
    expect(failures()).toBe(2);
  });
});
