import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../../../src/domain/time.ts';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import { type ChatDesk, chatDatabase, held, putOrder } from '../../support/chat-desk.ts';
import { theThread, threadsIn, work } from '../../support/threads.ts';
import { account, type Running, startWechatServer } from '../../support/wechat-server.ts';
import { textMessage, wechatWire } from '../../support/wechat-wire.ts';

let database: ReturnType<typeof chatDatabase>;
let desk: ChatDesk;
let server: Running;
const wire = wechatWire(account);

beforeEach(async () => {
  database = chatDatabase();
  desk = await database.startDesk();
  await putOrder(desk.deps.store);
  server = await startWechatServer({ handleMessage: (message) => handleMessage(desk.deps, message) });
});
afterEach(async () => {
  await server.stop();
  await database.remove();
});

const say = (text: string, openid = 'oCustomer') => wire.post(server.url, textMessage(openid, text));
let seconds = 1_714_112_445;
/** Customer service joins or leaves, as WeChat tells of it. */
const raise = (Event: string, fields: Record<string, string> = { KfAccount: 'xiaolin@gh_desk' }) => {
  seconds += 1;
  return wire.post(server.url, {
    ToUserName: 'gh_desk',
    FromUserName: 'oCustomer',
    CreateTime: seconds,
    MsgType: 'event',
    Event,
    ...fields,
  });
};
const handedOver = { status: 200, encrypted: true, fields: { MsgType: 'transfer_customer_service' } };
const draft = async () => (await held(desk.deps)).session?.conversation.draft;

describe('人工 over the wire', () => {
  it('is handed over to customer service, and the date of our answer follows as a customer message', async () => {
    const answer = await say('人工');
    expect(answer).toMatchObject(handedOver);
    expect(Object.keys(answer.fields).sort()).toEqual([
      'CreateTime',
      'FromUserName',
      'MsgType',
      'ToUserName',
    ]);
    await work(desk);
    expect(desk.sent).toEqual([
      { openid: 'oCustomer', text: expect.stringContaining('3 个工作日内回复您，最晚 3月10日（周二）') },
    ]);
    expect((await held(desk.deps)).session?.window.left).toBe(4);
    expect((await held(desk.deps)).lines).toMatchObject([
      { text: '人工', type: 'text', reply: { type: 'handover' } },
      { direction: 'out', type: 'customer_message', text: desk.sent[0]?.text },
    ]);
  });

  it('in English: the same in English', async () => {
    await say('agent');
    await work(desk);
    expect(desk.sent).toMatchObject([
      { text: expect.stringContaining('within 3 business days: by the end of Tue 10 Mar.') },
    ]);
  });

  it('delivered three times at once and once more later: one reply to the byte, one thread, one promise', async () => {
    const message = textMessage('oCustomer', '人工');
    const answers = await Promise.all([1, 2, 3].map(() => wire.post(server.url, message)));
    await work(desk);
    answers.push(await wire.post(server.url, message));
    await work(desk);
    expect(new Set(answers.map(({ xml }) => xml)).size).toBe(1);
    expect(await threadsIn(desk.deps.store)).toHaveLength(1);
    expect(desk.sent).toHaveLength(1);
  });

  it('typed again while they wait: the same thread, and the date already promised is said again', async () => {
    await say('人工');
    await work(desk);
    const before = await theThread(desk.deps.store);
    desk.clock.advance(30 * HOUR_MS);
    expect(await say('人工')).toMatchObject(handedOver);
    await work(desk);
    const after = await theThread(desk.deps.store);
    expect([after.id, after.respondBy]).toEqual([before.id, before.respondBy]);
    expect(desk.sent[1]?.text).toContain('还在处理中，我们最晚 3月10日（周二）回复您');
  });

  it('of two customers at once: each their own thread', async () => {
    await Promise.all([say('人工', 'oOne'), say('人工', 'oTwo')]);
    expect((await threadsIn(desk.deps.store)).map(({ customer }) => customer.openid).sort()).toEqual([
      'oOne',
      'oTwo',
    ]);
  });

  it('of a customer with an open case: the thread names it', async () => {
    for (const text of ['退款', '1', '8', '不再需要了', '跳过', '确认', '人工']) await say(text);
    const [kase] = (await held(desk.deps)).cases;
    expect((await theThread(desk.deps.store)).caseNo).toBe(kase?.caseNo);
  });

  it('in the middle of a form: the form stays where it was, and the promise says so', async () => {
    await say('退款');
    expect(await say('人工')).toMatchObject(handedOver);
    await work(desk);
    expect(desk.sent[0]?.text).toContain('正在办理的事项已为您保留');
    await say('1');
    expect((await draft())?.step).toBe('reason');
  });

  it('then a picture and what nobody understands: passed on as well, the picture kept, nothing promised twice', async () => {
    await say('人工');
    const picture = { ...textMessage('oCustomer', ''), MsgType: 'image', MediaId: 'media-1' };
    expect(await wire.post(server.url, picture)).toMatchObject(handedOver);
    expect(await say('订单号是多少来着')).toMatchObject(handedOver);
    const { lines } = await held(desk.deps);
    expect(lines.map(({ type }) => type)).toEqual(['text', 'image', 'text']);
    expect(lines[1]).toMatchObject({ picture: { mediaId: 'media-1', state: 'pending' } });
    expect(await threadsIn(desk.deps.store)).toHaveLength(1);
    expect((await theThread(desk.deps.store)).promise).toMatchObject({ kind: 'first' });
  });
});

