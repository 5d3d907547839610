import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANSWER_WITHIN_MS, answerMessage } from '../../../src/usecases/answer-message.ts';
import { handleMessage } from '../../../src/usecases/handle-message.ts';
import {
  type ChatDesk,
  chatDatabase,
  failingAt,
  formAnswers,
  held,
  putOrder,
} from '../../support/chat-desk.ts';
import { account, plainAccount, type Running, startWechatServer } from '../../support/wechat-server.ts';
import { encryptBytes, resign, sealPush, textMessage, wechatWire, xmlOf } from '../../support/wechat-wire.ts';

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

const say = (text: string) => wire.post(server.url, textMessage('oCustomer', text));

describe('a customer in the chat, from the wire to the disk', () => {
  it('an application: its number in the answer to 确认, one case', async () => {
    for (const text of formAnswers) await say(text);
    const answer = await say('确认');
    const { cases } = await held(desk.deps);
    expect(cases).toHaveLength(1);
    expect(answer.fields.Content).toContain(cases[0]?.caseNo);
  });

  it('确认 delivered three times at once, and once more later: one case, the same reply to the byte', async () => {
    for (const text of formAnswers) await say(text);
    const confirm = textMessage('oCustomer', '确认');
    const deliveries = await Promise.all([1, 2, 3].map(() => wire.post(server.url, confirm)));
    desk.clock.advance(15_000);
    const replies = [...deliveries, await wire.post(server.url, confirm)].map(({ xml }) => xml);
    const { cases, lines } = await held(desk.deps);
    expect(cases).toHaveLength(1);
    expect(replies[0]).toContain(cases[0]?.caseNo);
    expect(new Set(replies).size).toBe(1);
    expect(lines).toHaveLength(formAnswers.length + 1);
  });

  it('one MsgId from two customers: both are answered, each in their own session', async () => {
    const MsgId = '18446744073709551615';
    await wire.post(server.url, textMessage('oCustomer', '退款', { MsgId }));
    await wire.post(server.url, textMessage('oOther', '政策', { MsgId }));
    expect((await held(desk.deps)).session?.conversation.draft).not.toBeNull();
    expect((await held(desk.deps, 'oOther')).lines).toMatchObject([{ text: '政策' }]);
  });

  it('a type of message nobody has heard of: a kind answer', async () => {
    const answer = await wire.post(server.url, { ...textMessage('oCustomer', ''), MsgType: 'hologram' });
    expect(answer).toMatchObject({ status: 200, fields: { MsgType: 'text' } });
    expect(answer.fields.Content).not.toBe('');
  });

  it('emoji, "]]>" and control characters in the description: kept, but for what XML forbids', async () => {
    for (const text of formAnswers.slice(0, 3)) await say(text);
    await say('坏了😀 ]]> <b>&\u001d 完');
    expect((await held(desk.deps)).session?.conversation.draft?.text).toBe('坏了😀 ]]> <b>& 完');
  });
});

describe('the store is down', () => {
  it('the customer reads that they should send it again, in a reply as WeChat wants it; sent again, it is taken', async () => {
    const { wrap, arm } = failingAt(0, 'before');
    const ill = await database.startDesk({}, wrap);
    arm();
    const timer = {
      after: (ms: number, run: () => void) => {
        if (ms < ANSWER_WITHIN_MS) queueMicrotask(run);
        return () => undefined;
      },
    };
    const busyText = '系统繁忙，请稍后再发一次。';
    const down = await startWechatServer({
      handleMessage: (message) => answerMessage(ill.deps, { timer, busyText }, message),
    });
    const answer = await wire.post(down.url, textMessage('oCustomer', '退款'));
    await down.stop();
    expect(answer).toMatchObject({ status: 200, encrypted: true, fields: { Content: busyText } });
    expect(ill.logged.map(({ level }) => level)).toContain('error');
    expect((await held(desk.deps)).lines).toEqual([]);
    expect((await say('退款')).fields.Content).not.toBe(busyText);
  });
});

describe('what is refused leaves nothing behind', () => {
  const xml = xmlOf(textMessage('oCustomer', '退款'));
  const hostile = (inside: string) => wire.seal(xml.replace('</xml>', `${inside}</xml>`));
  const unpadded = Buffer.alloc(32, 0);

  it.each([
    ['a wrong signature', () => sealPush({ ...account, token: 'x' }, xml), 403, 'bad_signature'],
    ['plaintext', () => sealPush(plainAccount, xml), 403, 'plaintext_refused'],
    ['another appid', () => sealPush({ ...account, appid: 'wxOther' }, xml), 403, 'other_appid'],
    ['over 64 kB', () => hostile(`<a>${'x'.repeat(64 * 1024)}</a>`), 413, 'body_too_large'],
    ['malformed XML', () => hostile('<a>'), 400, 'malformed_message'],
    [
      'a DOCTYPE with entities',
      () => wire.seal(`<!DOCTYPE x [<!ENTITY a "b">]>${xml}`),
      400,
      'malformed_message',
    ],
    [
      'elements nested too deep',
      () => hostile('<a>'.repeat(50) + '</a>'.repeat(50)),
      400,
      'malformed_message',
    ],
    [
      'wrong padding',
      () => resign(account, sealPush(account, xml), encryptBytes(account.aesKey ?? '', unpadded)),
      400,
      'malformed_message',
    ],
  ])('%s', async (_what, push, status, error) => {
    await say('退款');
    const before = await held(desk.deps);
    expect(await wire.send(server.url, push())).toMatchObject({ status, error });
    expect(await held(desk.deps)).toEqual(before);
  });
});
