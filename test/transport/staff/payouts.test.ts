import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alerts } from '../../../src/usecases/documents/alerts.ts';
import { countPost } from '../../../src/usecases/payout/queue.ts';
import { NOW } from '../../support/case.ts';
import { type Call, Cleanup } from '../../support/http-app.ts';
import { type StaffApi, hire, staffApi } from '../../support/staff-api.ts';
import { anAttempt } from '../../support/wechatpay-notice.ts';

const path = '/api/staff/payouts';

let cleanup: Cleanup;
let api: StaffApi;
let finance: string;
beforeEach(async () => {
  cleanup = new Cleanup();
  api = await staffApi(cleanup);
  finance = await hire(api, '吴财务', 'finance');
});
afterEach(() => cleanup.run());

const get = (token = finance) => api.call(path, { token });
const put = (body: unknown, call: Call = {}) =>
  api.call(path, { method: 'PUT', token: finance, body, ...call });

const free = {
  stopped: false,
  stoppedBy: null,
  stoppedAt: null,
  dailyCapFen: null,
  today: { date: '2026-03-02', sentFen: 0, refunds: 0 },
};

describe('GET and PUT /api/staff/payouts', () => {
  it('before anyone has set anything: nothing is stopped and there is no cap', async () => {
    expect((await get()).at('')).toEqual(free);
  });

  it('stopped and released: says so, by whom and since when, and keeps the cap', async () => {
    expect((await put({ stopped: false, dailyCapFen: 5_000_000 })).at('dailyCapFen')).toBe(5_000_000);
    const stopped = await put({ stopped: true });
    expect([stopped.status, stopped.at('')]).toEqual([
      200,
      {
        ...free,
        stopped: true,
        stoppedBy: '吴财务',
        stoppedAt: '2026-03-02T10:00:00.000+08:00',
        dailyCapFen: 5_000_000,
      },
    ]);
    expect((await get()).at('')).toEqual(stopped.at(''));
    const admin = await hire(api, '郑管理', 'admin');
    const released = await put({ stopped: false, dailyCapFen: null }, { token: admin });
    expect(released.at('')).toEqual(free);
  });

  it('says what has been sent today, in China, and begins anew at midnight', async () => {
    await countPost(api.deps, anAttempt());
    await countPost(api.deps, anAttempt({ outRefundNo: 'RF2-1', amountFen: 200 }));
    expect((await get()).at('today')).toEqual({ date: '2026-03-02', sentFen: 20_000, refunds: 2 });
    api.clock.set(NOW + 14 * 3_600_000);
    expect((await get()).at('today')).toEqual({ date: '2026-03-03', sentFen: 0, refunds: 0 });
  });

  it('every change is in the audit log, a refused one too', async () => {
    await put({ stopped: true, dailyCapFen: 5_000_000 });
    await put({ stopped: false }, { token: await hire(api, '小王', 'agent') });
    const audit = await api.call('/api/staff/audit', { token: await hire(api, '审计', 'auditor') });
    const entries = audit.at('entries') as { action: string }[];
    expect(entries.filter(({ action }) => action === 'set_payouts')).toMatchObject([
      { staff: '小王', outcome: 'forbidden', detail: 'stopped=false' },
      { staff: '吴财务', outcome: 'ok', detail: 'stopped=true dailyCapFen=5000000', address: '127.0.0.1' },
    ]);
  });

  it('every change is alerted; what changes nothing is not', async () => {
    const channel = {
      name: 'webhook',
      fits: () => true,
      send: () => Promise.reject(new Error('not sent here')),
    } as const;
    Object.assign(api.deps, { alerting: { channels: [channel], language: 'zh', quietMs: 0 } });
    for (const body of [{ stopped: true }, { stopped: true }, { dailyCapFen: 100 }, { stopped: false }]) {
      api.clock.set(api.clock.now() + 1);
      await put(body);
    }
    const page = await api.store.scan(alerts, 'webhook', { facet: '', limit: 10 });
    expect(page.items.map(({ doc }) => doc.alert)).toMatchObject([
      { kind: 'payouts_stopped', by: '吴财务' },
      { kind: 'daily_cap_set', by: '吴财务', dailyCapFen: 100 },
      { kind: 'payouts_released', by: '吴财务' },
    ]);
  });

  it.each(['agent', 'supervisor', 'auditor'] as const)(
    'to an %s: 403, and nothing is changed',
    async (role) => {
      const token = await hire(api, role, role);
      for (const answer of [await get(token), await put({ stopped: true }, { token })])
        expect([answer.status, answer.error?.code]).toEqual([403, 'forbidden']);
      expect((await get()).at('')).toEqual(free);
    },
  );

  it('to nobody we know: 401', async () => {
    expect((await api.call(path, { method: 'PUT', body: { stopped: true } })).status).toBe(401);
  });

  it.each<[string, unknown]>([
    ['a cap below zero', { stopped: false, dailyCapFen: -1 }],
    ['a cap of nothing, which would be a stop', { stopped: false, dailyCapFen: 0 }],
    ['a part of a fen', { stopped: false, dailyCapFen: 100.5 }],
    ['more than there is', { stopped: false, dailyCapFen: 1e15 }],
    ['more than a number holds', { stopped: false, dailyCapFen: 1e300 }],
    ['a cap in words', { stopped: false, dailyCapFen: '5000' }],
    ['a switch in words', { stopped: 'no', dailyCapFen: null }],
    ['a switch that is nothing', { stopped: null }],
    ['what nobody knows', { stopped: true, dailyCapFen: null, day: '2026-03-02' }],
    ['nothing', {}],
    ['a list', [true]],
  ])('with %s: 400 invalid_request, and nothing is changed', async (_what, body) => {
    const answer = await put(body);
    expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_request']);
    expect(answer.error?.message.length).toBeGreaterThan(5);
    expect((await get()).at('')).toEqual(free);
  });

  it('with no body, or one that is no JSON: 400', async () => {
    expect((await put(undefined)).status).toBe(400);
    expect((await put(undefined, { raw: '{"stopped":tr' })).error?.code).toBe('malformed_json');
  });
});
