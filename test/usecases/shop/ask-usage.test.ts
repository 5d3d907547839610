import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/domain/case/state.ts';
import { DAY_MS, HOUR_MS, isoChina } from '../../../src/domain/time.ts';
import { changeExisting } from '../../../src/usecases/change.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { NOW } from '../../support/case.ts';
import { Cleanup } from '../../support/http-app.ts';
import { type Receiver, shopAt, startReceiver } from '../../support/shop.ts';
import { type StaffApi, hire, putCaseWithOrder, staffApi } from '../../support/staff-api.ts';

const caseNo = 'RF20260302ABCDEF';
const approval = { amountFen: 19_800, note: '核实无误' };
const used = { paidFeaturesUsed: true, quotaUsed: 60, quotaTotal: 100 };

let cleanup: Cleanup;
let receiver: Receiver;
let api: StaffApi;
let token: string;
let kase: Case;
beforeEach(async () => {
  cleanup = new Cleanup();
  receiver = await startReceiver(cleanup);
  const clock = { now: () => api.clock.now() };
  api = await staffApi(cleanup, { shop: shopAt(receiver.url, clock, { timeoutMs: 10_000 }) });
  token = await hire(api, '小王', 'agent');
  kase = await putCaseWithOrder(api);
  api.clock.set(NOW + DAY_MS + 1);
  receiver.answer(() => ({ status: 200, body: said() }));
});
afterEach(async () => {
  await cleanup.run();
  expect(receiver.faults).toEqual([]);
});

/** The order as the shop's own system tells of it. */
const said = (over: object = {}): string =>
  JSON.stringify({
    outTradeNo: kase.order.outTradeNo,
    transactionId: kase.order.transactionId,
    ...kase.customer,
    description: kase.order.description,
    amountFen: kase.order.paidFen,
    paidAt: isoChina(kase.order.paidAt ?? 0),
    usage: { paidFeaturesUsed: false, quotaUsed: 0, quotaTotal: 100 },
    ...over,
  });
const act = (action: string, body: object, as = token, headers: Record<string, string> = {}) =>
  api.call(`/api/staff/cases/${caseNo}/${action}`, { method: 'POST', token: as, body, headers });
const order = async () => (await api.store.get(orders, kase.order.outTradeNo))?.doc;
const warnings = () => api.captured.lines().filter(({ msg }) => String(msg).includes('what was used'));

describe('an approval, when the shop told of the order more than a day ago', () => {
  it('and nothing has been used since: the shop is asked once, and it is approved', async () => {
    expect((await act('approve', { ...approval, version: 1 })).status).toBe(200);
    expect(receiver.heard.map(({ body }) => body)).toEqual([
      {
        id: receiver.heard[0]?.id,
        type: 'order.usage_requested',
        at: '2026-03-03T10:00:00.001+08:00',
        data: { outTradeNo: 'ORDER-1' },
      },
    ]);
    expect((await order())?.toldAt).toBe(NOW + DAY_MS + 1);
    expect(warnings()).toEqual([]);
  });

  it('and it has been used since: who saw it unused gets 409 version_conflict, and the case says what it is now', async () => {
    receiver.answer(() => ({ status: 200, body: said({ usage: used }) }));
    const answer = await act('approve', { ...approval, version: 1 });
    expect([answer.status, answer.error?.code]).toEqual([409, 'version_conflict']);
    const seen = await api.call(`/api/staff/cases/${caseNo}`, { token });
    expect(seen.at('assessment')).toMatchObject({ outcome: 'none', facts: used });
    expect(seen.at('order.toldAt')).toBe('2026-03-03T10:00:00.001+08:00');
    expect(seen.at('payout')).toBeNull();
  });

  it.each([
    ['does not know', { status: 404 }],
    ['is down', { status: 500 }],
    ['answers with something else', { status: 200, body: '{"ok":true}' }],
    ['answers with no JSON', { status: 200, body: '<html>' }],
  ])('and the shop %s: it is approved on what is known, and the log says so', async (_what, answer) => {
    receiver.answer(() => answer);
    expect((await act('approve', { ...approval, version: 1 })).status).toBe(200);
    expect(warnings()).toHaveLength(1);
    expect((await order())?.toldAt).toBe(NOW);
  });

  it('and the shop does not answer: it is approved on what is known', async () => {
    receiver.answer(() => 'hang');
    expect((await act('approve', approval)).status).toBe(200);
    expect(warnings()).toHaveLength(1);
  });

  it.each([
    ['of another payer', { openid: 'oSomebodyElse' }, 'order_conflict'],
    ['another order', { outTradeNo: 'ORDER-2' }, 'outTradeNo'],
    ['paid in the future', { paidAt: '2027-01-01T00:00:00+08:00' }, 'paidAt'],
  ])('and the shop tells of an order %s: nothing of it is taken', async (_what, over, trouble) => {
    receiver.answer(() => ({ status: 200, body: said({ usage: used, ...over }) }));
    const before = await order();
    expect((await act('approve', approval)).status).toBe(200);
    expect(await order()).toMatchObject({ usage: before?.usage, openid: before?.openid, toldAt: NOW });
    expect(JSON.stringify(warnings())).toContain(trouble);
  });

  it('by somebody who may not approve, and again under its key: the shop is not asked', async () => {
    expect((await act('approve', approval, await hire(api, '老周', 'auditor'))).status).toBe(403);
    expect(receiver.heard).toEqual([]);
    const headers = { 'Idempotency-Key': 'click-1' };
    await act('approve', approval, token, headers);
    await changeExisting(api.store, orders, 'ORDER-1', (known) => ({ ...known, toldAt: null }));
    expect((await act('approve', approval, token, headers)).status).toBe(200);
    expect(receiver.heard).toHaveLength(1);
  });
});

describe('the shop is asked', () => {
  it('before an offer, before a second approval, and before an appeal is decided', async () => {
    expect((await act('offer', { amountFen: 9_900, note: '协商' })).status).toBe(200);
    expect(receiver.heard).toHaveLength(1);
    api.clock.set(NOW + 3 * DAY_MS);
    await changeExisting(api.store, cases, caseNo, (doc): Case => ({
      ...doc,
      status: 'awaiting_second_approval',
    }));
    const supervisor = await hire(api, '周主管', 'supervisor');
    await act('second-approve', { note: '同意' }, supervisor);
    expect(receiver.heard).toHaveLength(2);
    api.clock.set(NOW + 5 * DAY_MS);
    await changeExisting(api.store, cases, caseNo, (doc): Case => ({ ...doc, status: 'appealed' }));
    await act('decide-appeal', { outcome: 'refund', note: '同意', message: '予以退款' }, supervisor);
    expect(receiver.heard).toHaveLength(3);
  });

  it('not before a refusal, and not where it told of the order lately', async () => {
    const rejection = { clauses: ['3.1'], note: '已用过半', message: '很抱歉，已使用过的不退。' };
    api.clock.set(NOW + 24 * HOUR_MS);
    expect((await act('approve', { ...approval, amountFen: 1 })).error?.code).toBe('partial_needs_offer');
    api.clock.set(NOW + 3 * DAY_MS);
    expect((await act('reject', rejection)).status).toBe(200);
    expect(receiver.heard).toEqual([]);
  });
});
