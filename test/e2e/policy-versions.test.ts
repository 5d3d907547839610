import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DAY_MS, isoChina } from '../../src/domain/time.ts';
import { type Desk, newFolder, startDesk } from '../support/desk.ts';
import { dropTestStore } from '../support/engine.ts';
import { installedWith } from '../support/installed.ts';
import { rawPolicy } from '../support/policy.ts';
import { act, apply, caseOf } from '../support/story.ts';

/** Published a day from now: a day instead of fourteen to change one's mind. */
const stricter = () => {
  const raw = rawPolicy();
  const parameters = { ...raw.parameters, fullRefundDays: 1 };
  return { ...raw, version: 'to-come', publishedAt: isoChina(Date.now() + DAY_MS), parameters };
};

let folder: string;
let desk: Desk;
beforeEach(async () => {
  folder = newFolder();
  const policies = { '2026-01.json': rawPolicy(), 'to-come.json': stricter() };
  desk = await startDesk({ folder, rootDir: installedWith(folder, { holidays: {}, policies }) });
});
afterEach(async () => {
  await desk.stop();
  await dropTestStore(folder, 'sandbox');
  rmSync(folder, { recursive: true });
});

const inForce = async (): Promise<string> => (await fetch(`${desk.url}/policy?lang=en`)).text();
const ofNow = (said: string): RegExp => new RegExp(`within ${said} of purchase`);

it('a version of the policy comes into force while the server runs: who applies then is judged by it, who had applied by theirs', async () => {
  // Bought ten days ago, and used in part.
  const before = await apply(desk, '林晓', ['退款', '2', '2', '没有用过', '跳过', '确认']);
  expect(await inForce()).toMatch(ofNow('14 days'));
  await desk.advance('6d');
  expect(await inForce()).toMatch(ofNow('1 days?'));

  // Bought eleven days ago by then: late by the new version alone, whatever holidays there were.
  const after = await apply(desk, '陈浩');
  expect(await caseOf(desk, after)).toMatchObject({
    policyVersion: 'to-come',
    assessment: { outcome: 'none', clauses: ['3.1', '3.2'] },
  });
  const usage = { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 300 };
  const found = await act(desk, '小林', before, 'record-facts', { usage, note: '用量记错了' });
  expect([found.status, found.body]).toMatchObject([
    200,
    { policyVersion: '2026-01', assessment: { outcome: 'full', clauses: ['2.2'] } },
  ]);
});
