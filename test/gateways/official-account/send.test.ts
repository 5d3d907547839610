import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createOfficialAccount } from '../../../src/gateways/official-account/official-account.ts';
import type { OfficialAccount } from '../../../src/gateways/official-account/types.ts';
import {
  APPID,
  APPSECRET,
  CUSTOM,
  LARGE_MSGID,
  type OaServer,
  TEMPLATE,
  errorBody,
  memoryTokens,
  startOaServer,
  stoppedClock,
} from '../../support/oa-server.ts';

const template = {
  openid: 'oCustomer',
  templateId: 'TPL_RESULT',
  url: null,
  data: { thing1: { value: '已批准' } },
  clientMsgId: 'RF20261123ABCDEF-result-1',
};

describe('messages to customers', () => {
  let server: OaServer;
  let account: OfficialAccount;
  beforeEach(async () => {
    server = await startOaServer();
    account = createOfficialAccount({
      appid: APPID,
      appsecret: APPSECRET,
      apiBase: server.apiBase,
      timeoutMs: 150,
      tokens: memoryTokens(),
      clock: stoppedClock(),
    });
  });
  afterEach(async () => {
    await server.close();
    expect(server.faults).toEqual([]);
  });

  it('a template, WeChat takes it, its 64-bit msgid is kept to the last digit', async () => {
    expect(await account.sendTemplate(template)).toEqual({ kind: 'sent', messageId: LARGE_MSGID });
    expect(server.received(TEMPLATE).map(({ body }) => body)).toEqual([
      {
        touser: 'oCustomer',
        template_id: 'TPL_RESULT',
        data: { thing1: { value: '已批准' } },
        client_msg_id: 'RF20261123ABCDEF-result-1',
      },
    ]);
  });

  it('a template, the answer comes under another content type, its msgid is kept to the last digit too', async () => {
    const body = `{"errcode":0,"errmsg":"ok","msgid":${LARGE_MSGID}}`;
    server.script(TEMPLATE, { contentType: 'application/octet-stream', body });
    expect(await account.sendTemplate(template)).toEqual({ kind: 'sent', messageId: LARGE_MSGID });
  });

  it('a template with an address, it is sent, the address goes with it', async () => {
    await account.sendTemplate({ ...template, url: 'https://shop.example/policy' });
    expect(server.received(TEMPLATE)[0]?.body?.['url']).toBe('https://shop.example/policy');
  });

  it('a text with control characters and an emoji, it is sent, it arrives as it was', async () => {
    const text = '退款 "已"\n到账 ]]> \\ \u{1F642}\u001d';
    expect((await account.sendText('oCustomer', text)).kind).toBe('sent');
    expect(server.received(CUSTOM)[0]?.body?.['text']).toEqual({ content: text });
  });

  it.each([
    [45009, 'hold'],
    [45011, 'hold'],
    [45015, 'next_channel'],
    [45047, 'next_channel'],
    [43004, 'next_channel'],
    [43101, 'next_channel'],
    [40037, 'dead_letter'],
    [47003, 'dead_letter'],
    [40003, 'dead_letter'],
    [99999, 'dead_letter'],
    [48001, 'configuration'],
    [40164, 'configuration'],
    [40125, 'configuration'],
  ])('a message, WeChat refuses it with %i, the reaction is %s', async (errcode, reaction) => {
    server.script(CUSTOM, { contentType: 'application/json', body: errorBody(errcode, 'no') });
    expect(await account.sendText('oCustomer', 'a')).toEqual({
      kind: 'refused',
      errcode,
      detail: `${String(errcode)} no rid: 66f0a1b2-0c3d4e5f-6a7b8c9d`,
      reaction,
    });
    expect(server.received(CUSTOM)).toHaveLength(1);
  });

  it.each(['application/octet-stream', 'text/html', 'image/jpeg', ''])(
    'a message, its refusal comes as content type "%s", it is not taken for success',
    async (contentType) => {
      server.script(CUSTOM, { contentType, body: errorBody(45015, 'response out of time limit') });
      expect(await account.sendText('oCustomer', 'a')).toMatchObject({ kind: 'refused', errcode: 45015 });
    },
  );

  it.each([
    ['-1', { body: errorBody(-1, 'system error') }, '-1 system error rid: 66f0a1b2-0c3d4e5f-6a7b8c9d'],
    ['HTTP 502', { status: 502, body: 'Bad Gateway' }, 'HTTP 502'],
    ['HTTP 404', { status: 404, body: '' }, 'HTTP 404'],
    ['nothing in time', 'hang' as const, 'no answer in time'],
    ['a reset', 'reset' as const, 'ECONNRESET'],
    ['half an answer', 'cut_short' as const, 'ECONNRESET'],
    ['a page', { contentType: 'text/html', body: '<html></html>' }, 'the answer is no JSON'],
    ['no JSON', { contentType: 'application/json', body: '{"errcode":' }, 'the answer is no JSON'],
    ['JSON without errcode', { body: '{"ok":true}' }, 'the answer is not understood'],
    ['an empty body', { body: '' }, 'the answer is no JSON'],
  ])(
    'a message, the answer is %s, we do not know and it is not sent again',
    async (_what, answer, detail) => {
      server.script(CUSTOM, answer);
      expect(await account.sendText('oCustomer', 'a')).toEqual({ kind: 'unknown', detail });
      expect(server.received(CUSTOM)).toHaveLength(1);
    },
    // Below the library's own 3 s: what counts is the time-out we set.
    2500,
  );

  it('a message, nobody listens at the address, we do not know and the token is not told', async () => {
    await account.sendText('oCustomer', 'a');
    await server.close();
    const outcome = await account.sendText('oCustomer', 'b');
    expect(outcome.kind).toBe('unknown');
    expect(JSON.stringify(outcome)).not.toContain('TOKEN_');
    server = await startOaServer();
  });
});
