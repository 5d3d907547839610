import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Reply } from '../../../src/conversation/types.ts';
import type { InboundMessage } from '../../../src/usecases/chat/inbound-message.ts';
import {
  account,
  memoryLog,
  plainAccount,
  type Running,
  seededRandom,
  startWechatServer,
} from '../../support/wechat-server.ts';
import {
  encryptBytes,
  envelopeBytes,
  envelopeXml,
  fieldsOf,
  pad32,
  resign,
  sealPush,
  textMessage,
  type WechatWire,
  wechatWire,
  xmlOf,
} from '../../support/wechat-wire.ts';

const previousAesKey = 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba';

const handled: InboundMessage[] = [];
let reply: Reply = { type: 'text', text: '您好' };

const { log, entries } = memoryLog();

const settings = {
  previousAesKey,
  log,
  random: seededRandom(),
  handleMessage: (message: InboundMessage): Promise<Reply> => {
    handled.push(message);
    return Promise.resolve(reply);
  },
};

let secure: Running;
let plain: Running;
const wire = wechatWire(account);
const plainWire = wechatWire(plainAccount);

beforeEach(async () => {
  handled.length = 0;
  entries.length = 0;
  reply = { type: 'text', text: '您好' };
  secure = await startWechatServer(settings);
  plain = await startWechatServer({ ...settings, aesKey: null, previousAesKey: null });
});
afterEach(() => Promise.all([secure.stop(), plain.stop()]));

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

const xml = xmlOf(textMessage('oCustomer', '退款'));
const genuine = () => sealPush(account, xml);
const resealed = (padded: Buffer) => resign(account, genuine(), encryptBytes(account.aesKey ?? '', padded));
const flipped = (base64: string, at: number): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64');
};
const encryptOf = (body: string): string => /<Encrypt><!\[CDATA\[(.+?)\]\]>/.exec(body)?.[1] ?? '';
const padded = () => pad32(envelopeBytes(account.appid, xml));
const zeroPadded = () => {
  const bytes = padded();
  bytes[bytes.length - 1] = 0;
  return bytes;
};
const overPadded = () => {
  const bytes = padded();
  bytes[bytes.length - 1] = 33;
  return bytes;
};
const widelyPadded = () => {
  const blanks = (16 - (envelopeBytes(account.appid, xml).length % 16)) % 16;
  return Buffer.concat([envelopeBytes(account.appid, xml + ' '.repeat(blanks)), Buffer.alloc(48, 48)]);
};
const unevenlyPadded = () => {
  const bytes = pad32(envelopeBytes(account.appid, `${xml}   `));
  const count = bytes[bytes.length - 1] ?? 0;
  bytes[bytes.length - count] = count === 1 ? 0 : count - 1;
  return bytes;
};
const overlong = () => {
  const bytes = padded();
  bytes.writeUInt32BE(0xffffffff, 16);
  return bytes;
};

