import { describe, expect, it } from '@jest/globals';
import { handled, plain, plainWire, reported, secure, useServers, wire } from '../../support/wechat-bench.ts';
import { account } from '../../support/wechat-server.ts';
import { textMessage, xmlOf } from '../../support/wechat-wire.ts';

useServers();

const xml = xmlOf(textMessage('oCustomer', '退款'));

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

  it.each([
    ['of 20 digits', '18446744073709551615', 'success'],
    ['as WeChat writes it, blanks and all', '200163836', 'failed: system failed'],
  ])('what became of a template message, %s: no turn of the conversation', async (_what, msgid, status) => {
    const more = `<MsgID>${msgid}</MsgID><Status><![CDATA[${status}]]></Status>`;
    const message = event('TEMPLATESENDJOBFINISH', more);
    expect(await wire.post(secure.url, message)).toMatchObject({ status: 200, raw: 'success' });
    expect(await plainWire.post(plain.url, message)).toMatchObject({ status: 200, raw: 'success' });
    const result = { appid: account.appid, openid: 'oC', msgid, status };
    expect(reported).toEqual([result, result]);
    expect(handled).toEqual([]);
  });

  it.each([
    ['no number', '<Status>success</Status>'],
    ['no status', '<MsgID>1</MsgID>'],
    ['two numbers', '<MsgID>1</MsgID><MsgID>2</MsgID><Status>success</Status>'],
    ['a number with letters', '<MsgID>1e3</MsgID><Status>success</Status>'],
    ['a status with elements', '<MsgID>1</MsgID><Status><a>success</a></Status>'],
  ])('what became of a template message, with %s: an event like any other', async (_what, more) => {
    expect(await received(event('TEMPLATESENDJOBFINISH', more))).toEqual({
      type: 'event',
      event: 'other',
      name: 'TEMPLATESENDJOBFINISH',
      key: '',
    });
    expect(reported).toEqual([]);
  });

  it('what became of a mass message: an event like any other', async () => {
    const more = '<MsgID>1</MsgID><Status>sendsuccess</Status>';
    expect(await received(event('MASSSENDJOBFINISH', more))).toMatchObject({ name: 'MASSSENDJOBFINISH' });
    expect(reported).toEqual([]);
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
