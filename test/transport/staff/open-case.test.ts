import { describe, expect, it } from '@jest/globals';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { orders } from '../../../src/usecases/documents/orders.ts';
import { aCase } from '../../support/case.ts';
import { inState } from '../../support/case-states.ts';
import { hire, putCase, putOrderOf } from '../../support/staff-api.ts';
import { api, token, useStaffApi } from '../../support/staff-api-bench.ts';

useStaffApi();

const { customer, order } = aCase();
const { outTradeNo } = order;
const application = { outTradeNo, reason: { category: 'other', text: '电话申请' } };

const open = (body: unknown, as = token, headers: Record<string, string> = {}) =>
  api.call('/api/staff/cases', { method: 'POST', token: as, body, headers });
const all = async () => (await api.store.scan(cases, 'queue', { facet: 'all', limit: 100 })).items;
const refused = async (body: unknown, status: number, code: string, as = token) => {
  const before = [await all(), await api.store.get(orders, outTradeNo)];
  const answer = await open(body, as);
  expect([answer.status, answer.error?.code]).toEqual([status, code]);
  expect([await all(), await api.store.get(orders, outTradeNo)]).toEqual(before);
  return answer;
};

describe('a case opened for a customer who came another way', () => {
  it.each([
    ['who is not known in WeChat', {}, false],
    ['who is the one who paid', { openid: customer.openid }, true],
    ['who is somebody else', { openid: 'oSomebodyElse' }, false],
  ])('%s: 201, by staff; verified only where they paid', async (_who, over, verified) => {
    await putOrderOf(api, aCase());
    const answer = await open({ ...application, ...over, email: 'li@example.com' });
    expect(answer.status).toBe(201);
    expect(answer.at('')).toMatchObject({ status: 'in_review', channel: 'staff', verified });
    expect(answer.at('timeline')).toMatchObject([{ actor: '小王', type: 'CaseOpened' }]);
    const [{ doc } = { doc: undefined }] = await all();
    expect(doc).toMatchObject({
      customer: { openid: '', ...over },
      email: 'li@example.com',
      reason: application.reason,
      order: { outTradeNo },
    });
  });

  it('of an order nobody knows: 201, to be looked for', async () => {
    const answer = await open({ ...application, outTradeNo: 'NOBODY-KNOWS-1' });
    expect([answer.status, answer.at('verified')]).toEqual([201, false]);
    expect((await all())[0]?.doc.orderCheck.nextAt).not.toBeNull();
  });

  it('sent again under its key: names the same case; a colleague’s with the same key is their own', async () => {
    await putOrderOf(api, aCase());
    const headers = { 'Idempotency-Key': 'call-1' };
    const [first, again] = [await open(application, token, headers), await open(application, token, headers)];
    expect([again.status, again.at('caseNo')]).toEqual([201, first.at('caseNo')]);
    const other = await open(
      { ...application, outTradeNo: 'ANOTHER-1' },
      await hire(api, '小李', 'agent'),
      headers,
    );
    expect(other.at('caseNo')).not.toBe(first.at('caseNo'));
    expect(await all()).toHaveLength(2);
  });
});

describe('a case that is not opened: its code and status, and nothing changes', () => {
  it.each([
    ['agent', 201],
    ['supervisor', 201],
    ['admin', 201],
    ['finance', 403],
    ['auditor', 403],
  ] as const)('by %s: %d', async (role, status) => {
    const as = await hire(api, '某人', role);
    if (status === 403) await refused(application, status, 'forbidden', as);
    else expect((await open(application, as)).status).toBe(status);
    expect(await all()).toHaveLength(status === 403 ? 0 : 1);
  });

  it.each(['in_review', 'awaiting_customer', 'offered', 'refunding', 'rejected', 'appealed'] as const)(
    'of an order whose case is %s: 409 order_has_open_case',
    async (status) => {
      await api.store.insert(cases, inState[status].caseNo, inState[status]);
      await putOrderOf(api, aCase());
      await refused(application, 409, 'order_has_open_case');
      await refused({ ...application, openid: customer.openid }, 409, 'order_has_open_case');
      await refused({ ...application, outTradeNo: order.transactionId }, 409, 'order_has_open_case');
    },
  );

  it('of an order whose case was withdrawn: 201', async () => {
    await api.store.insert(cases, inState.withdrawn.caseNo, inState.withdrawn);
    await putOrderOf(api, aCase());
    expect((await open(application)).status).toBe(201);
  });

  it('a second one for the same unknown order and nobody known in WeChat: 409 order_has_open_case', async () => {
    const unknown = { ...application, outTradeNo: 'NOBODY-KNOWS-1' };
    expect((await open(unknown)).status).toBe(201);
    await refused(unknown, 409, 'order_has_open_case');
  });

  it('two at once for the customer who paid: one is opened, the other is 409', async () => {
    await putOrderOf(api, aCase());
    const paid = { ...application, openid: customer.openid };
    const answers = await Promise.all([open(paid), open(paid)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.error?.code).toBe('order_has_open_case');
    expect(await all()).toHaveLength(1);
  });

  it('of an order that has been refunded: 409 nothing_refundable', async () => {
    const ledger = [
      {
        outRefundNo: 'RF20260227ZZZZZZ-1',
        caseNo: 'RF20260227ZZZZZZ',
        amountFen: 19_800,
        state: 'settled' as const,
        at: 1,
      },
    ];
    await putOrderOf(api, aCase(), { ledger });
    await refused(application, 409, 'nothing_refundable');
  });

  it.each([
    ['an openid with a space', { openid: 'o 1' }, 'openid'],
    ['an openid in Chinese', { openid: '林晓' }, 'openid'],
    ['an empty openid', { openid: '' }, 'openid'],
    ['an openid of 65 characters', { openid: 'o'.repeat(65) }, 'openid'],
    ['an openid that is a number', { openid: 1 }, 'openid'],
    ['no reason', { reason: undefined }, 'reason'],
    ['a reason of no such category', { reason: { category: 'because', text: 'x' } }, 'reason.category'],
    ['a reason without words', { reason: { category: 'other', text: '  ' } }, 'reason.text'],
    ['a reason of 501 characters', { reason: { category: 'other', text: '长'.repeat(501) } }, 'reason.text'],
    ['a reason that is a word', { reason: 'other' }, 'reason'],
    ['an address that is none', { email: 'li' }, 'email'],
    ['no order', { outTradeNo: undefined }, 'outTradeNo'],
    ['an order of blanks', { outTradeNo: '   ' }, 'outTradeNo'],
    ['an order of 65 characters', { outTradeNo: 'A'.repeat(65) }, 'outTradeNo'],
  ])('with %s: 400 invalid_request naming it', async (_what, over, path) => {
    await putOrderOf(api, aCase());
    const answer = await refused({ ...application, ...over }, 400, 'invalid_request');
    expect(answer.error?.details).toContainEqual({ path, message: expect.stringMatching(/./) });
  });

  it('without a token: 401', async () => {
    const answer = await api.call('/api/staff/cases', { method: 'POST', body: application });
    expect([answer.status, answer.error?.code]).toEqual([401, 'unauthenticated']);
    expect(await all()).toEqual([]);
  });
});

it('a case of somebody else’s does not stand in the way of one that nobody has proven', async () => {
  await putCase(api, { verified: false });
  await putOrderOf(api, aCase());
  expect((await open(application)).status).toBe(201);
});