describe('a push that is not genuine: a clear refusal, and nothing handled', () => {
  it.each([
    ['msg_signature of another token', () => sealPush({ ...account, token: 'x' }, xml), 403, 'bad_signature'],
    [
      'a right signature, but no msg_signature',
      () => {
        const { query, body } = genuine();
        const { signature = '', timestamp = '', nonce = '' } = query;
        return { query: { signature, timestamp, nonce }, body };
      },
      403,
      'bad_signature',
    ],
    [
      'another ciphertext under the msg_signature',
      () => {
        const push = genuine();
        return { ...push, body: envelopeXml(flipped(encryptOf(push.body), 40)) };
      },
      403,
      'bad_signature',
    ],
    ['plaintext with a right signature', () => sealPush(plainAccount, xml), 403, 'plaintext_refused'],
    [
      'plaintext, the sender saying encrypt_type=raw',
      () => {
        const { query, body } = sealPush(plainAccount, xml);
        return { query: { ...query, encrypt_type: 'raw' }, body };
      },
      403,
      'plaintext_refused',
    ],
    [
      'plaintext with an empty Encrypt',
      () => {
        const { query, body } = sealPush(plainAccount, xml.replace('<xml>', '<xml><Encrypt></Encrypt>'));
        return { query, body };
      },
      403,
      'plaintext_refused',
    ],
    [
      'an envelope for another appid',
      () => sealPush({ ...account, appid: 'wxOther' }, xml),
      403,
      'other_appid',
    ],
    [
      'an envelope whose appid only begins like ours',
      () => sealPush({ ...account, appid: `${account.appid}0` }, xml),
      403,
      'other_appid',
    ],
    [
      'encrypted with a key that was never ours',
      () => sealPush({ ...account, aesKey: 'Z'.repeat(42) + 'Y' }, xml),
      400,
      'malformed_message',
    ],
    [
      'a flipped byte in the ciphertext, signed anew',
      () => {
        const push = genuine();
        return resign(account, push, flipped(encryptOf(push.body), 4));
      },
      400,
      'malformed_message',
    ],
    ['padding of zero', () => resealed(zeroPadded()), 400, 'malformed_message'],
    ['padding of more than a block', () => resealed(overPadded()), 400, 'malformed_message'],
    ['padding of 48 bytes, all alike', () => resealed(widelyPadded()), 400, 'malformed_message'],
    ['padding that is not all alike', () => resealed(unevenlyPadded()), 400, 'malformed_message'],
    ['a length beyond the envelope', () => resealed(overlong()), 400, 'malformed_message'],
    ['an envelope with no room for a length', () => resealed(Buffer.alloc(32, 32)), 400, 'malformed_message'],
    [
      'a ciphertext that is no whole block',
      () => resign(account, genuine(), 'AAAA'),
      400,
      'malformed_message',
    ],
    [
      'a ciphertext that is no base64',
      () => resign(account, genuine(), '？？？？'),
      400,
      'malformed_message',
    ],
  ])('%s', async (_what, push, status, error) => {
    expect(await wire.send(secure.url, push())).toMatchObject({ status, error });
    expect(handled).toEqual([]);
    expect(entries).toEqual([{ level: 'warn', message: 'a push was refused' }]);
  });
});

