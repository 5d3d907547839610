import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createOfficialAccount } from '../../../src/gateways/official-account/official-account.ts';
import type { Answer } from '../../../src/gateways/official-account/answer.ts';
import { stableTokens } from '../../../src/gateways/official-account/stable-token.ts';
import {
  APPID,
  APPSECRET,
  CUSTOM,
  type OaServer,
  TOKEN,
  errorBody,
  memoryTokens,
  startOaServer,
  stoppedClock,
} from '../../support/oa-server.ts';

const TEN = Array.from({ length: 10 }, (_, index) => `o${String(index)}`);

describe('the access token', () => {
  let server: OaServer;
  beforeEach(async () => {
    server = await startOaServer();
  });
  afterEach(async () => {
    await server.close();
    expect(server.faults).toEqual([]);
  });

  const setUp = (appsecret = APPSECRET) => {
    const tokens = memoryTokens();
    const clock = stoppedClock();
    const { apiBase } = server;
    const account = createOfficialAccount({
      appid: APPID,
      appsecret,
      apiBase,
      timeoutMs: 2000,
      tokens,
      clock,
    });
    return { account, tokens, clock };
  };
  const tokenRequests = () => server.received(TOKEN).map(({ body }) => body?.['force_refresh']);

  it('ten first messages at once, no token is stored, one token is asked for and all ten arrive', async () => {
    const { account } = setUp();
    const outcomes = await Promise.all(TEN.map((openid) => account.sendText(openid, '你好')));
    expect(outcomes).toEqual(TEN.map(() => ({ kind: 'sent', messageId: null })));
    expect(tokenRequests()).toEqual([false]);
    expect(server.received(CUSTOM).map(({ body }) => body)).toEqual(
      expect.arrayContaining(TEN.map((touser) => ({ touser, msgtype: 'text', text: { content: '你好' } }))),
    );
  });

  it('ten messages at once, the stored token has been replaced elsewhere, one renewal and one retry each', async () => {
    const { account } = setUp();
    await account.sendText('o-first', 'a');
    server.renewTokenElsewhere();
    const outcomes = await Promise.all(TEN.map((openid) => account.sendText(openid, 'b')));
    expect(outcomes.map(({ kind }) => kind)).toEqual(TEN.map(() => 'sent'));
    expect(tokenRequests()).toEqual([false, false]);
    expect(server.received(CUSTOM)).toHaveLength(1 + 20);
  });

  it.each([
    [40001, 'invalid credential'],
    [40014, 'invalid access_token'],
    [42001, 'access_token expired'],
  ])(
    'a message, WeChat rejects the token with %i, it is renewed and the message sent once more',
    async (errcode, errmsg) => {
      const { account } = setUp();
      await account.sendText('o-first', 'a');
      server.renewTokenElsewhere();
      server.script(CUSTOM, { body: errorBody(errcode, errmsg) });
      expect(await account.sendText('o-second', 'b')).toEqual({ kind: 'sent', messageId: null });
      expect(server.received(CUSTOM)).toHaveLength(3);
    },
  );

  it('a message, its token is rejected but another process has stored the next, that one is used without asking', async () => {
    const { account, tokens, clock } = setUp();
    await account.sendText('o-first', 'a');
    const accessToken = server.renewTokenElsewhere();
    server.script(CUSTOM, { body: errorBody(40001, 'invalid credential') });
    const sending = account.sendText('o-second', 'b');
    tokens.stored = { accessToken, expiresAt: clock.now() + 7_200_000 };
    expect((await sending).kind).toBe('sent');
    expect(tokenRequests()).toEqual([false]);
  });

  it('a rejection, a renewal begun before it brings the same token again, another is asked for', async () => {
    const answers = ['T1', 'T1', 'T2'];
    const forced: boolean[] = [];
    let start = (): void => undefined;
    let letGo = (): void => undefined;
    const started = new Promise<void>((resolve) => (start = resolve));
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const request = async (forceRefresh: boolean): Promise<Answer> => {
      forced.push(forceRefresh);
      start();
      await held;
      return { kind: 'answer', body: { access_token: answers.shift(), expires_in: 7200 } };
    };
    const tokens = stableTokens({ appid: APPID, cache: memoryTokens(), clock: stoppedClock(), request });
    const begun = tokens.current();
    await started;
    const after = tokens.replacing('T1');
    letGo();
    expect(await begun).toEqual({ kind: 'token', accessToken: 'T1' });
    expect(await after).toEqual({ kind: 'token', accessToken: 'T2' });
    expect(forced).toEqual([false, false, true]);
  });

  it('a message, WeChat keeps rejecting the token it gives out, one forced refresh within 30 s and no loop', async () => {
    const { account, clock } = setUp();
    const rejected = { body: errorBody(40001, 'invalid credential') };
    server.script(CUSTOM, rejected, rejected, rejected);
    const first = await account.sendText('o1', 'a');
    expect(first).toMatchObject({ kind: 'refused', errcode: 40001, reaction: 'hold' });
    expect(server.received(CUSTOM)).toHaveLength(2);
    expect(tokenRequests()).toEqual([false, false, true]);

    clock.advance(29_000);
    const second = await account.sendText('o1', 'a');
    expect(second).toMatchObject({ kind: 'refused', errcode: 40001, reaction: 'hold' });
    expect(tokenRequests().filter((forced) => forced)).toHaveLength(1);

    clock.advance(1_000);
    server.script(CUSTOM, rejected);
    expect((await account.sendText('o1', 'a')).kind).toBe('sent');
    expect(tokenRequests().filter((forced) => forced)).toHaveLength(2);
  });

  it('a whole day of rejected tokens, a message a minute, no more than 20 forced refreshes', async () => {
    const { account, clock } = setUp();
    await account.sendText('o1', 'a');
    for (let minute = 0; minute < 40; minute += 1) {
      clock.advance(60_000);
      server.script(CUSTOM, { body: errorBody(40001, 'invalid credential') });
      await account.sendText('o1', 'a');
    }
    expect(tokenRequests().filter((forced) => forced)).toHaveLength(20);
    clock.advance(86_400_000);
    server.script(CUSTOM, { body: errorBody(40001, 'invalid credential') });
    expect((await account.sendText('o1', 'a')).kind).toBe('sent');
  });

  it('a message, the token is about to expire, a new one is asked for first', async () => {
    const { account, clock } = setUp();
    await account.sendText('o1', 'a');
    clock.advance(7_100_000);
    await account.sendText('o1', 'b');
    expect(tokenRequests()).toHaveLength(1);
    clock.advance(50_000);
    await account.sendText('o1', 'c');
    expect(tokenRequests()).toHaveLength(2);
  });

  it('ten messages at once, the token endpoint answers 40001, a configuration fault after one request', async () => {
    server.script(TOKEN, { contentType: 'application/json', body: errorBody(40001, 'invalid credential') });
    const { account } = setUp();
    const outcomes = await Promise.all(TEN.map((openid) => account.sendText(openid, 'a')));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ kind: 'refused', errcode: 40001, reaction: 'configuration' });
    expect(server.received(TOKEN)).toHaveLength(1);
    expect(server.received(CUSTOM)).toHaveLength(0);
  });

  it('a message, the secret is wrong, a configuration fault that does not name the secret', async () => {
    const outcome = await setUp('wrong-secret').account.sendText('o1', 'a');
    expect(outcome).toMatchObject({ kind: 'refused', errcode: 40125, reaction: 'configuration' });
    expect(JSON.stringify(outcome)).not.toContain('wrong-secret');
  });

  it.each([
    ['is reset', 'reset' as const],
    ['answers 502', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['answers -1', { body: errorBody(-1, 'system error') }],
    ['answers a page', { contentType: 'text/html', body: '<html></html>' }],
    ['answers without a token', { body: '{"expires_in":7200}' }],
  ])(
    'a message, the token endpoint %s, we do not know and the next message asks again',
    async (_what, fault) => {
      server.script(TOKEN, fault);
      const { account } = setUp();
      expect((await account.sendText('o1', 'a')).kind).toBe('unknown');
      expect((await account.sendText('o1', 'a')).kind).toBe('sent');
      expect(server.received(TOKEN)).toHaveLength(2);
    },
  );
});
