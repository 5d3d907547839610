import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultInput } from '../../src/sandbox/faults.ts';
import { type Desk, startDesk } from '../support/desk.ts';
import {
  aBuyer,
  anApproved,
  approve,
  expectInvariants,
  expectRefunded,
  paidTo,
  payoutOf,
} from '../support/payouts.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 30_000);
afterAll(() => desk.stop());
afterEach(() => {
  desk.simulators.faults.clear();
});

/** The application goes wrong in this way; nothing else does. */
const withFault = async (...faults: FaultInput[]) => {
  const buyer = await aBuyer(desk);
  for (const fault of faults) desk.simulators.faults.add(fault);
  expect((await approve(desk, buyer)).status).toBe(200);
  await desk.settle();
  return buyer;
};
const onRefund = (fault: object): FaultInput => ({ on: 'refund', ...fault }) as FaultInput;

describe('an application whose outcome is not known, when time passes, is paid once under its number', () => {
  it.each([
    ['the connection breaks after WeChat Pay has accepted it', { effect: 'reset', accepted: true }],
    ['the connection breaks before', { effect: 'reset' }],
    ['it is answered 202', { effect: 'status', status: 202, accepted: true }],
    ['it is answered 202 and nothing came of it', { effect: 'status', status: 202 }],
    ['it is answered 500 with HTML, accepted', { effect: 'status', status: 500, accepted: true }],
    ['it is answered 502 with HTML, not accepted', { effect: 'status', status: 502 }],
    ['it is answered 503 with HTML, accepted', { effect: 'status', status: 503, accepted: true }],
    ['it is answered 200 with HTML', { effect: 'status', status: 200, accepted: true }],
    ['it is answered 204 with nothing', { effect: 'status', status: 204, accepted: true }],
    ['it is answered SYSTEM_ERROR', { effect: 'error', status: 500, code: 'SYSTEM_ERROR', accepted: true }],
    ['the answer is not signed', { effect: 'unsigned' }],
    ['the answer is forged', { effect: 'forged' }],
    ['429, accepted', { effect: 'error', status: 429, code: 'FREQUENCY_LIMITED', accepted: true }],
    ['429, not accepted', { effect: 'error', status: 429, code: 'RATELIMIT_EXCEEDED' }],
  ])('%s', async (_what, fault) => {
    const buyer = await withFault(onRefund(fault));
    expect((await payoutOf(desk, buyer)).state).toBe('sent');
    await expectInvariants(desk);
    await desk.advance('70s');
    await desk.advance('70s');
    await expectRefunded(desk, buyer);
  });

  it('accepted, the answer lost, and then hidden from two queries', async () => {
    const buyer = await withFault(onRefund({ effect: 'reset', accepted: true }), {
      on: 'refund_outcome',
      effect: 'lag',
      queries: 2,
    });
    for (let minutes = 0; minutes < 4; minutes += 1) await desk.advance('70s');
    await expectRefunded(desk, buyer);
  });

  it('application and query both fail for half an hour', async () => {
    const buyer = await withFault(onRefund({ effect: 'reset', accepted: true, times: 50 }), {
      on: 'query_refund',
      effect: 'status',
      status: 502,
      times: 50,
    });
    for (let tries = 0; tries < 10; tries += 1) await desk.advance('5m');
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'sent' });
    await expectInvariants(desk);
    desk.simulators.faults.clear();
    await desk.advance('31m');
    await desk.advance('31m');
    await expectRefunded(desk, buyer);
  });

  it('the query is answered with a forged signature', async () => {
    const buyer = await withFault(
      onRefund({ effect: 'reset', accepted: true }),
      { on: 'query_refund', effect: 'forged' },
      { on: 'notification', effect: 'lose' },
    );
    await desk.advance('70s');
    expect((await payoutOf(desk, buyer)).state).toBe('sent');
    await desk.advance('70s');
    await expectRefunded(desk, buyer);
  });
});