describe('a body that is no message: a clear refusal, and nothing handled', () => {
  const nested = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
  const around = (inside: string) => xml.replace('</xml>', `${inside}</xml>`);
  const laughs =
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' +
    xml.replace('退款', '').replace('<Content><![CDATA[]]></Content>', '<Content>&b;</Content>');
  const bodies: [string, string][] = [
    ['an empty body', ''],
    ['JSON', '{"MsgType":"text"}'],
    ['an element left open', xml.replace('</xml>', '')],
    ['elements closed in the wrong order', around('<a><b></a></b>')],
    ['a second root', `${xml}<xml></xml>`],
    ['text behind the root', `${xml}more`],
    ['another root', xml.replace(/xml>/g, 'html>')],
    ['a DOCTYPE', `<!DOCTYPE xml>${xml}`],
    ['a DOCTYPE inside a comment of CDATA', `<!-- <![CDATA[ --><!DOCTYPE xml><!-- ]]> -->${xml}`],
    ['an external entity', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${around('<a>&e;</a>')}`],
    ['entities that multiply', laughs],
    ['an entity nobody declared', around('<a>&b;</a>')],
    ['a reference beyond Unicode', around('<a>&#x110000;</a>')],
    ['a reference to a control character', around('<a>&#0;</a>')],
    ['a reference to half an emoji', around('<a>&#xD83D;</a>')],
    ['a processing instruction', around('<?php phpinfo() ?>')],
    ['attributes', around('<a b="c"></a>')],
    ['elements nested too deep', around(nested(40))],
    ['too many elements', around('<a/>'.repeat(1_000))],
    ['no MsgType', xml.replace(/<MsgType>.*<\/MsgType>/, '')],
    ['two FromUserName', around('<FromUserName>oOther</FromUserName>')],
    [
      'a FromUserName with elements',
      xml.replace(/<FromUserName>.*<\/FromUserName>/, '<FromUserName><a>1</a></FromUserName>'),
    ],
    ['a CreateTime that is no number', xml.replace('1714112445', 'now')],
    ['a text without Content', xml.replace(/<Content>.*<\/Content>/, '')],
  ];

  it.each(bodies)('%s, inside the envelope: 400 malformed_message', async (_what, body) => {
    expect(await wire.post(secure.url, body)).toMatchObject({ status: 400, error: 'malformed_message' });
    expect(handled).toEqual([]);
  });

  it.each(bodies)('%s, in plain mode: 400 malformed_message', async (_what, body) => {
    expect(await plainWire.post(plain.url, body)).toMatchObject({ status: 400, error: 'malformed_message' });
    expect(handled).toEqual([]);
  });

  it('a malformed envelope: 400 malformed_message', async () => {
    const push = genuine();
    const answer = await wire.send(secure.url, { ...push, body: push.body.replace('</xml>', '') });
    expect(answer).toMatchObject({ status: 400, error: 'malformed_message' });
    expect(handled).toEqual([]);
  });

  it.each([
    ['plain', () => plain.url, plainWire],
    ['safe', () => secure.url, wire],
  ] as [string, () => string, WechatWire][])(
    'a body of 64 kB in %s mode is read, one byte more: 413 body_too_large',
    async (_mode, url, ours) => {
      const filled = (bytes: number) => {
        const { query, body } = ours.seal(xml);
        return { query, body: body + ' '.repeat(bytes - Buffer.byteLength(body)) };
      };
      expect(await ours.send(url(), filled(64 * 1024))).toMatchObject({ status: 200 });
      handled.length = 0;
      expect(await ours.send(url(), filled(64 * 1024 + 1))).toMatchObject({
        status: 413,
        error: 'body_too_large',
      });
      expect(await ours.send(url(), filled(1024 * 1024))).toMatchObject({ status: 413 });
      expect(handled).toEqual([]);
    },
  );
});

describe('what customers send', () => {
  const received = async (message: string) => {
    expect(await wire.post(secure.url, message)).toMatchObject({ status: 200 });
    return handled.at(-1)?.input;
  };
  const withContent = (raw: string) => xml.replace(/<Content>.*<\/Content>/, `<Content>${raw}</Content>`);

  it.each([
    ['emoji', '<![CDATA[退款😀👩‍👩‍👧]]>', '退款😀👩‍👩‍👧'],
    ['markup', '<![CDATA[<b>&amp;</b><!DOCTYPE x>]]>', '<b>&amp;</b><!DOCTYPE x>'],
    ['a control character', '<![CDATA[退\u001d款\u0000]]>', '退款'],
    ['"]]>", split as it should be', '<![CDATA[a]]]]><![CDATA[>b]]>', 'a]]>b'],
    ['"]]>" as the customer typed it', '<![CDATA[a]]>b]]>', 'a]]>b'],
    ['"]]>" outside CDATA', 'a]]>b', 'ab'],
    ['blanks around', '<![CDATA[  退款 \n]]>', '  退款 \n'],
    ['nothing', '<![CDATA[]]>', ''],
  ])('%s in a text: read without harm', async (_what, raw, text) => {
    expect(await received(withContent(raw))).toEqual({ type: 'text', text, menuId: null });
  });

  const head =
    '<xml><ToUserName>gh_desk</ToUserName><FromUserName>oC</FromUserName><CreateTime>1714112445</CreateTime>';
  const event = (name: string, more = '') =>
    `${head}<MsgType>event</MsgType><Event>${name}</Event>${more}</xml>`;
  it.each([
    [
      'a tap on a menu message',
      xml.replace('</xml>', '<bizmsgmenuid>101</bizmsgmenuid></xml>'),
      { type: 'text', text: '退款', menuId: '101' },
    ],
    [
      'a picture',
      `${head}<MsgType>image</MsgType><PicUrl>http://x/</PicUrl><MediaId>m-1</MediaId><MsgId>1</MsgId></xml>`,
      { type: 'image', mediaId: 'm-1' },
    ],
    [
      'a voice message',
      `${head}<MsgType>voice</MsgType><MediaId>m-1</MediaId><Format>amr</Format><MsgId>1</MsgId></xml>`,
      { type: 'other', msgType: 'voice' },
    ],
    [
      'a type nobody has heard of',
      `${head}<MsgType>hologram</MsgType><Depth>3</Depth></xml>`,
      { type: 'other', msgType: 'hologram' },
    ],
    [
      'a message WeChat does not pass on',
      withContent('【收到不支持的消息类型，暂无法显示】'),
      { type: 'other', msgType: 'unsupported' },
    ],
    [
      'a follow',
      event('subscribe', '<EventKey>qrscene_1</EventKey><Ticket>t</Ticket>'),
      { type: 'event', event: 'subscribe', name: 'subscribe', key: 'qrscene_1' },
    ],
    [
      'a menu click',
      event('CLICK', '<EventKey>REFUND</EventKey>'),
      { type: 'event', event: 'click', name: 'CLICK', key: 'REFUND' },
    ],
    [
      'a scan',
      event('SCAN', '<EventKey>7</EventKey>'),
      { type: 'event', event: 'scan', name: 'SCAN', key: '7' },
    ],
    ['leaving', event('unsubscribe'), { type: 'event', event: 'unsubscribe', name: 'unsubscribe', key: '' }],
    [
      'an event that holds a list',
      event(
        'subscribe_msg_popup_event',
        '<List><TemplateId>a</TemplateId></List><List><TemplateId>b</TemplateId></List>',
      ),
      { type: 'event', event: 'other', name: 'subscribe_msg_popup_event', key: '' },
    ],
  ])('%s: is understood', async (_what, message, input) => {
    expect(await received(message)).toEqual(input);
  });

  it('one MsgId from two customers: two messages', async () => {
    await wire.post(secure.url, textMessage('oOne', '退款', { MsgId: '5' }));
    await wire.post(secure.url, textMessage('oTwo', '退款', { MsgId: '5' }));
    expect(new Set(handled.map(({ key }) => key)).size).toBe(2);
  });

  it('two menu clicks of one second: two messages', async () => {
    await received(event('CLICK', '<EventKey>A</EventKey>'));
    await received(event('CLICK', '<EventKey>B</EventKey>'));
    expect(new Set(handled.map(({ key }) => key)).size).toBe(2);
  });

  it('one message delivered twice, each time under a new envelope: one key, and the same reply to the byte', async () => {
    const message = textMessage('oCustomer', '退款');
    const answers = [await wire.post(secure.url, message), await wire.post(secure.url, message)];
    expect(new Set(handled.map(({ key }) => key)).size).toBe(1);
    expect(answers[0]?.xml).toContain('您好');
    expect(answers[1]?.xml).toBe(answers[0]?.xml);
    expect(answers[1]?.raw).not.toBe(answers[0]?.raw);
  });
});

