import { beforeEach, describe, expect, it } from '@jest/globals';
import { formOf } from '../../support/console.ts';
import { enter, member as agent, page, server, stored, useConsole } from '../../support/console-bench.ts';
import { putCase, putOrderOf } from '../../support/staff-api.ts';

useConsole();

describe('a form that is not ours', () => {
  beforeEach(async () => {
    await putOrderOf(server, await putCase(server));
  });
  const form = async (): Promise<Record<string, string>> => ({
    ...formOf((await agent.get(page)).html, `${page}/approve`),
    note: '同意',
  });
  const send = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const before = await stored();
    const answer = await agent.post(`${page}/approve`, fields, headers);
    expect([answer.status, answer.html]).toEqual([403, expect.stringContaining('没有执行')]);
    expect(await stored()).toEqual(before);
  };

  it('without a token, with another, with that of another session: 403, nothing done', async () => {
    const right = await form();
    const { csrf: other } = formOf((await (await enter('小李', 'agent')).get(page)).html, `${page}/approve`);
    for (const csrf of ['', 'x', `${right['csrf'] ?? ''}x`, other ?? '']) await send({ ...right, csrf });
  });

  it('with the token, but from another site as the browser says: 403', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      await send(await form(), headers);
  });

  it('from the public address, behind a proxy: accepted', async () => {
    const answer = await agent.post(`${page}/approve`, await form(), { origin: 'http://desk.example' });
    expect(answer.to).toBe(`${page}?done=approve`);
  });

  it('sign-in without its token: 403, nobody in', async () => {
    const answer = await agent.post('/staff/login', { name: '小王', password: 'x' });
    expect(answer.status).toBe(403);
  });

  it('after the session has ended: nothing is done, and the sign-in page says so', async () => {
    const fields = await form();
    server.clock.advance(13 * 3_600_000);
    const answer = await agent.post(`${page}/approve`, fields);
    expect(answer.to).toBe('/staff/login?notice=not_done');
    expect((await agent.get(answer.to ?? '')).html).toContain('刚才的操作没有执行');
    expect((await stored())?.status).toBe('in_review');
  });

  it('a body that is too large, or no form: refused, no stack', async () => {
    const { status, html } = await agent.post(`${page}/approve`, {
      ...(await form()),
      note: 'x'.repeat(70_000),
    });
    expect([status, html]).toEqual([413, expect.stringContaining('请求不完整')]);
    expect(html).not.toContain('node_modules');
  });
});
