import { describe, expect, it } from '@jest/globals';
import {
  answer as answering,
  handled,
  plain,
  plainWire,
  previousAesKey,
  secure,
  wire,
  useServers,
} from '../../support/wechat-bench.ts';
import { account, plainAccount } from '../../support/wechat-server.ts';
import { fieldsOf, textMessage, wechatWire } from '../../support/wechat-wire.ts';

useServers();

describe("WeChat's check of the address", () => {
  it('a genuine signature: echostr comes back raw, as text', async () => {
    for (const { url } of [secure, plain]) {
      const response = await fetch(wire.verifyUrl(url, '<b>5729581284</b>&x'));
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(await response.text()).toBe('<b>5729581284</b>&x');
    }
  });

  it.each([
    [
      'signed with another token',
      (url: string) => wechatWire({ ...account, token: 'x' }).verifyUrl(url, '1'),
    ],
    ['without parameters', (url: string) => url],
    ['with two signatures', (url: string) => `${wire.verifyUrl(url, '1')}&signature=x`],
  ])('%s: 403 bad_signature', async (_what, address) => {
    const response = await fetch(address(secure.url));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'bad_signature' } });
  });

  it('genuine, but without echostr: 400', async () => {
    const response = await fetch(wire.verifyUrl(secure.url, '1').replace('echostr', 'other'));
    expect(response.status).toBe(400);
  });
});

describe('a message in safe mode', () => {
  it('a text: reaches the conversation as it was sent, and the reply comes back encrypted', async () => {
    const message = textMessage('oCustomer', '退款', { MsgId: '18446744073709551615' });
    const answer = await wire.post(secure.url, message);
    expect(handled).toEqual([
      {
        key: expect.stringMatching(/^oCustomer:18446744073709551615:[0-9a-f]{16}$/),
        appid: account.appid,
        openid: 'oCustomer',
        at: 1_714_112_445_000,
        input: { type: 'text', text: '退款', menuId: null },
      },
    ]);
    expect(answer).toMatchObject({
      status: 200,
      contentType: 'text/xml; charset=utf-8',
      encrypted: true,
      fields: {
        ToUserName: 'oCustomer',
        FromUserName: 'gh_desk',
        CreateTime: '1714112445',
        MsgType: 'text',
        Content: '您好',
      },
    });
  });

  it('encrypted with the previous key: accepted, and answered with that key', async () => {
    const before = wechatWire({ ...account, aesKey: previousAesKey });
    const answer = await before.post(secure.url, textMessage('oCustomer', '你好'));
    expect(answer).toMatchObject({ status: 200, encrypted: true, fields: { Content: '您好' } });
    await expect(wire.send(secure.url, before.seal(textMessage('oCustomer', '你好')))).rejects.toThrow();
  });

  it('compatible mode, plaintext fields beside Encrypt: only what was encrypted counts', async () => {
    const push = wire.seal(textMessage('oCustomer', 'sealed'));
    const body = push.body.replace(
      '<xml>',
      '<xml><FromUserName>oForged</FromUserName><Content>forged</Content>',
    );
    expect(await wire.send(secure.url, { ...push, body })).toMatchObject({ status: 200, encrypted: true });
    expect(handled).toMatchObject([{ openid: 'oCustomer', input: { text: 'sealed' } }]);
  });
});

describe('a message in plain mode', () => {
  it('a text: reaches the conversation, and the reply comes back in plaintext', async () => {
    const answer = await plainWire.post(plain.url, textMessage('oCustomer', '退款'));
    expect(handled).toMatchObject([{ openid: 'oCustomer', input: { type: 'text', text: '退款' } }]);
    expect(answer).toMatchObject({ status: 200, encrypted: false, fields: { Content: '您好' } });
    expect(answer.contentType).toBe('text/xml; charset=utf-8');
  });

  it('signed with another token: 403 bad_signature, nothing handled', async () => {
    const other = wechatWire({ ...plainAccount, token: 'x' });
    const answer = await other.post(plain.url, textMessage('oCustomer', '退款'));
    expect(answer).toMatchObject({ status: 403, error: 'bad_signature' });
    expect(handled).toEqual([]);
  });
});

describe('the reply', () => {
  it('nothing to say: success, in plain text', async () => {
    answering.reply = { type: 'none' };
    const answer = await wire.post(secure.url, textMessage('oC', '你好'));
    expect(answer).toMatchObject({ status: 200, raw: 'success', contentType: 'text/plain; charset=utf-8' });
  });

  it('an empty text, which WeChat would take for a fault: success', async () => {
    answering.reply = { type: 'text', text: '' };
    expect(await wire.post(secure.url, textMessage('oC', '你好'))).toMatchObject({ raw: 'success' });
  });

  it('a hand-over of a message: transfer_customer_service, encrypted', async () => {
    answering.reply = { type: 'handover' };
    const answer = await wire.post(secure.url, textMessage('oC', '人工'));
    expect(answer).toMatchObject({
      encrypted: true,
      fields: { MsgType: 'transfer_customer_service', ToUserName: 'oC', FromUserName: 'gh_desk' },
    });
  });

  it('a hand-over of a menu click, which WeChat forbids: success', async () => {
    answering.reply = { type: 'handover' };
    const click = { ...textMessage('oC', ''), MsgType: 'event', Event: 'CLICK', EventKey: 'AGENT' };
    expect(await wire.post(secure.url, click)).toMatchObject({ status: 200, raw: 'success' });
  });

  it('emoji, markup, "]]>" and control characters: arrive whole, but for what XML forbids', async () => {
    answering.reply = {
      type: 'text',
      text: '好😀 <a href="https://shop.example/?a=1&b=2">政策</a> ]]> \u0000\u001d\ufffe完\n',
    };
    const shown = '好😀 <a href="https://shop.example/?a=1&b=2">政策</a> ]]> 完\n';
    expect((await wire.post(secure.url, textMessage('oC', '政策'))).fields.Content).toBe(shown);
    expect((await plainWire.post(plain.url, textMessage('oC', '政策'))).fields.Content).toBe(shown);
  });

  it('two replies to two messages: under different random bytes and nonces', async () => {
    const one = fieldsOf((await wire.post(secure.url, textMessage('oC', '1'))).raw);
    const two = fieldsOf((await wire.post(secure.url, textMessage('oC', '1'))).raw);
    // The first block of the ciphertext is that of the random bytes alone.
    expect(one.Encrypt?.slice(0, 20)).not.toBe(two.Encrypt?.slice(0, 20));
    expect(one.Nonce).not.toBe(two.Nonce);
  });
});
