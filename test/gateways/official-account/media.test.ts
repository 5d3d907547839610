import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createOfficialAccount } from '../../../src/gateways/official-account/official-account.ts';
import type { OfficialAccount } from '../../../src/gateways/official-account/types.ts';
import {
  APPID,
  APPSECRET,
  MEDIA,
  type OaServer,
  TOKEN,
  errorBody,
  memoryTokens,
  startOaServer,
  stoppedClock,
} from '../../support/oa-server.ts';

const rest = Buffer.alloc(64, 7);
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), rest]);
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), rest]);
const gif = Buffer.concat([Buffer.from('GIF89a'), rest]);
const webp = Buffer.concat([Buffer.from('RIFF\x40\x00\x00\x00WEBPVP8 ', 'latin1'), rest]);
const MEGABYTE = 1024 * 1024;

describe('pictures customers sent', () => {
  let server: OaServer;
  let account: OfficialAccount;
  beforeEach(async () => {
    server = await startOaServer();
    account = createOfficialAccount({
      appid: APPID,
      appsecret: APPSECRET,
      apiBase: server.apiBase,
      timeoutMs: 400,
      tokens: memoryTokens(),
      clock: stoppedClock(),
    });
  });
  afterEach(async () => {
    await server.close();
    expect(server.faults).toEqual([]);
  });

  it.each([
    ['image/jpeg', jpeg],
    ['image/png', png],
    ['image/gif', gif],
    ['image/webp', webp],
  ])(
    'a picture under a false content type, it is downloaded, its bytes say %s',
    async (contentType, bytes) => {
      server.media.set('MEDIA+1/=', { contentType: 'application/octet-stream', bytes });
      expect(await account.downloadMedia('MEDIA+1/=')).toEqual({ kind: 'media', contentType, bytes });
    },
  );

  it.each([
    ['a text file that calls itself a picture', Buffer.from('just words')],
    ['a web page', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a RIFF file that is sound', Buffer.from('RIFF\x40\x00\x00\x00WAVEfmt ', 'latin1')],
    ['a JSON file without errcode', Buffer.from('{"video_url":"http://127.0.0.1/v"}')],
    ['nothing at all', Buffer.alloc(0)],
  ])('a download, it is %s, it is refused', async (_what, bytes) => {
    server.media.set('M', { contentType: 'image/jpeg', bytes });
    expect(await account.downloadMedia('M')).toEqual({ kind: 'gone', detail: 'no JPEG, PNG, GIF or WebP' });
  });

  it('a picture of more than three days ago, WeChat answers 40007, it is gone', async () => {
    expect(await account.downloadMedia('EXPIRED')).toMatchObject({
      kind: 'gone',
      detail: expect.stringContaining('40007') as unknown,
    });
  });

  it('a picture of exactly 10 MB, it is downloaded whole; one byte more, it is refused', async () => {
    const bytes = Buffer.concat([jpeg], 10 * MEGABYTE);
    server.media.set('LARGEST', { contentType: 'image/jpeg', bytes });
    expect((await account.downloadMedia('LARGEST')).kind).toBe('media');
    server.media.set('LARGER', {
      contentType: 'image/jpeg',
      bytes: Buffer.concat([jpeg], 10 * MEGABYTE + 1),
    });
    expect(await account.downloadMedia('LARGER')).toEqual({ kind: 'gone', detail: 'larger than 10 MB' });
  });

  it('a picture, the token has been replaced elsewhere, it is renewed and the picture downloaded', async () => {
    server.media.set('M', { contentType: 'image/jpeg', bytes: jpeg });
    await account.downloadMedia('M');
    server.renewTokenElsewhere();
    expect((await account.downloadMedia('M')).kind).toBe('media');
    expect(server.received(TOKEN)).toHaveLength(2);
    expect(server.received(MEDIA)).toHaveLength(3);
  });

  it.each([
    ['-1', { body: errorBody(-1, 'system error') }],
    ['the quota is used up', { body: errorBody(45009, 'reach max api daily quota limit') }],
    ['the quota is used up, as a picture', { contentType: 'image/jpeg', body: errorBody(45009, 'quota') }],
    ['HTTP 502', { status: 502, body: 'Bad Gateway' }],
    ['nothing in time', 'hang' as const],
    ['a reset', 'reset' as const],
    ['half a body', 'cut_short' as const],
  ])('a picture, the answer is %s, we do not know and may ask again', async (_what, answer) => {
    server.script(MEDIA, answer);
    const outcome = await account.downloadMedia('M');
    expect(outcome.kind).toBe('unknown');
    expect(JSON.stringify(outcome)).not.toContain('TOKEN_');
  });
});
