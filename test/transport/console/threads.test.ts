import { beforeEach, expect, it } from '@jest/globals';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import { formOf } from '../../support/console.ts';
import { enter, member as agent, server, useConsole } from '../../support/console-bench.ts';
import { theThread } from '../../support/threads.ts';

const path = '/staff/threads';
let id: string;

useConsole();
beforeEach(async () => {
  await handleMessage(server.deps, {
    key: 'm1',
    appid: server.deps.appid,
    openid: 'oABCDEFGHIJKLMNOPQRSTUVWXYZ0',
    at: server.clock.now(),
    input: { type: 'text', text: '人工', menuId: null },
  });
  ({ id } = await theThread(server.store));
});

it('who waits: what they wrote, by when they are answered, the openid masked', async () => {
  const { html } = await agent.get(path);
  expect(html).toMatch(/oABC…Z0[^]*最晚 2026年3月\d+日\S* 回复[^]*<p>人工<\/p>/);
  expect(html).not.toContain('oABCDEFGHIJKLMNOPQRSTUVWXYZ0');
  expect((await agent.get(`${path}?state=closed`)).html).toContain('这里没有人工请求');
});

it('an answer: kept once however often it is sent, and in the audit log', async () => {
  const form = { ...formOf((await agent.get(path)).html, `${path}/${id}/reply`), text: '您好，\r\n已核实。' };
  for (let n = 0; n < 2; n += 1)
    expect((await agent.post(`${path}/${id}/reply`, form)).to).toBe(`${path}?done=reply`);
  expect((await theThread(server.store)).replies).toMatchObject([{ text: '您好，\n已核实。', by: '小王' }]);
  expect((await agent.get(`${path}?state=answered`)).html).toContain('data-testid="thread"');
  expect(await server.audited()).toContainEqual(
    expect.objectContaining({ action: 'reply_thread', staff: '小王', threads: [id], outcome: 'ok' }),
  );
});

it('an answer too long: refused in words, what was typed is still there', async () => {
  const text = '很长'.repeat(300);
  const answer = await agent.fill(path, `${path}/${id}/reply`, { text });
  expect([answer.status, answer.html]).toEqual([422, expect.stringContaining('写得太长了')]);
  expect(answer.html).toContain(`>${text}</textarea>`);
  expect((await theThread(server.store)).replies).toEqual([]);
});

it('ended; an auditor reads it, and has no form', async () => {
  const auditor = await enter('老郑', 'auditor');
  const { html } = await auditor.get(path);
  expect(html).toContain('data-testid="thread"');
  expect(html).not.toContain(`${path}/${id}/close"`);
  expect((await agent.fill(path, `${path}/${id}/close`, {})).to).toBe(`${path}?done=close`);
  expect((await theThread(server.store)).closed).toMatchObject({ how: 'staff', by: '小王' });
});
