import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '../../../src/domain/time.ts';
import { disableStaff } from '../../../src/usecases/staff-accounts.ts';
import { NOW } from '../../support/case.ts';
import { hire, putCase, putOrderOf } from '../../support/staff-api.ts';
import { api, token, useStaffApi } from '../../support/staff-api-bench.ts';

useStaffApi();

const caseNo = 'RF20260302ABCDEF';
const path = `/api/staff/cases/${caseNo}`;

describe('GET /api/staff/cases/{caseNo}', () => {
  it('a case in review: every field of the interface', async () => {
    const kase = await putCase(api);
    await putOrderOf(api, kase);
    const answer = await api.call(path, { token });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.at('')).toMatchObject({
      caseNo,
      status: 'in_review',
      verified: true,
      channel: 'chat',
      order: {
        outTradeNo: 'ORDER-1',
        description: '年度会员',
        paidFen: 19_800,
        refundableFen: 19_800,
        paidAt: '2026-02-27T10:00:00.000+08:00',
      },
      reason: { category: 'unused_within_14_days', text: '没有用过' },
      assessment: {
        outcome: 'full',
        clauses: ['2.2'],
        explanation: expect.stringContaining('2.2'),
        facts: { paidAt: '2026-02-27T10:00:00.000+08:00', paidFeaturesUsed: false, unknown: [] },
      },
      deadlines: {
        reviewBy: expect.stringMatching(/T23:59:59\.999\+08:00$/),
        refundBy: null,
        arrivalBy: null,
        provisional: false,
      },
      missed: { review: false, refund: false },
      approvedFen: null,
      approval: null,
      offer: null,
      appeal: null,
      payout: null,
      timeline: [
        {
          at: '2026-03-02T10:00:00.000+08:00',
          actor: 'customer',
          type: 'CaseOpened',
          text: expect.stringMatching(/./),
        },
      ],
      policyVersion: kase.policyVersion,
      version: 1,
    });
  });

  it('the customer of a case: named in part only', async () => {
    await putCase(api);
    const answer = await api.call(path, { token });
    expect(answer.at('customer')).toEqual({
      appid: 'wx0000000000000001',
      openid: 'oCus…01',
      email: null,
    });
    expect(answer.text).not.toContain('oCustomer0000');
  });

  it.each(['RF20260302ZZZZZZ', 'nonsense', '%00'])(
    'the number %s, of no case: 404 case_not_found',
    async (none) => {
      const answer = await api.call(`/api/staff/cases/${none}`, { token });
      expect([answer.status, answer.error?.code]).toEqual([404, 'case_not_found']);
    },
  );

  it('an unverified case: nothing is said of what could be refunded', async () => {
    const kase = await putCase(api, { verified: false });
    await putOrderOf(api, kase);
    expect((await api.call(path, { token })).at('order.refundableFen')).toBeNull();
  });
});

describe('who may read', () => {
  it.each(['agent', 'supervisor', 'finance', 'admin', 'auditor'] as const)('an %s: 200', async (role) => {
    await putCase(api);
    const answer = await api.call(path, { token: await hire(api, role, role) });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['no token', {}],
    ['a token nobody has', { token: 'x'.repeat(43) }],
    ['an empty token', { headers: { Authorization: 'Bearer ' } }],
  ])('%s: 401 unauthenticated', async (_what, credentials) => {
    await putCase(api);
    for (const at of [path, '/api/staff/cases', `${path}/evidence/1`]) {
      const answer = await api.call(at, credentials);
      expect([answer.status, answer.error?.code]).toEqual([401, 'unauthenticated']);
    }
  });

  it('the token of someone disabled: 401 from that moment', async () => {
    await putCase(api);
    expect((await api.call(path, { token })).status).toBe(200);
    await disableStaff(api.deps, '小王');
    expect((await api.call(path, { token })).status).toBe(401);
  });
});