describe('the reply', () => {
  it('nothing to say: success, in plain text', async () => {
    reply = { type: 'none' };
    const answer = await wire.post(secure.url, textMessage('oC', '你好'));
    expect(answer).toMatchObject({ status: 200, raw: 'success', contentType: 'text/plain; charset=utf-8' });
  });

  it('an empty text, which WeChat would take for a fault: success', async () => {
    reply = { type: 'text', text: '' };
    expect(await wire.post(secure.url, textMessage('oC', '你好'))).toMatchObject({ raw: 'success' });
  });

  it('a hand-over of a message: transfer_customer_service, encrypted', async () => {
    reply = { type: 'handover' };
    const answer = await wire.post(secure.url, textMessage('oC', '人工'));
    expect(answer).toMatchObject({
      encrypted: true,
      fields: { MsgType: 'transfer_customer_service', ToUserName: 'oC', FromUserName: 'gh_desk' },
    });
  });

  it('a hand-over of a menu click, which WeChat forbids: success', async () => {
    reply = { type: 'handover' };
    const click = { ...textMessage('oC', ''), MsgType: 'event', Event: 'CLICK', EventKey: 'AGENT' };
    expect(await wire.post(secure.url, click)).toMatchObject({ status: 200, raw: 'success' });
  });

  it('emoji, markup, "]]>" and control characters: arrive whole, but for what XML forbids', async () => {
    reply = {
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