describe('a colleague takes over in WeChat’s console', () => {
  it('everything is passed on and kept, no step of the form is taken; 返回 brings us back where the form was', async () => {
    await say('退款');
    const before = await draft();
    expect(await raise('kf_create_session')).toMatchObject({ status: 200, raw: 'success' });
    expect(await say('1')).toMatchObject(handedOver);
    expect(await say('取消')).toMatchObject(handedOver);
    expect(await draft()).toEqual(before);
    expect((await held(desk.deps)).lines.map(({ text }) => text)).toEqual([
      '退款',
      'kf_create_session xiaolin@gh_desk',
      '1',
      '取消',
    ]);
    const back = await say('返回');
    expect(back.fields.Content).toContain('已恢复自助服务');
    expect(back.fields.Content).toContain('选择订单');
    await say('1');
    expect((await draft())?.step).toBe('reason');
  });

  it('and ends the talk: the thread has ended with it, we answer again, and 人工 opens another', async () => {
    await say('人工');
    await raise('kf_create_session');
    await raise('kf_switch_session', { FromKfAccount: 'xiaolin@gh_desk', ToKfAccount: 'li@gh_desk' });
    expect((await held(desk.deps)).session?.conversation.person).toMatchObject({ kfAccount: 'li@gh_desk' });
    expect(await say('你好')).toMatchObject(handedOver);
    expect(await raise('kf_close_session')).toMatchObject({ raw: 'success' });
    expect(await theThread(desk.deps.store)).toMatchObject({ state: 'closed', closed: { how: 'wechat' } });
    expect((await say('政策')).fields.Content).toContain('https://shop.example/policy');
    desk.clock.advance(MINUTE_MS);
    await say('人工');
    expect((await threadsIn(desk.deps.store)).map(({ state }) => state).sort()).toEqual(['closed', 'open']);
  });

  it('the end delivered late, after the customer has asked anew: what they ask now stands', async () => {
    await say('人工');
    await raise('kf_create_session');
    const end = {
      ...textMessage('oCustomer', ''),
      MsgType: 'event',
      Event: 'kf_close_session',
      KfAccount: 'x',
    };
    const closing = await wire.post(server.url, end);
    await say('人工');
    expect(await wire.post(server.url, end)).toMatchObject({ raw: closing.raw });
    expect((await threadsIn(desk.deps.store)).map(({ state }) => state).sort()).toEqual(['closed', 'open']);
  });

  it('and says nothing for half an hour: the next message is ours', async () => {
    await raise('kf_create_session');
    desk.clock.advance(31 * MINUTE_MS);
    expect((await say('政策')).fields.Content).toContain('https://shop.example/policy');
  });

  it('an event of theirs opens no window for customer messages, nor shuts one', async () => {
    await raise('kf_create_session');
    expect((await held(desk.deps)).session?.window.left).toBe(0);
    await say('你好');
    await raise('kf_close_session');
    expect((await held(desk.deps)).session?.window.left).toBe(5);
  });

  it('without naming them: taken all the same', async () => {
    expect(await raise('kf_create_session', {})).toMatchObject({ status: 200 });
    expect(await say('你好')).toMatchObject(handedOver);
  });
});