describe('GET /api/staff/cases', () => {
  const suffixes = ['AAAAAA', 'BBBBBB', 'CCCCCC', 'DDDDDD', 'EEEEEE', 'FFFFFF'];
  const statuses = ['in_review', 'refunding', 'rejected'] as const;
  const all = suffixes.map((suffix) => `RF20260302${suffix}`);
  const numbers = async (query: string) => {
    const answer = await api.call(`/api/staff/cases?${query}`, { token });
    expect(answer.status).toBe(200);
    return (answer.at('cases') as { caseNo: string }[]).map((kase) => kase.caseNo);
  };

  /** Six cases in three statuses, in the reverse of the order in which our answers are due; the last two at once. */
  beforeEach(async () => {
    const reviewBy = [0, 1, 2, 3, 4, 4].map((days) => NOW + days * DAY_MS);
    for (const [n, number] of [...all.entries()].reverse()) {
      const like = await putCase(api, {
        caseNo: number,
        draftId: number,
        status: statuses[n % 3] ?? 'in_review',
        order: {
          outTradeNo: `Order-${String(n)}`,
          transactionId: null,
          description: '',
          paidFen: null,
          paidAt: null,
        },
        deadlines: {
          reviewBy: reviewBy[n] ?? NOW,
          refundBy: null,
          arrivalBy: null,
          provisional: false,
          announcedThrough: 2026,
        },
        verified: false,
      });
      expect(like.caseNo).toBe(number);
    }
  });

  it('without a filter: all, by reviewBy and then by number', async () => {
    expect(await numbers('')).toEqual(all);
    expect(await numbers('status=&due=&assignee=&q=&limit=&cursor=')).toEqual(all);
  });

  it.each([
    ['status=in_review', [0, 3]],
    ['status=rejected,in_review', [0, 2, 3, 5]],
    ['status=rejected&status=in_review', [0, 2, 3, 5]],
    ['status=closed', []],
    ['q=rf20260302bbbbbb', [1]],
    ['q=ORDER-2', [2]],
    ['q=order-2&status=in_review', []],
    ['q=order', []],
    ['assignee=none', [0, 1, 2, 3, 4, 5]],
    ['assignee=me', []],
    ['assignee=Li', []],
  ])('%s: the cases %j', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected.map((n) => all[n]));
  });

  it('due today and overdue: only where we owe an answer, by the day in China', async () => {
    expect(await numbers('due=today')).toEqual([all[0]]);
    expect(await numbers('due=overdue')).toEqual([]);
    api.clock.set(NOW + 3 * DAY_MS + 1);
    expect(await numbers('due=today')).toEqual([all[3]]);
    expect(await numbers('due=overdue')).toEqual([all[0], all[3]]);
    expect(await numbers('due=overdue&status=rejected')).toEqual([all[2]]);
  });

  it.each(['', 'status=in_review,refunding,rejected', 'due=today&status=in_review,refunding,rejected'])(
    'page by page with "%s": the same as at once, each once',
    async (filter) => {
      const whole = await numbers(filter);
      const seen: string[] = [];
      let cursor = '';
      for (let pages = 0; pages < 10; pages += 1) {
        const query = `/api/staff/cases?${filter}&limit=1&cursor=${cursor}`;
        const page = await api.call(query, { token });
        seen.push(...(page.at('cases') as { caseNo: string }[]).map((kase) => kase.caseNo));
        const next = page.at('next') as string | null;
        if (next === null) break;
        cursor = next;
      }
      expect(seen).toEqual(whole);
    },
  );

  it('two cases due at the same moment: a page may end between them', async () => {
    const first = await api.call('/api/staff/cases?limit=5', { token });
    const next = first.at('next') as string;
    expect(await numbers(`limit=5&cursor=${next}`)).toEqual([all[5]]);
  });

  it.each([
    ['status=open', 'status.0'],
    ['due=tomorrow', 'due'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=many', 'limit'],
    ['q=a%00b', 'q'],
  ])('%s: 400 invalid_request naming %s', async (query, field) => {
    const answer = await api.call(`/api/staff/cases?${query}`, { token });
    expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_request']);
    expect(answer.error?.details).toContainEqual({ path: field, message: expect.any(String) });
  });

  it.each(['x', 'MDAwAVJG', '%F0%9F%98%80'])(
    'the cursor %s, not one of ours: 400 invalid_cursor',
    async (cursor) => {
      const answer = await api.call(`/api/staff/cases?cursor=${cursor}`, { token });
      expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_cursor']);
    },
  );
});
