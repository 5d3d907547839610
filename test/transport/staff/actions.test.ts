import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/domain/case/state.ts';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { noticeText } from '../../../src/conversation/notices.ts';
import { inState } from '../../support/case-states.ts';
import { publishedPolicy } from '../../support/policy.ts';
import { hire, putCase, putOrderOf } from '../../support/staff-api.ts';
import { api, token, useStaffApi } from '../../support/staff-api-bench.ts';

useStaffApi();

const caseNo = 'RF20260302ABCDEF';
const base = `/api/staff/cases/${caseNo}`;
const approval = { amountFen: 19_800, note: '核实无误' };
const rejection = { clauses: ['3.1'], note: '已用过半', message: '很抱歉，已使用过的不退。' };

let kase: Case;
const post = (action: string, body: unknown, as = token, headers: Record<string, string> = {}) =>
  api.call(`${base}/${action}`, { method: 'POST', token: as, body, headers });
const stored = async (): Promise<Case | undefined> => (await api.store.get(cases, caseNo))?.doc;

beforeEach(async () => {
  kase = await putCase(api);
  await putOrderOf(api, kase);
});

describe('approve', () => {
  it('the whole amount: 200 with the case, its payout reserved in the ledger', async () => {
    const answer = await post('approve', approval);
    expect(answer.status).toBe(200);
    expect(answer.at('')).toMatchObject({
      status: 'refunding',
      approvedFen: 19_800,
      approval: { amountFen: 19_800, by: '小王', note: '核实无误', second: null },
      order: { refundableFen: 0 },
      payout: { outRefundNo: `${caseNo}-1`, refundId: null, state: 'reserved', attempt: 1 },
    });
    expect(answer.at('timeline.1')).toMatchObject({ actor: '小王', type: 'Approved' });
    const order = await api.store.get(orders, 'ORDER-1');
    expect(order?.doc.ledger).toMatchObject([{ caseNo, amountFen: 19_800, state: 'reserved' }]);
  });

  it('the same call again under its key: the same answer, done once', async () => {
    const headers = { 'Idempotency-Key': 'click-1' };
    const first = await post('approve', approval, token, headers);
    const again = await post('approve', approval, token, headers);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect((await stored())?.timeline.filter(({ event }) => event.type === 'Approved')).toHaveLength(1);
  });

  it('two at once: one is 200, the other 409 illegal_transition', async () => {
    const other = await hire(api, '小李', 'supervisor');
    const answers = await Promise.all([post('approve', approval), post('approve', approval, other)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.error?.code).toBe('illegal_transition');
  });
});

describe('above the four-eyes limit', () => {
  beforeEach(async () => {
    const large = await putCase(api, {
      caseNo: 'RF20260302LARGEE',
      draftId: 'large',
      order: {
        ...kase.order,
        outTradeNo: 'ORDER-2',
        transactionId: '42000000000000000002',
        paidFen: 200_000,
      },
    });
    await putOrderOf(api, large);
  });
  const at = (action: string, body: unknown, as: string) =>
    api.call(`/api/staff/cases/RF20260302LARGEE/${action}`, { method: 'POST', token: as, body });

  it('approved: waits for a second person, who is not the first', async () => {
    const first = await hire(api, '主管', 'supervisor');
    const second = await hire(api, '财务', 'finance');
    const approved = await at('approve', { ...approval, amountFen: 200_000 }, first);
    expect(approved.at('status')).toBe('awaiting_second_approval');
    const own = await at('second-approve', { note: '我自己' }, first);
    expect([own.status, own.error?.code]).toEqual([403, 'second_person_required']);
    const done = await at('second-approve', { note: '同意' }, second);
    expect([done.status, done.at('status')]).toEqual([200, 'refunding']);
    expect(done.at('approval.second')).toMatchObject({ by: '财务', note: '同意' });
  });

  it('declined by the second person: back in review', async () => {
    await at('approve', { ...approval, amountFen: 200_000 }, token);
    const declined = await at('second-decline', { note: '请再核实' }, await hire(api, '财务', 'finance'));
    expect([declined.status, declined.at('status')]).toEqual([200, 'in_review']);
  });
});

it('reject: 200 with the case, its clauses and the date for an appeal', async () => {
  const answer = await post('reject', rejection);
  expect([answer.status, answer.at('status')]).toEqual([200, 'rejected']);
  expect(answer.at('rejection')).toMatchObject({
    ...rejection,
    by: '小王',
    appealBy: expect.stringMatching(/\+08:00$/),
  });
});

describe('a decision that is refused: its code and status, nothing changed', () => {
  const refused = async (action: string, body: unknown, status: number, code: string, as = token) => {
    const before = await stored();
    const answer = await post(action, body, as);
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
    expect(answer.error?.message.length).toBeGreaterThan(20);
    expect(await stored()).toEqual(before);
  };

  it('more than is refundable: 422 amount_exceeds_refundable', () =>
    refused('approve', { ...approval, amountFen: 19_801 }, 422, 'amount_exceeds_refundable'));
  it('less than is refundable: 422 partial_needs_offer', () =>
    refused('approve', { ...approval, amountFen: 19_799 }, 422, 'partial_needs_offer'));
  it('a version read before: 409 version_conflict', () =>
    refused('approve', { ...approval, version: 7 }, 409, 'version_conflict'));
  it('a second approval of what nobody approved: 409 illegal_transition', async () => {
    await refused(
      'second-approve',
      { note: '同意' },
      409,
      'illegal_transition',
      await hire(api, '财务', 'finance'),
    );
  });
  it('a clause that is no ground for a refusal: 422 unknown_clause', () =>
    refused('reject', { ...rejection, clauses: ['2.2'] }, 422, 'unknown_clause'));
  it('no clause: 422 unknown_clause', () =>
    refused('reject', { ...rejection, clauses: [] }, 422, 'unknown_clause'));
  it.each(['auditor', 'finance'] as const)('an %s approving: 403 forbidden', async (role) => {
    await refused('approve', approval, 403, 'forbidden', await hire(api, '别人', role));
  });
  it('an agent giving the second approval: 403 forbidden', () =>
    refused('second-approve', { note: '同意' }, 403, 'forbidden'));
  it('a case of no such number: 404 case_not_found', async () => {
    const answer = await api.call('/api/staff/cases/RF20260302ZZZZZZ/approve', {
      method: 'POST',
      token,
      body: approval,
    });
    expect([answer.status, answer.error?.code]).toEqual([404, 'case_not_found']);
  });
  const stands = async (over: Partial<Case>): Promise<void> => {
    const held = (await api.store.get(cases, caseNo)) ?? { id: '', revision: 0 };
    await api.store.replace(cases, held, { ...kase, ...over });
  };
  it('an unverified case: 409 unverified_order', async () => {
    await stands({ verified: false });
    await refused('approve', approval, 409, 'unverified_order');
    await refused('offer', { amountFen: 100, note: 'n' }, 409, 'unverified_order');
  });
  it('a case that a colleague has claimed: 409 claimed_by_other', async () => {
    await stands({ assignee: '小李' });
    await refused('approve', approval, 409, 'claimed_by_other');
    await refused('release', {}, 409, 'claimed_by_other');
  });
  it('verifying what has been proven: 409 already_verified', () =>
    refused('verify', { note: 'n' }, 409, 'already_verified'));
  it('verifying an order nobody knows: 409 order_unknown', async () => {
    await stands({ verified: false, order: { ...kase.order, outTradeNo: 'NOBODY-KNOWS-1' } });
    await refused('verify', { note: 'n' }, 409, 'order_unknown');
  });
  it('an offer after as many as are allowed: 409 offer_rounds_exhausted', async () => {
    const declined = inState.offered.offers.map((made) => ({ ...made, state: 'declined' as const }));
    await stands({ offers: Array.from({ length: 5 }, () => declined).flat() });
    await refused('offer', { amountFen: 100, note: 'n' }, 409, 'offer_rounds_exhausted');
  });
});

describe('reply', () => {
  it.each([
    ['500 emoji, 2,000 bytes', '😀'.repeat(500), 'text_too_long'],
    ['683 Chinese characters, 2,049 bytes', '字'.repeat(683), 'text_too_long'],
    ['501 letters', 'a'.repeat(501), 'text_too_long'],
    ['nothing', '', 'text_empty'],
    ['nothing that can be seen', ' \u200b\n', 'text_empty'],
  ])('%s: 422, and nothing is sent', async (_what, text, code) => {
    const answer = await post('reply', { text });
    expect([answer.status, answer.error?.code]).toEqual([422, code]);
    expect(await stored()).toEqual(kase);
  });

  it.each([
    ['500 Chinese characters', '字'.repeat(500)],
    ['430 emoji, 860 units of UTF-16', '😀'.repeat(430)],
  ])('%s: go out whole', async (_what, text) => {
    expect((await post('reply', { text: ` ${text}\n` })).status).toBe(200);
    expect((await stored())?.outbox.at(-1)).toMatchObject({ kind: 'message', text });
  });
});

describe('words for the customer with a decision', () => {
  const chars = (count: number): string => '字'.repeat(count);
  const decisions: readonly (readonly [string, (message: string) => object])[] = [
    ['reject', (message) => ({ ...rejection, message })],
    ['offer', (message) => ({ amountFen: 9_900, note: 'n', message })],
  ];

  it.each(decisions)(
    '%s with 500 characters beside its own long text: 422, nothing changes',
    async (action, body) => {
      const answer = await post(action, body(chars(500)));
      expect([answer.status, answer.error?.code]).toEqual([422, 'text_too_long']);
      expect(await stored()).toEqual(kase);
    },
  );

  it.each([
    ...decisions,
    ['request-information', (message: string) => ({ message })] as const,
    ['approve', (message: string) => ({ ...approval, message })] as const,
  ])('%s with 300 characters: the customer is told all of them', async (action, body) => {
    const message = `${chars(299)}完`;
    expect((await post(action, body(message))).status).toBe(200);
    const after = await stored();
    const outcome = { reject: 'rejected', approve: 'approved', offer: 'offer' }[action] ?? 'information';
    const notice = after?.outbox.find((each) => each.outcome === outcome);
    if (!after || !notice) throw new Error('the customer is told nothing');
    const context = { policy: publishedPolicy(), publicUrl: 'https://shop.example' };
    expect(noticeText(after, notice, context)).toContain(message);
  });
});

describe('a call that is wrong: refused, nothing changed', () => {
  afterEach(async () => {
    expect((await stored())?.version).toBe(1);
  });

  it.each([
    ['approve', { note: 'x' }, 'amountFen'],
    ['approve', { ...approval, amountFen: 198.5 }, 'amountFen'],
    ['approve', { ...approval, amountFen: '19800' }, 'amountFen'],
    ['approve', { amountFen: 19_800 }, 'note'],
    ['approve', { ...approval, note: '   ' }, 'note'],
    ['approve', { ...approval, version: 'latest' }, 'version'],
    ['reject', { ...rejection, message: undefined }, 'message'],
    ['reject', { ...rejection, clauses: '3.1' }, 'clauses'],
    ['second-decline', {}, 'note'],
  ])('%s with %j: 400 invalid_request naming %s', async (action, body, field) => {
    const answer = await post(action, body);
    expect([answer.status, answer.error?.code]).toEqual([400, 'invalid_request']);
    expect(answer.error?.details).toContainEqual({ path: field, message: expect.any(String) });
  });

  it('an Idempotency-Key that is none: 400 invalid_request', async () => {
    const answer = await post('approve', approval, token, { 'Idempotency-Key': 'x'.repeat(129) });
    expect(answer.error).toMatchObject({ code: 'invalid_request', details: [{ path: 'Idempotency-Key' }] });
  });

  it('an action nobody knows: 404 unknown_action, naming those there are', async () => {
    const answer = await post('explode', {});
    expect([answer.status, answer.error?.code]).toEqual([404, 'unknown_action']);
    expect(answer.error?.message).toContain('second-approve');
  });

  it('no token: 401 before anything else is looked at', async () => {
    const answer = await api.call(`${base}/explode`, { method: 'POST', raw: '{' });
    expect([answer.status, answer.error?.code]).toEqual([401, 'unauthenticated']);
  });

  it('GET of an action: 405 naming what is allowed', async () => {
    const answer = await api.call(`${base}/approve`, { token });
    expect([answer.status, answer.error?.code]).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('Allow')).toContain('POST');
  });
});

it('the log of decisions names who decided, and neither token, customer nor note', async () => {
  await post('approve', approval);
  await api.call(`/api/staff/cases?q=oCustomer0000000000000000001`, { token });
  const written = api.captured.text();
  expect(api.captured.lines()).toContainEqual(
    expect.objectContaining({ method: 'POST', path: `${base}/approve`, status: 200, staff: '小王' }),
  );
  expect(written).not.toContain(token);
  expect(written).not.toContain('oCustomer0');
  expect(written).not.toContain('核实无误');
});
