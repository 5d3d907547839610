import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/domain/case/state.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { type Answer } from '../../support/http-app.ts';
import { putCaseWithOrder } from '../../support/staff-api.ts';
import { api, token, useStaffApi } from '../../support/staff-api-bench.ts';

useStaffApi();

const caseNo = 'RF20260302ABCDEF';
const note = '核对过后台记录';
const used = { paidFeaturesUsed: true, quotaUsed: 40, quotaTotal: 100 };

const record = (facts: object): Promise<Answer> =>
  api.call(`/api/staff/cases/${caseNo}/record-facts`, { method: 'POST', token, body: { note, ...facts } });
const stored = async (): Promise<Case | undefined> => (await api.store.get(cases, caseNo))?.doc;
const lastLine = (answer: Answer) => (answer.at('timeline') as object[]).at(-1);

describe('record-facts, of an order that was bought three days ago and not used', () => {
  beforeEach(() => putCaseWithOrder(api));

  it.each<[string, object, string, string[], string]>([
    ['used after all', { usage: used }, 'none', ['3.1'], '不予退款（3.1）'],
    ['bought at a special price', { promotional: true }, 'none', ['3.5'], '不予退款（3.5）'],
    ['whose account was closed', { terminatedForViolation: true }, 'none', ['3.4'], '不予退款（3.4）'],
    ['that did not work', { claimConfirmed: '2.1' }, 'full', ['2.1'], '全额退款（2.1）'],
    ['that was not provided', { claimConfirmed: '2.3' }, 'full', ['2.3'], '全额退款（2.3）'],
    ['that the law has refunded', { claimConfirmed: '2.4' }, 'full', ['2.4'], '全额退款（2.4）'],
    [
      'used, at a special price, and the account closed',
      { usage: used, promotional: true, terminatedForViolation: true },
      'none',
      ['3.4', '3.5', '3.1'],
      '不予退款（3.4、3.5、3.1）',
    ],
  ])('%s: is assessed anew, and the change can be read', async (_what, facts, outcome, clauses, now) => {
    const answer = await record(facts);
    expect([answer.status, answer.at('version')]).toEqual([200, 2]);
    expect(answer.at('assessment')).toMatchObject({ outcome, clauses });
    expect(lastLine(answer)).toMatchObject({
      actor: '小王',
      type: 'FactsRecorded',
      text: `记录了事实，评估由“全额退款（2.2）”变为“${now}”。备注：${note}`,
    });
  });

  it('used in part: what clause 5.2 comes to follows from it', async () => {
    expect((await record({ usage: used })).at('suggestion')).toEqual({
      amountFen: 11_880,
      calculation: ['实付 ¥198.00', '已使用 40/100 －¥79.20'],
    });
  });

  it('nothing that changes the recommendation: says that it stands', async () => {
    const answer = await record({ promotional: false });
    expect(answer.at('assessment')).toMatchObject({ outcome: 'full', clauses: ['2.2'] });
    expect(lastLine(answer)).toMatchObject({ text: expect.stringContaining('评估不变：全额退款（2.2）') });
  });

  it('null takes back what was recorded, and what is left out stays', async () => {
    await record({ usage: used, promotional: true });
    expect((await record({ usage: null })).at('assessment')).toMatchObject({
      clauses: ['3.5'],
      facts: { quotaUsed: 0, promotional: true },
    });
    expect((await record({ promotional: null })).at('assessment')).toMatchObject({ clauses: ['2.2'] });
    expect((await stored())?.recorded).toEqual({
      usage: null,
      claimConfirmed: null,
      promotional: null,
      terminatedForViolation: null,
    });
  });
});

describe('record-facts, refused: nothing changes', () => {
  it.each<[string, object, number, string, string | null]>([
    ['no fact', {}, 422, 'nothing_to_record', null],
    [
      'a claim that is not for staff to confirm',
      { claimConfirmed: '2.2' },
      400,
      'invalid_request',
      'claimConfirmed',
    ],
    ['a clause that does not exist', { claimConfirmed: '2.9' }, 400, 'invalid_request', 'claimConfirmed'],
    ['a price in words', { promotional: 'yes' }, 400, 'invalid_request', 'promotional'],
    ['use below zero', { usage: { ...used, quotaUsed: -1 } }, 400, 'invalid_request', 'usage.quotaUsed'],
    ['use in parts', { usage: { ...used, quotaUsed: 1.5 } }, 400, 'invalid_request', 'usage.quotaUsed'],
    ['half of the use', { usage: { paidFeaturesUsed: true } }, 400, 'invalid_request', 'usage.quotaUsed'],
    ['no note', { promotional: true, note: ' ' }, 400, 'invalid_request', 'note'],
    [
      'a note of 1,001 characters',
      { promotional: true, note: '字'.repeat(1_001) },
      400,
      'invalid_request',
      'note',
    ],
    ['a version read before', { promotional: true, version: 7 }, 409, 'version_conflict', null],
  ])('%s', async (_what, facts, status, code, path) => {
    const before = await putCaseWithOrder(api);
    const answer = await record(facts);
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
    if (path !== null) expect(answer.error?.details).toContainEqual(expect.objectContaining({ path }));
    expect(await stored()).toEqual(before);
  });
});