describe('a refusal, when what it names is put right', () => {
  it('NOT_ENOUGH: waits for funds, and after a top-up is paid under the same number', async () => {
    const short = { effect: 'error', status: 403, code: 'NOT_ENOUGH' };
    const buyer = await withFault(onRefund({ ...short, times: 3 }));
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'waiting_funds' });
    expect(paidTo(desk, buyer).fen).toBe(0);
    await desk.advance('70s');
    await desk.advance('70s');
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'waiting_funds' });
    await expectInvariants(desk);
    await desk.advance('70s');
    await desk.advance('70s');
    await expectRefunded(desk, buyer);
  });

  it.each([
    [401, 'SIGN_ERROR'],
    [403, 'NO_AUTH'],
    [404, 'MCH_NOT_EXISTS'],
  ])('%s %s: is paused, probed every minute, and goes on', async (status, code) => {
    const buyer = await withFault(onRefund({ effect: 'error', status, code, times: 2 }));
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'paused' });
    await desk.advance('61s');
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'paused' });
    await expectInvariants(desk);
    await desk.advance('61s');
    await desk.advance('61s');
    await expectRefunded(desk, buyer);
  });

  it('SIGN_ERROR to the very first call, before anything was sent: is paused, not merely delayed', async () => {
    const buyer = await withFault({
      on: 'query_transaction',
      effect: 'error',
      status: 401,
      code: 'SIGN_ERROR',
      times: 8,
    });
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'paused', sentAt: null });
    for (let minutes = 0; minutes < 7; minutes += 1) await desk.advance('61s');
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'paused', sentAt: null });
    await desk.advance('61s');
    await desk.advance('61s');
    await expectRefunded(desk, buyer);
  });
});

describe('a refusal for a person', () => {
  it.each([
    [400, 'PARAM_ERROR'],
    [403, 'USER_ACCOUNT_ABNORMAL'],
    [404, 'RESOURCE_NOT_EXISTS'],
  ])('%s %s: is parked at once, told to nobody as refunded, and not sent again', async (status, code) => {
    const buyer = await withFault(onRefund({ effect: 'error', status, code }));
    expect((await payoutOf(desk, buyer)).trouble).toContain(code);
    await desk.advance('3h');
    await desk.advance('3h');
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'needs_person' });
    expect(paidTo(desk, buyer).numbers).toEqual([]);
    await expectInvariants(desk);
  });

  it('INVALID_REQUEST: is asked about for a day before a person is, and keeps its reservation', async () => {
    const buyer = await withFault(
      onRefund({ effect: 'error', status: 400, code: 'INVALID_REQUEST', times: 500 }),
    );
    for (let hours = 0; hours < 23; hours += 1) await desk.advance('1h');
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'sent' });
    await desk.advance('1h');
    await desk.advance('1h');
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'needs_person', number: 1 });
    await expectInvariants(desk);
  });

  it('INVALID_REQUEST because the query lags behind the acceptance: the refund is found and adopted', async () => {
    const refusal = { effect: 'error', status: 400, code: 'INVALID_REQUEST', accepted: true };
    const buyer = await withFault(onRefund(refusal), { on: 'refund_outcome', effect: 'lag', queries: 1 });
    for (let minutes = 0; minutes < 3; minutes += 1) await desk.advance('70s');
    await expectRefunded(desk, buyer);
  });

  it('parked, and then found paid after all: is adopted within the hour', async () => {
    const refusal = { effect: 'error', status: 400, code: 'PARAM_ERROR', accepted: true };
    const buyer = await withFault(onRefund(refusal));
    expect(await payoutOf(desk, buyer)).toMatchObject({ state: 'needs_person' });
    await desk.advance('61m');
    await expectRefunded(desk, buyer);
  });
});

describe('an ordinary refund, beside all of these', () => {
  it('is paid at once, and told when it is and not while WeChat Pay works on it', async () => {
    const buyer = await anApproved(desk);
    expect((await payoutOf(desk, buyer)).state).toBe('PROCESSING');
    await expectInvariants(desk);
    await desk.advance('5s');
    await expectRefunded(desk, buyer);
  });
});
