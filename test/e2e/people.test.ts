import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Desk, type Json, startDesk } from '../support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

const phone = () => desk.phoneOf('林晓');
/** What the account has said on the phone, oldest first. */
const heard = () =>
  phone()
    .screen()
    .messages.filter(({ from }) => from === 'account')
    .map(({ text }) => text);
const listed = async () => (await desk.as('小林').get('/api/staff/threads')).body['threads'] as Json[];
const reply = async (text: string) => {
  const [thread] = await listed();
  return (await desk.as('小林').post(`/api/staff/threads/${String(thread?.['id'])}/reply`, { text })).body;
};
/** Customer service joins or leaves, as the sandbox's page has it. */
const raise = async (event: string) => {
  const answer = await fetch(`${desk.url}/sandbox/api/phones/${phone().openid}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ event, key: 'xiaolin@desk' }),
  });
  expect(answer.status).toBe(202);
  await desk.settle();
};

describe('a customer who asks for a person, in the whole product', () => {
  it('is handed over, hears by when we answer, and reads the answer in the chat', async () => {
    expect((await phone().say('人工')).reply).toEqual({ kind: 'transfer', account: null });
    await desk.settle();
    expect(heard()).toEqual([expect.stringContaining('3 个工作日内回复您')]);
    expect(await listed()).toMatchObject([{ state: 'open', promise: 'sent' }]);
    expect(await reply('请把订单号发给我。')).toMatchObject({ delivery: 'pending' });
    await desk.settle();
    expect(heard().at(-1)).toBe('请把订单号发给我。\n（客服）');
    expect(await listed()).toMatchObject([{ state: 'answered', delivery: 'sent' }]);
  });

  it('gets no more messages than WeChat allows, and the rest as soon as they write', async () => {
    await phone().say('人工');
    await desk.settle();
    for (const n of [1, 2, 3, 4]) await reply(`第${String(n)}条`);
    await desk.settle();
    expect(await reply('第5条')).toMatchObject({ delivery: 'waiting_for_customer' });
    await desk.settle();
    expect(heard()).toHaveLength(5);
    await phone().say('政策');
    await desk.settle();
    expect(heard().at(-1)).toBe('第5条\n（客服）');
    expect((await listed())[0]).toMatchObject({ delivery: 'sent' });
  });

  it('is answered after two days, when WeChat lets nothing through: reads it when they write again', async () => {
    await phone().say('人工');
    await desk.settle();
    await desk.advance('49h');
    expect(await reply('已为您处理。')).toMatchObject({ delivery: 'waiting_for_customer' });
    await desk.settle();
    expect(heard()).toHaveLength(1);
    await phone().say('进度');
    await desk.settle();
    expect(heard().at(-1)).toBe('已为您处理。\n（客服）');
  });

  it('talks with a colleague in WeChat’s console: we keep silent until they have done', async () => {
    await phone().say('退款');
    await phone().say('人工');
    await raise('kf_create_session');
    expect((await phone().say('1')).reply.kind).toBe('transfer');
    await raise('kf_close_session');
    expect(await listed()).toMatchObject([{ state: 'closed', closed: { how: 'wechat', by: null } }]);
    const { reply: asked } = await phone().say('谢谢');
    expect(asked).toMatchObject({ kind: 'text', content: expect.stringContaining('继续') });
    expect((await phone().say('1')).reply).toMatchObject({ content: expect.stringContaining('选择订单') });
    expect(
      phone()
        .screen()
        .messages.filter(({ type }) => type === 'failure'),
    ).toEqual([]);
  });
});
