import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Alert } from '../../../src/domain/alerts/alert.ts';
import { incidents } from '../../../src/usecases/documents/incidents.ts';
import { raise } from '../../../src/usecases/incidents.ts';
import { NOW } from '../../support/case.ts';
import { type Call, Cleanup } from '../../support/http-app.ts';
import { type StaffApi, hire, staffApi } from '../../support/staff-api.ts';

const base = '/api/staff/incidents';
const caseNo = 'RF20260302ABCDEF';
const outRefundNo = `${caseNo}-1`;
const late: Alert = { kind: 'late_refund_result', caseNo, outRefundNo, refundStatus: 'SUCCESS' };
const LATE = `late_refund_result:${outRefundNo}`;
const numbered = (n: number): Alert => ({ kind: 'refund_overdue', caseNo: `RF${String(n)}`, refundBy: NOW });

let cleanup: Cleanup;
let api: StaffApi;
let finance: string;
beforeEach(async () => {
  cleanup = new Cleanup();
  api = await staffApi(cleanup);
  finance = await hire(api, '吴财务', 'finance');
});
afterEach(() => cleanup.run());

const list = (query = '', call: Call = {}) => api.call(`${base}${query}`, { token: finance, ...call });
const resolve = (id: string, body: unknown = { note: '已在商户平台核对' }, call: Call = {}) =>
  api.call(`${base}/${encodeURIComponent(id)}/resolve`, { method: 'POST', token: finance, body, ...call });

describe('GET /api/staff/incidents', () => {
  it('tells what there is for a person to settle, in words', async () => {
    await raise(api.deps, late);
    api.clock.set(NOW + 60_000);
    await raise(api.deps, late);
    const answer = await list();
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(answer.at('')).toEqual({
      incidents: [
        {
          id: LATE,
          kind: 'late_refund_result',
          caseNo,
          outRefundNo,
          text: expect.stringContaining('以防重复退款'),
          state: 'open',
          openedAt: '2026-03-02T10:00:00.000+08:00',
          lastAt: '2026-03-02T10:01:00.000+08:00',
          count: 2,
          resolvedBy: null,
          resolvedAt: null,
          note: null,
        },
      ],
      next: null,
    });
    const english = await list('', { headers: { 'accept-language': 'en' } });
    expect(english.at('incidents.0.text')).toContain('paid twice');
  });

  it('page after page, newest first, each once', async () => {
    for (let n = 0; n < 5; n += 1) {
      api.clock.set(NOW + n);
      await raise(api.deps, numbered(n));
    }
    const seen: unknown[] = [];
    let query = '?limit=2';
    for (let pages = 0; pages < 3; pages += 1) {
      const page = await list(query);
      seen.push(...(page.at('incidents') as { caseNo: string }[]).map((each) => each.caseNo));
      query = `?limit=2&cursor=${encodeURIComponent(String(page.at('next')))}`;
    }
    expect(seen).toEqual(['RF4', 'RF3', 'RF2', 'RF1', 'RF0']);
  });

  it('those that are open, or resolved, where that is asked for', async () => {
    await raise(api.deps, late);
    await raise(api.deps, numbered(1));
    await resolve(LATE);
    const ids = async (query: string) =>
      ((await list(query)).at('incidents') as { id: string }[]).map(({ id }) => id);
    expect(await ids('?state=open')).toEqual(['refund_overdue:RF1']);
    expect(await ids('?state=resolved')).toEqual([LATE]);
    expect(await ids('?state=')).toHaveLength(2);
  });

  it.each([
    ['?state=closed', 'state'],
    ['?limit=0', 'limit'],
    ['?limit=1e9', 'limit'],
  ])('%s: 400 invalid_request naming %s', async (query, field) => {
    const answer = await list(query);
    expect(answer.error).toMatchObject({ code: 'invalid_request', details: [{ path: field }] });
  });

  it('a cursor that is none: 400', async () => {
    expect((await list('?cursor=nonsense')).status).toBe(400);
  });

  it.each(['agent', 'supervisor', 'auditor'] as const)('to an %s: 403', async (role) => {
    const token = await hire(api, role, role);
    for (const answer of [await list('', { token }), await resolve(LATE, { note: 'x' }, { token })])
      expect([answer.status, answer.error?.code]).toEqual([403, 'forbidden']);
  });

  it('to nobody we know: 401', async () => {
    const answer = await api.call(base);
    expect([answer.status, answer.error?.code]).toEqual([401, 'unauthenticated']);
  });
});

describe('POST /api/staff/incidents/{id}/resolve', () => {
  beforeEach(() => raise(api.deps, late));

  it('resolves it, says by whom and how, and is in the audit log', async () => {
    api.clock.set(NOW + 5_000);
    const answer = await resolve(LATE);
    expect(answer.status).toBe(200);
    expect(answer.at('')).toMatchObject({
      id: LATE,
      state: 'resolved',
      resolvedBy: '吴财务',
      resolvedAt: '2026-03-02T10:00:05.000+08:00',
      note: '已在商户平台核对',
    });
    const audit = await api.call('/api/staff/audit', { token: await hire(api, '审计', 'auditor') });
    expect(audit.at('entries')).toContainEqual(
      expect.objectContaining({
        staff: '吴财务',
        action: 'resolve_incident',
        caseNo,
        detail: LATE,
        outcome: 'ok',
      }),
    );
  });

  it('twice: 409 already_resolved, and the first note stands; the same call by its key: the same answer', async () => {
    const headers = { 'Idempotency-Key': 'click-1' };
    const first = await resolve(LATE, { note: '第一次' }, { headers });
    api.clock.set(NOW + 5_000);
    const again = await resolve(LATE, { note: '第一次' }, { headers });
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    const other = await hire(api, '郑管理', 'admin');
    const late = await resolve(LATE, { note: '第二次' }, { token: other });
    expect([late.status, late.error?.code]).toEqual([409, 'already_resolved']);
    expect((await list()).at('incidents.0.note')).toBe('第一次');
  });

  it('two at the same moment: one is 200, the other 409', async () => {
    const answers = await Promise.all([resolve(LATE, { note: '甲' }), resolve(LATE, { note: '乙' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('happening again afterwards: is open again, and what was noted before is kept', async () => {
    await resolve(LATE);
    api.clock.set(NOW + 60_000);
    await raise(api.deps, late);
    expect((await list('?state=open')).at('incidents.0')).toMatchObject({ id: LATE, count: 2, note: null });
    expect((await resolve(LATE, { note: '再次核对' })).status).toBe(200);
    const stored = await api.store.get(incidents, LATE);
    expect(stored?.doc.resolutions.map(({ note }) => note)).toEqual(['已在商户平台核对', '再次核对']);
  });

  it.each([['no-such-incident'], ['late_refund_result:'], ['x'.repeat(500)], ['../cases']])(
    'of one that is not there (%s): 404 incident_not_found',
    async (id) => {
      const answer = await resolve(id);
      expect([answer.status, answer.error?.code]).toEqual([404, 'incident_not_found']);
    },
  );

  it.each([
    ['no note', {}],
    ['an empty note', { note: '  ' }],
    ['a note without end', { note: 'x'.repeat(1_001) }],
    ['a note that is none', { note: 7 }],
    ['what nobody knows', { note: 'x', state: 'open' }],
    ['a list', ['x']],
  ])('with %s: 400 invalid_request, and nothing is resolved', async (_what, body) => {
    const answer = await resolve(LATE, body);
    expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_request']);
    expect((await list()).at('incidents.0.state')).toBe('open');
  });
});
