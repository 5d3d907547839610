import { describe, expect, it } from '@jest/globals';
import { roles } from '../../../src/domain/staff.ts';
import { DAY_MS, HOUR_MS } from '../../../src/domain/time.ts';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import { NOW } from '../../support/case.ts';
import { hire, putCase } from '../../support/staff-api.ts';
import { api, token, useStaffApi } from '../../support/staff-api-bench.ts';
import { theThread, threadsIn } from '../../support/threads.ts';

useStaffApi();

const path = '/api/staff/threads';
const appid = 'wx0000000000000001';

let messages = 0;
const says = (text: string, openid = 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0') => {
  messages += 1;
  const key = `${openid}:${String(messages)}:0`;
  return handleMessage(api.deps, {
    key,
    appid,
    openid,
    at: api.clock.now(),
    input: { type: 'text', text, menuId: null },
  });
};
const idOf = async () => (await theThread(api.store)).id;
const post = async (action: string, body: unknown, headers: Record<string, string> = {}, as = token) =>
  api.call(`${path}/${await idOf()}/${action}`, { method: 'POST', token: as, body, headers });
const audited = async () => {
  const answer = await api.call('/api/staff/audit', { token: await hire(api, '老郑', 'auditor') });
  return (answer.at('entries') as { action: string }[]).filter(
    ({ action }) => action.endsWith('thread') || action === 'list_threads',
  );
};

