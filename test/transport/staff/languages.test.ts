import { beforeEach, describe, expect, it } from '@jest/globals';
import { cases } from '../../../src/usecases/documents/cases.ts';
import { type Answer, type Call } from '../../support/http-app.ts';
import { putCase, putOrderOf } from '../../support/staff-api.ts';
import { api, token, useStaffApi } from '../../support/staff-api-bench.ts';
import { refundingCase } from '../../support/wechatpay-notice.ts';

useStaffApi();

const caseNo = 'RF20260302ABCDEF';
const base = `/api/staff/cases/${caseNo}`;
const CHINESE = /[\u4e00-\u9fff]/;

beforeEach(async () => {
  await putOrderOf(api, await putCase(api));
});

const asked = (path: string, call: Call, acceptLanguage: string): Promise<Answer> =>
  api.call(path, { token, ...call, headers: { ...call.headers, 'Accept-Language': acceptLanguage } });

const post = (body: unknown): Call => ({ method: 'POST', body });

describe('what the staff API refuses', () => {
  it.each<[string, string, Call, RegExp, RegExp]>([
    [
      'case_not_found',
      '/api/staff/cases/RF20260302ZZZZZZ',
      {},
      /没有这个编号的案件/,
      /no case of that number/,
    ],
    [
      'amount_exceeds_refundable',
      `${base}/approve`,
      post({ amountFen: 19_801, note: 'x' }),
      /超过了现在还能退的金额/,
      /more than can still be refunded/,
    ],
    ['unknown_action', `${base}/explode`, post({}), /可用的操作有：.*、approve、/, /there are .*, approve, /],
    ['invalid_request', `${base}/approve`, post({ note: '' }), /amountFen、note。$/, /amountFen: .*; note: /],
    ['unauthenticated', base, { token: 'nobody' }, /需要有效的令牌/, /needs a valid token/],
    ['malformed_json', `${base}/approve`, { method: 'POST', raw: '{' }, /完整的 JSON/, /complete JSON/],
    ['body_too_large', `${base}/approve`, post({ note: 'x'.repeat(70_000) }), /内容太大/, /at most 64kb/],
    ['forbidden', '/api/staff/audit', {}, /你的角色/, /Your role/],
    ['invalid_cursor', '/api/staff/cases?cursor=x', {}, /cursor/, /cursor/],
  ])('%s: in the language asked for', async (code, path, call, chinese, english) => {
    const zh = await asked(path, call, 'zh-CN,zh;q=0.9,en;q=0.8');
    const en = await asked(path, call, 'en-GB,en;q=0.9,zh;q=0.5');
    expect([zh.error?.code, en.error?.code]).toEqual([code, code]);
    expect(zh.status).toBe(en.status);
    expect(zh.error?.message).toMatch(chinese);
    expect(zh.error?.message).toMatch(CHINESE);
    expect(en.error?.message).toMatch(english);
    expect(en.error?.message).not.toMatch(CHINESE);
    expect(zh.error?.details).toEqual(en.error?.details);
    expect(zh.headers.get('Vary')).toContain('Accept-Language');
  });

  it('what a payout meets: in the language asked for, as its line of the timeline', async () => {
    const { attempts, status } = refundingCase({ state: 'paused', trouble: 'WeChat Pay is not configured' });
    const found = await api.store.get(cases, caseNo);
    if (!found) throw new Error('no case');
    await api.store.replace(cases, found, { ...found.doc, attempts, status });
    expect((await asked(base, {}, 'zh')).at('payout.trouble')).toBe('没有配置微信支付');
    expect((await asked(base, {}, 'en')).at('payout.trouble')).toBe('WeChat Pay is not configured');
  });

  it('a fault of ours: in Chinese too, with the number under which it stands in the log', async () => {
    const found = await api.store.get(cases, caseNo);
    if (!found) throw new Error('no case');
    await api.store.replace(cases, found, { ...found.doc, policyVersion: 'gone' });
    const answer = await asked(base, {}, 'zh-CN');
    expect([answer.status, answer.error?.code]).toEqual([500, 'internal_error']);
    const { errorId } = answer.error?.details as { errorId: string };
    expect(answer.error?.message).toMatch(new RegExp(`服务器出错了，已记录为 ${errorId}。`));
  });

  it('the database away: in the language asked for', async () => {
    await api.store.close();
    expect((await asked(base, {}, 'zh-CN')).error?.message).toMatch(/服务器正在停止/);
    expect((await asked(base, {}, 'en')).error?.message).toMatch(/store has been closed/);
  });
});
