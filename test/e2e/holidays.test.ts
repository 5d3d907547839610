import { rmSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { openCaseAt } from '../../src/domain/case/open.ts';
import { chinaDate } from '../../src/domain/time.ts';
import { createLogger } from '../../src/logger.ts';
import { start } from '../../src/start.ts';
import { systemRandom } from '../../src/system.ts';
import { cases } from '../../src/usecases/documents/cases.ts';
import { collections } from '../../src/usecases/documents/index.ts';
import { china } from '../support/calendar.ts';
import { aCase, calendar } from '../support/case.ts';
import { newFolder, sandboxConfig } from '../support/desk.ts';
import { dropTestStore, openTestStore } from '../support/engine.ts';
import { installedWith } from '../support/installed.ts';
import { publishedPolicy } from '../support/policy.ts';

it('the server is started again with the notice for the next year: open cases have their new dates', async () => {
  const folder = newFolder();
  const kase = openCaseAt(
    aCase({ timeline: [], outbox: [] }),
    publishedPolicy(),
    calendar,
    china('2026-12-30 10:00'),
  );
  const before = await openTestStore(folder, collections, 'sandbox');
  await before.insert(cases, kase.caseNo, kase);
  await before.close();
  const days = ['2027-01-01', '2027-10-01'].map((date) => ({ name: '假期', date, isOffDay: true }));
  const holidays = { '2027.json': { year: 2027, days } };
  const config = { ...sandboxConfig(folder), rootDir: installedWith(folder, { holidays }) };
  const running = await start({ config, log: createLogger({ level: 'silent' }), random: systemRandom });
  await running.stop();
  const store = await openTestStore(folder, collections, 'sandbox');
  const after = (await store.get(cases, kase.caseNo))?.doc.deadlines;
  await store.close();
  expect([chinaDate(kase.deadlines.reviewBy), kase.deadlines.provisional]).toEqual(['2027-01-04', true]);
  expect(after).toMatchObject({ reviewBy: china('2027-01-05 23:59:59.999'), provisional: false });
  await dropTestStore(folder, 'sandbox');
  rmSync(folder, { recursive: true });
}, 30_000);