describe('GET /api/staff/threads', () => {
  it('somebody waits: who, since when, until when, and what was said; the openid is masked', async () => {
    await putCase(api, { customer: { appid, openid: 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0' } });
    await says('你好');
    await says('人工');
    await says('钱什么时候到账？');
    const answer = await api.call(path, { token });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.at('')).toEqual({
      threads: [
        {
          id: expect.stringMatching(/^[0-9a-f]{24}$/),
          state: 'open',
          customer: { appid, openid: 'oABC…Z0' },
          language: 'zh',
          caseNo: 'RF20260302ABCDEF',
          openedAt: expect.stringMatching(/\+08:00$/),
          respondBy: expect.stringMatching(/T23:59:59\.999\+08:00$/),
          provisional: false,
          overdue: false,
          answeredAt: null,
          closed: null,
          promise: 'pending',
          replies: [],
          delivery: null,
          recent: [
            expect.objectContaining({
              from: 'customer',
              text: '你好',
              reply: expect.stringContaining('没有明白'),
            }),
            expect.objectContaining({ from: 'customer', text: '人工', reply: null }),
            expect.objectContaining({ from: 'customer', text: '钱什么时候到账？', reply: null }),
          ],
        },
      ],
      next: null,
    });
    expect(answer.text).not.toContain('oABCDEFGHIJKLMNOPQRSTUVWXYZ0');
    expect(await audited()).toMatchObject([
      { action: 'list_threads', staff: '小王', threads: [await idOf()], outcome: 'ok' },
    ]);
  });

  it('nobody waits: an empty list, and nothing to enter in the audit log', async () => {
    expect((await api.call(path, { token })).at('')).toEqual({ threads: [], next: null });
    expect(await audited()).toEqual([]);
  });

  it('many: by the date promised, a page at a time, of one state or all', async () => {
    for (let n = 0; n < 5; n += 1) {
      api.clock.set(NOW + n * DAY_MS);
      await says('人工', `oCustomer${String(n)}`);
    }
    const [first] = await threadsIn(api.store);
    await api.call(`${path}/${first?.id ?? ''}/close`, { method: 'POST', token });
    const all: unknown[] = [];
    let cursor = '';
    do {
      const page = await api.call(`${path}?limit=2&cursor=${cursor}`, { token });
      all.push(...(page.at('threads') as { id: string }[]).map(({ id }) => id));
      cursor = (page.at('next') as string | null) ?? '';
    } while (cursor !== '');
    expect(all).toEqual((await threadsIn(api.store)).map(({ id }) => id));
    const open = await api.call(`${path}?state=open`, { token });
    expect((open.at('threads') as object[]).length).toBe(4);
    expect((await api.call(`${path}?state=closed`, { token })).at('threads.0')).toMatchObject({
      id: first?.id,
      closed: { how: 'staff', by: '小王' },
    });
  });

  it('the date has passed: says so', async () => {
    await says('人工');
    api.clock.set(NOW + 10 * DAY_MS);
    expect((await api.call(path, { token })).at('threads.0.overdue')).toBe(true);
  });

  it.each(['state=waiting', 'limit=0', 'limit=51', 'limit=x'])('?%s: 400', async (query) => {
    expect(await api.call(`${path}?${query}`, { token })).toMatchObject({
      status: 400,
      error: { code: 'invalid_request' },
    });
  });

  it('a cursor of nobody: 400', async () => {
    expect(await api.call(`${path}?cursor=nonsense`, { token })).toMatchObject({ status: 400 });
  });

  it('without a token: 401', async () => {
    expect(await api.call(path)).toMatchObject({ status: 401, error: { code: 'unauthenticated' } });
  });
});

describe('POST /api/staff/threads/{id}/reply', () => {
  it('durable before it is answered, and on its way', async () => {
    await says('人工');
    const answer = await post('reply', { text: ' 请把订单号发给我。 ' });
    expect(answer.status).toBe(200);
    expect(answer.at('')).toMatchObject({
      state: 'answered',
      delivery: 'pending',
      promise: 'superseded',
      replies: [{ id: 'r1', text: '请把订单号发给我。', by: '小王', delivery: 'pending' }],
    });
    expect((await theThread(api.store)).replies).toMatchObject([{ state: 'pending', nextAt: NOW }]);
    expect(await audited()).toMatchObject([
      { action: 'reply_thread', staff: '小王', threads: [await idOf()], outcome: 'ok' },
    ]);
  });

  it('48 hours after the customer’s last message: waits for the next one, and says so', async () => {
    await says('人工');
    api.clock.set(NOW + 49 * HOUR_MS);
    expect((await post('reply', { text: '您好' })).at('delivery')).toBe('waiting_for_customer');
    await says('进度');
    expect((await api.call(path, { token })).at('threads.0.delivery')).toBe('pending');
  });

  it('sent again under its Idempotency-Key: one reply, the same answer', async () => {
    await says('人工');
    const headers = { 'Idempotency-Key': 'k-1' };
    const first = await post('reply', { text: '您好' }, headers);
    expect((await post('reply', { text: '您好' }, headers)).text).toBe(first.text);
    expect((await post('reply', { text: '您好' })).at('replies')).toHaveLength(2);
  });

  it.each([
    ['nothing', { text: '' }, 422, 'text_empty'],
    ['blanks', { text: ' \n ' }, 422, 'text_empty'],
    ['501 characters', { text: '好'.repeat(501) }, 422, 'text_too_long'],
    ['500 emoji, more than a message carries', { text: '😀'.repeat(500) }, 422, 'text_too_long'],
    ['no text', {}, 400, 'invalid_request'],
    ['a number', { text: 5 }, 400, 'invalid_request'],
  ])('%s: refused with what to do, and nothing is kept', async (_what, body, status, code) => {
    await says('人工');
    expect(await post('reply', body)).toMatchObject({ status, error: { code } });
    expect(await theThread(api.store)).toMatchObject({ state: 'open', replies: [] });
  });

  it('to a thread that has ended: 409, nothing is kept', async () => {
    await says('人工');
    await post('close', undefined);
    expect(await post('reply', { text: '您好' })).toMatchObject({
      status: 409,
      error: { code: 'thread_closed' },
    });
    expect((await theThread(api.store)).replies).toEqual([]);
    expect((await audited()).map((entry) => entry)).toMatchObject([
      { outcome: 'thread_closed' },
      { outcome: 'ok' },
    ]);
  });

  it.each(['0123456789abcdef01234567', 'nonsense', '%00', 'a'.repeat(5_000)])('to %.30s: 404', async (id) => {
    const call = { method: 'POST', token, body: { text: '您好' } };
    expect(await api.call(`${path}/${id}/reply`, call)).toMatchObject({
      status: 404,
      error: { code: 'thread_not_found' },
    });
    expect(await audited()).toMatchObject([{ outcome: 'thread_not_found', threads: [] }]);
  });

  it('a key no header may carry: 400', async () => {
    await says('人工');
    const refused = await post('reply', { text: '您好' }, { 'Idempotency-Key': 'a b' });
    expect(refused).toMatchObject({ status: 400 });
  });
});

describe('POST /api/staff/threads/{id}/close', () => {
  it('ends it; again: 409, unless it is the same call', async () => {
    await says('人工');
    const headers = { 'Idempotency-Key': 'k-1' };
    const closed = await post('close', {}, headers);
    expect(closed.at('')).toMatchObject({ state: 'closed', closed: { how: 'staff', by: '小王' } });
    expect(await post('close', {}, headers)).toMatchObject({ status: 200 });
    expect(await post('close', {})).toMatchObject({ status: 409, error: { code: 'thread_closed' } });
  });
});

describe('who may', () => {
  it.each(roles)('%s: reads; answers where the table says so', async (role) => {
    await says('人工');
    const as = await hire(api, '某人', role);
    expect((await api.call(path, { token: as })).status).toBe(200);
    const allowed = ['agent', 'supervisor', 'admin'].includes(role);
    for (const [action, body] of [
      ['reply', { text: '您好' }],
      ['close', {}],
    ] as const) {
      const answer = await post(action, body, {}, as);
      expect([answer.status, answer.error?.code]).toEqual(allowed ? [200, undefined] : [403, 'forbidden']);
    }
    const { state, replies } = await theThread(api.store);
    expect([state, replies.length]).toEqual(allowed ? ['closed', 1] : ['open', 0]);
  });
});
