import { describe, expect, it } from '@jest/globals';
import { handled, plain, plainWire, secure, wire, useServers } from '../../support/wechat-bench.ts';
import { account } from '../../support/wechat-server.ts';
import { sealPush, textMessage, type WechatWire, xmlOf } from '../../support/wechat-wire.ts';

useServers();

const xml = xmlOf(textMessage('oCustomer', '退款'));
const genuine = () => sealPush(account, xml);

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
